# The few verbs of working on Newscrier. Beforehand it takes git, make and Python 3.11 or newer, nothing else;
# the network is needed once, to fill .venv/ and .tools/.
#
#   make test PYTHON=/path/to/python3.13      another Python (after `make clean`, or where there is no .venv/ yet)
#   make test TESTS=tests/render              only some tests
#   make lock UPGRADE=1                       renew the lock files, newer versions too

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:
.PHONY: bench clean demo docs format help helpers lint lock pds proof setup test

PYTHON ?=
TESTS ?= tests
UPGRADE ?=

BIN := .venv/bin
READY := .venv/.ready
MOCK := .tools/mastodon_mock
MOCK_READY := $(MOCK)/.ready
CORPUS_READY := .tools/feedparser_corpus/.ready
MOCK_LOCK := tests/servers/requirements-mastodon-mock.lock
PDS := .tools/pds
PDS_READY := $(PDS)/.ready
PDS_LOCK := tests/servers/pds/package-lock.json
PIP := -m pip --disable-pip-version-check --quiet install
# Where the system has it: an installation that never ends is ended.
AT_MOST := $(shell command -v timeout >/dev/null 2>&1 && echo timeout 900)
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--system-certs --custom-compile-command 'make lock' $(if $(UPGRADE),--upgrade)

# Sets $$python to the first Python that is new enough, or says what is missing.
find_python = python=; \
	for candidate in $(or $(PYTHON),python3 python3.14 python3.13 python3.12 python3.11); do \
	  if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
	    python=$$candidate; break; \
	  fi; \
	done; \
	if [ -z "$$python" ]; then \
	  echo 'Newscrier needs Python 3.11 or newer$(if $(PYTHON),; $(PYTHON) is not one,, and none was found).' \
	    'Install one, or name it: make test PYTHON=/path/to/python3' >&2; \
	  exit 1; \
	fi

# Makes the environment $(1) afresh where there is none that works.
make_venv = if ! $(1)/bin/python -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
	  $(find_python); \
	  rm -rf $(1); \
	  echo "making $(1) with $$("$$python" -V)"; \
	  "$$python" -m venv $(1) || { \
	    rm -rf $(1); \
	    echo 'This Python cannot make virtual environments (on Debian and Ubuntu: install python3-venv).' >&2; \
	    exit 1; \
	  }; \
	fi

# Carries out $(1), once more where that fails: a network may stumble. Then it says $(2), and fails.
persist = $(AT_MOST) $(1) || { echo 'once more, in a moment' >&2; sleep 5; $(AT_MOST) $(1); } || { \
	  echo '$(2)' >&2; exit 1; }

AWAY := (what went wrong stands above: mostly the network, or the package index, is away).

help: ## this list
	@sed -n 's/^\([a-z][a-z]*\):[^#]*## /\1|/p' $(firstword $(MAKEFILE_LIST)) | awk -F'|' '{ printf "make %-8s %s\n", $$1, $$2 }'

setup: $(READY) helpers ## fill .venv/ and .tools/ (the other verbs do it by themselves)
	@:

