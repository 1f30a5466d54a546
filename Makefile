# make demo       the portal with a small demo council on http://127.0.0.1:8000 (PORT=, MODERNGOV=feed.xml, PROTOCOL=preset)
# make demo-clean remove the demos of other councils and protocols, var/demo-*/; the plain demo in var/ is kept
# make test       everything that must hold: lint, imports, tests on PostgreSQL, SQLite's own, browser
# make test-long  the same, the tests marked long, and everything on both databases
# make bench      the pages at 2,000 and 200,000 cases beside a bare Django page
# make system     Debian's PostgreSQL and Chromium, as root; otherwise says what is missing
# make lint       ruff and the import contracts
# make lock       compile requirements/*.txt and package-lock.json anew
# make assets     compile the front end
# make clean      remove what was made, except var/ (the demo's data)

MAKEFLAGS += --no-builtin-rules --no-print-directory
.DEFAULT_GOAL := help
PYTHON := .venv/bin/python
PORT ?= 8000
PROTOCOL ?=
MODERNGOV ?=
export PORT MODERNGOV PROTOCOL

# Another council or protocol than the demo's own has a folder of its own, so that nothing ever mixes.
ifneq ($(MODERNGOV)$(PROTOCOL),)
export PORTAL_VAR ?= var/demo-$(if $(MODERNGOV),$(basename $(notdir $(MODERNGOV)))-)$(basename $(notdir $(or $(PROTOCOL),model)))
endif

.PHONY: help demo demo-clean test test-long bench system lint lock assets clean

help:
	@sed -n '/^# make/s/^# //p' Makefile

demo: .venv/.stamp assets
	@$(PYTHON) manage.py demo

demo-clean: .venv/.stamp
	@$(PYTHON) -m council_portal.demo.clean

test: .venv/.stamp assets system
	@$(PYTHON) -m tests.services.run_tests

test-long: .venv/.stamp assets system
	@$(PYTHON) -m tests.services.run_tests --long

bench: .venv/.stamp assets system
	@$(PYTHON) -m tests.bench

system:
	@bash tests/services/system.sh

lint: .venv/.stamp
	@.venv/bin/ruff check .
	@.venv/bin/lint-imports

assets: build/.stamp

.venv/.stamp: requirements/dev.txt requirements/environment.sh
	@bash requirements/environment.sh
	@touch $@

node_modules/.stamp: package.json package-lock.json .npmrc
	@command -v npm >/dev/null || { echo "Node.js 20.19 or later with npm is needed, and npm was not found." >&2; exit 1; }
	@npm ci --omit=optional --no-progress --loglevel=error
	@touch $@

build/.stamp: node_modules/.stamp build.mjs LICENSE $(shell find static/src)
	@node build.mjs
	@touch $@

lock: .venv/.stamp
	@bash requirements/lock.sh

clean:
	rm -rf .venv node_modules build .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage htmlcov
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
