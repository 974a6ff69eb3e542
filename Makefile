# The two commands that matter: `make run` and `make test`. `make help` lists the rest.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
# Three workers keep two cores busy, since some wait for a browser; `make test JOBS=1` when the machine is small.
JOBS ?= 3
# The tests of a file stay together, and the longest begin first (tests/conftest.py).
WORKERS := -n $(JOBS) --dist loadfile --no-loadscope-reorder
SOURCES := home partners events news search site tests manage.py

export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Python keeps what it compiled: the tests start dozens of processes.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run dev demo test test-quick check format lock messages screenshots lighthouse load slides clean

help: ## Show what there is to do
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

run: $(VENV)/.run ## Start the site with the demo: environment, database, content, server (PORT=8000)
	@WIJKZORG_BASE_URL=$${WIJKZORG_BASE_URL:-"http://localhost:$(PORT)"} WIJKZORG_DEMO=1 site/deploy/run-demo $(BIN)/python "$(PORT)"

dev: $(VENV)/.dev ## The same with tracebacks, reloading and the catalogue of components at /stijl/
	@WIJKZORG_BASE_URL=$${WIJKZORG_BASE_URL:-"http://localhost:$(PORT)"} WIJKZORG_DEMO=1 WIJKZORG_DEBUG=1 site/deploy/run-demo $(BIN)/python "$(PORT)"

test: $(VENV)/.dev ## All tests: SQLite, PostgreSQL and the browser where they are found (in CI they must be)
	@tests/ensure_chromium
	@tests/run_all $(BIN)/python $(WORKERS)

test-quick: $(VENV)/.dev ## In under 90 seconds: without browser, other project and PostgreSQL, and without the longest
	$(BIN)/python -m pytest $(WORKERS) -m "not browser and not host and not slow"

check: $(VENV)/.dev ## Lint, format, types, templates, direction of dependencies, Django's own checks
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/mypy
	$(BIN)/djlint --quiet --lint home partners events news search site
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -W error manage.py check --fail-level WARNING
	$(BIN)/python manage.py makemigrations --check --dry-run
	site/deploy/check-production $(BIN)/python

format: $(VENV)/.dev ## Bring Python code into shape
	$(BIN)/ruff check --fix $(SOURCES)
	$(BIN)/ruff format $(SOURCES)

lock: $(VENV)/.dev ## Write the lock files anew after a change of dependencies in pyproject.toml
	site/deploy/lock $(BIN)

messages: $(VENV)/.dev ## Collect the texts to translate, and compile the translations (needs gettext)
	site/deploy/messages $(BIN)/python

screenshots: $(VENV)/.dev ## Pictures of all pages, the CMS and what prints, into screenshots/ (ONLY=report: some)
	$(BIN)/python tests/browser/screenshots.py --only "$(ONLY)"

lighthouse: $(VENV)/.dev ## Lighthouse's scores of the main pages (needs npm and Chromium)
	$(BIN)/python tests/browser/lighthouse.py

load: $(VENV)/.dev ## 200 sign-ups at once, kills of servers and worker, speed: on both databases (a quarter of an hour)
	$(BIN)/python tests/load/sign_ups.py
	$(BIN)/python tests/postgres.py $(BIN)/python tests/load/sign_ups.py

slides: $(VENV)/.dev ## Print the slides of the demo's reports as PDF anew (needs Chromium)
	site/deploy/slides $(BIN)/python

clean: ## Throw away the environment, the demo's database and everything made by tools
	rm -rf $(VENV) var .pytest_cache .mypy_cache .ruff_cache screenshots

# The environments. A change of the lock file makes them anew.
$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Wijkzorg needs Python 3.11 or newer; try: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python could not make an environment: on Debian, install python3-venv." >&2; exit 1; }

$(VENV)/.run: requirements.lock | $(VENV)/bin/python
	@echo "Installing what the site needs ..."
	@test -f $(VENV)/.dev || $(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock requirements-semantic.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing what the tests need ..."
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	@test "$$(uname -sm)" != "Linux x86_64" || $(BIN)/python -m pip install --quiet --require-hashes -r requirements-semantic.lock
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/.run
