#!/usr/bin/env bash
# Makes .venv, or brings it up to requirements/dev.txt: wheels only, each checked against its hash.
set -euo pipefail

suits() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; }

if ! { [ -x .venv/bin/pip ] && suits .venv/bin/python; }; then
  for python in python3 python3.13 python3.12 python3.11 none; do
    if suits "$python"; then break; fi
  done
  if [ "$python" = none ]; then
    echo "Python 3.11, 3.12 or 3.13 is needed, and none of python3, python3.13, python3.12, python3.11 is one." >&2
    exit 1
  fi
  if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    echo "$("$python" --version) cannot make virtual environments (on Debian: apt-get install python3-venv)." >&2
    exit 1
  fi
  echo "Making .venv with $("$python" --version) ..."
  rm -rf .venv
  "$python" -m venv .venv
fi
.venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes --only-binary=:all: -r requirements/dev.txt
