# Everything a person or CI does here; needs Python 3.11 or newer and make, and npm for the tests of Teams' cards.
.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c

VENV := .venv
BIN := $(VENV)/bin
CODE := bot handlers knowledge program storage tests
WORKERS ?= 2
# Set to pick one: make install PYTHON=/usr/bin/python3.12
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo "$$p" && break; done)
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
PYTEST := $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal
# What npm installs for the tests of cards of Teams; npm itself writes the file by which it is known.
CARDS := tests/teams/npm
CARDS_INSTALLED := $(CARDS)/node_modules/.package-lock.json
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	--no-emit-package pyicu

.PHONY: help
help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# --- environment -----------------------------------------------------------------------------------------------------

.PHONY: install install-dev
install: $(VENV)/runtime.stamp ## The environment (.venv) with what the application needs
install-dev: $(VENV)/dev.stamp $(CARDS_INSTALLED) ## The environment with what developing it needs, too

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "partnerbot needs Python 3.11 or newer, and found $$(python3 -V 2>&1 || echo none)." \
		"Install one, or name it: make $(MAKECMDGOALS) PYTHON=/path/to/python3.12" >&2; exit 1; }
	@echo "Making $(VENV) with $$($(PYTHON) -V)"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "$(PYTHON) cannot make environments;" \
		"on Debian and Ubuntu, install the package python3-venv." >&2; exit 1; }

# The stamps make a second run quick and a changed lock install itself. What is locked for developing holds the runtime, too.
$(VENV)/runtime.stamp: requirements.txt pyproject.toml | $(BIN)/python
	@echo "Installing the application"
	@$(PIP) install --no-deps --require-hashes -r requirements.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt pyproject.toml | $(BIN)/python
	@echo "Installing the application and its tools"
	@$(PIP) install --no-deps --require-hashes -r requirements-dev.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $(VENV)/runtime.stamp $@

$(CARDS_INSTALLED): $(CARDS)/package-lock.json
	@if command -v npm >/dev/null; then \
		echo "Installing what draws and judges cards of Teams" && \
		npm ci --prefix $(CARDS) --ignore-scripts --no-audit --no-fund --loglevel error >/dev/null && touch $@; \
	else \
		echo "npm is not installed, so tests of Teams' cards are skipped; on Debian and Ubuntu: apt-get install npm" >&2; \
	fi

.PHONY: lock upgrade clean
lock: install-dev ## Write requirements*.txt anew from pyproject.toml, keeping versions where they still fit
	@$(COMPILE) $(UPGRADE) --extra build -o requirements.txt pyproject.toml
	@$(COMPILE) $(UPGRADE) --extra build --extra dev --extra telemetry --extra vectors -c requirements.txt -o requirements-dev.txt pyproject.toml

upgrade: ## The same, with the newest versions of everything
	@$(MAKE) lock UPGRADE=--upgrade

clean: ## Remove the environment and every cache (never a database)
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist
	find $(CODE) -name __pycache__ -type d -prune -exec rm -rf {} +

# --- use -------------------------------------------------------------------------------------------------------------

.PHONY: demo
demo: install ## The chat with a demo program, at http://127.0.0.1:3978/
	@$(BIN)/partnerbot demo

.PHONY: slack
slack: install ## The same program in a made-up Slack, in this terminal: no account needed
	@$(BIN)/python -m tests.slack.try_it

# --- checks ----------------------------------------------------------------------------------------------------------

.PHONY: test quick verify faults check lint types imports audit site format
test: check quick ## Everything that has to hold: lint, types, import contracts, tests

verify: check ## The same and what takes longer: slow tests, many more examples
	@$(PYTEST) --hypothesis-profile=verify

faults: install-dev ## Break bots, chats and databases at twenty times as many points as the tests do
	@$(PYTEST) tests/faults --seeds 20

check: lint types imports ## What can be said without running it

lint: install-dev ## Style and known mistakes (ruff)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: install-dev ## Types (mypy, strict)
	@$(BIN)/mypy

imports: install-dev ## Who may import whom (import-linter)
	@$(BIN)/lint-imports --no-logo

quick: install-dev ## Tests but the slow ones
	@$(PYTEST) -m "not slow"
	@echo "Left out: what is marked slow and the other kind of database where one stands for both; make verify runs all of it."

audit: install-dev ## Known weaknesses in what is locked (pip-audit); says so when nobody could be asked
	@.ci/audit requirements.txt requirements-dev.txt

site: install-dev ## The documentation as a site, in site/; fails on a link or a place in a page that is not there
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --clean --quiet

format: install-dev ## Lay the code out
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .
