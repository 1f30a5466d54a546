#!/usr/bin/env bash
# What the tests need of the system: a PostgreSQL server and Chromium. As root with apt-get it installs Debian's if missing;
# otherwise it names what is missing. It never fails by itself: `make test` says in its last line what it could not test.
set -uo pipefail

has_postgresql() {
  [ -n "${TEST_DATABASE_URL:-}" ] || command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null ||
    (: </dev/tcp/127.0.0.1/5432) 2>/dev/null
}

has_chromium() {
  [ -n "${CHROMIUM:-}" ] || command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null
}

missing() {
  has_postgresql || echo postgresql
  has_chromium || echo chromium fonts-liberation
}

wanted=$(missing)
if [ -z "$wanted" ]; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing Debian's $(echo $wanted) ..."
  export DEBIAN_FRONTEND=noninteractive
  log=$(mktemp)
  if ! { apt-get update && apt-get install --yes --no-install-recommends $wanted; } >"$log" 2>&1; then tail -n 20 "$log"; fi
  rm -f "$log"
  wanted=$(missing)
fi
if [ -n "$wanted" ]; then
  echo "Missing on this system: $(echo $wanted). On Debian, as root: apt-get install $(echo $wanted)"
fi
exit 0