$(READY): requirements-dev.lock pyproject.toml
	@$(call make_venv,.venv)
	@echo 'installing requirements-dev.lock into .venv/'
	@$(call persist,$(BIN)/python $(PIP) --require-hashes -r requirements-dev.lock,The packages could not be installed $(AWAY) Then: make setup)
	@$(BIN)/python $(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(MOCK_READY): $(MOCK_LOCK)
	@mkdir -p $(dir $(MOCK))
	@$(call make_venv,$(MOCK))
	@echo 'installing $(MOCK_LOCK) into $(MOCK)/'
	@$(call persist,$(MOCK)/bin/python $(PIP) --require-hashes -r $(MOCK_LOCK),mastodon_mock could not be installed $(AWAY))
	@touch $@

$(CORPUS_READY): requirements.lock tests/sources/fetch_feed_corpus.py | $(READY)
	@echo "fetching feedparser's own test feeds into .tools/feedparser_corpus/"
	@$(call persist,$(BIN)/python tests/sources/fetch_feed_corpus.py,The test feeds could not be fetched $(AWAY))
	@touch $@

# What only some tests need beside the packages.
helpers: $(MOCK_READY) $(CORPUS_READY)
	@:

pds: $(PDS_READY) ## install Bluesky's own server for the proofs (Node 20 and npm, and the network once)
	@:

$(PDS_READY): $(PDS_LOCK)
	@command -v npm >/dev/null || { \
	  echo "Bluesky's own server runs on Node 20 or newer with npm, which are not here." >&2; exit 1; }
	@mkdir -p $(PDS)
	@cp $(dir $(PDS_LOCK))package.json $(PDS_LOCK) $(PDS)/
	@echo 'installing $(PDS_LOCK) into $(PDS)/ (a minute or two)'
	@rm -f $@
	@$(call persist,npm --prefix $(PDS) ci --no-audit --no-fund --loglevel=error --fetch-retries=1,Bluesky'"'"'s own server could not be installed $(AWAY))
	@touch $@

demo: $(READY) ## publish the sample articles to a page you can look at, in demo/ (made afresh each time)
	@rm -rf demo
	@$(BIN)/newscrier init demo
	@cp docs/samples/* demo/inbox/
	@cd demo && ../$(BIN)/newscrier run --once
	@cd demo && ../$(BIN)/newscrier post list
	@page=$$(find "$(CURDIR)/demo/out" -name '*.html' 2>/dev/null | sort | head -n 1); \
	  if [ -z "$$page" ]; then echo 'The demo made no timeline page under demo/out/.' >&2; exit 1; fi; \
	  printf '\nWhat followers would see: open %s in a browser.\n' "$$page"

# Three at a time keep two cores busy: the end-to-end tests wait a lot.
test: $(READY) helpers ## all tests but the long fault runs
	@$(BIN)/python -m pytest -q -n 3 --dist worksteal -m 'not proof' $(TESTS)

proof: $(READY) helpers ## the long fault runs
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory pds || echo "Bluesky's own server could not be installed: its proofs are left out"; \
	  else echo "no npm here: the proofs against Bluesky's own server are left out"; fi
	@$(BIN)/python -m pytest -q -m proof $(TESTS)

bench: $(READY) ## measure; every file in bench/ is one benchmark
	@set -e; for file in bench/*.py; do \
	  [ -e "$$file" ] || { echo 'bench/ holds no benchmark yet.' >&2; exit 1; }; \
	  echo "== $$file"; $(BIN)/python "$$file"; \
	done

lint: $(READY) ## style, types, the floors of the house, docs
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet || { \
	  echo 'These files are not in form; `make format` mends them:'; \
	  $(BIN)/ruff format --check; exit 1; }
	@$(BIN)/mypy
	@for file in tests/*/conftest.py; do MYPYPATH=tests $(BIN)/mypy --no-error-summary "$$file" || exit 1; done
	@$(BIN)/lint-imports --no-logo
	@status=0; grep -rniIE 'mastodon|bluesky' bot/ --exclude-dir=platforms || status=$$?; \
	  [ $$status -eq 1 ] || { echo 'The core names a platform (above); only bot/platforms/ may.' >&2; exit 1; }
	@$(BIN)/python -m pytest -q tests/test_docs.py

docs: $(READY) ## write the pages of docs/ that are made from the code
	@$(BIN)/python -m bot.cli.manual docs

format: $(READY) ## bring the code into form
	@$(BIN)/ruff check --fix --quiet || true
	@$(BIN)/ruff format

lock: $(READY) ## renew the lock files from pyproject.toml
	@$(COMPILE) pyproject.toml -o requirements.lock
	@$(COMPILE) pyproject.toml --extra dev -c requirements.lock -o requirements-dev.lock
	@$(COMPILE) pyproject.toml --extra alerts -c requirements.lock -o requirements-image.lock
	@$(BIN)/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"])' \
	  | $(COMPILE) - -c requirements-dev.lock -o requirements-build.lock
	@$(COMPILE) tests/servers/requirements-mastodon-mock.in -o $(MOCK_LOCK)
	@if grep -nE '://|^-' requirements*.lock $(MOCK_LOCK); then \
	  echo 'A lock file names an address or carries an option (above); it must fit every machine.' >&2; exit 1; fi

clean: ## remove what the other verbs made
	rm -rf .venv .tools demo dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
