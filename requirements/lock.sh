#!/usr/bin/env bash
# Compiles the locks from pyproject.toml and package.json: newest releases that the ranges allow. `make lock`, then `make test`.
# uv does it because one file of its serves Python 3.11, 3.12 and 3.13; it lives in a folder of its own and runs nowhere else.
set -euo pipefail

tool=$(mktemp -d)
trap 'rm -rf "$tool"' EXIT
.venv/bin/python -m venv "$tool"
"$tool/bin/pip" install --quiet --disable-pip-version-check --only-binary=:all: uv

compile() {
  "$tool/bin/uv" pip compile pyproject.toml "$@" --upgrade --quiet --universal --python-version 3.11 --only-binary :all: \
    --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header >/dev/null
}
compile --output-file requirements/runtime.txt
compile --group dev --constraint requirements/runtime.txt --output-file requirements/dev.txt
npm install --package-lock-only --omit=optional --loglevel=error
if grep -nE 'https?://|^-|"resolved"' requirements/*.txt || grep -n '"resolved"' package-lock.json; then
  echo "A lock names a host or an index: mend requirements/lock.sh." >&2
  exit 1
fi
