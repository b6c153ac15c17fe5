# Two commands set everything up on a machine with Python 3.11 or newer, make and a package index:
#   make dataset   builds the dataset from the bundled captures
#   make test      checks everything
# `make help` lists the rest. PYTHON=python3.12 chooses the interpreter; HRD_AWARDS_HOME says where data go (default ./data).

PYTHON ?= $(shell for name in python3 python3.11 python3.12 python3.13 python3.14; do \
	$$name -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
HRD_AWARDS_HOME ?= data
export HRD_AWARDS_HOME
BIN := .venv/bin
PIP = $(BIN)/python -m pip --disable-pip-version-check install --quiet --no-input
PORT ?= 3000

.PHONY: dataset test lint format ui sqlpage bench drill lock generated install clean help

dataset: .venv/project.stamp  ## Build the dataset from the bundled captures and say what it holds and where it is
	@$(BIN)/hrd-awards build

test: .venv/development.stamp .venv/project.stamp lint  ## Lint, types and tests
	$(BIN)/pytest -n 2

lint: .venv/development.stamp .venv/project.stamp  ## Lint, format and types, without changing a file
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: .venv/development.stamp  ## Let ruff put the code in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

ui: .venv/project.stamp  ## Open the Dagster UI (webserver and daemon) on http://127.0.0.1:$(PORT)
	@mkdir -p $(HRD_AWARDS_HOME)/dagster
	@test -e $(HRD_AWARDS_HOME)/dagster/dagster.yaml || cp deploy/dagster.yaml $(HRD_AWARDS_HOME)/dagster/
	DAGSTER_HOME=$(abspath $(HRD_AWARDS_HOME))/dagster HRD_AWARDS_HOME=$(abspath $(HRD_AWARDS_HOME)) \
		$(BIN)/dagster dev -w workspace.yaml -h 127.0.0.1 -p $(PORT)

sqlpage: .venv/project.stamp  ## Fetch DuckDB-Wasm with npm (35 MB), so that the next build puts it into the site
	npm install --prefix build/sqlpage --no-save --ignore-scripts --no-audit --no-fund @duckdb/duckdb-wasm@1.32.0
	$(BIN)/python -c 'from warehouse.site.database import check; check()'

bench: .venv/development.stamp .venv/project.stamp  ## Measure speed; results are printed, nothing is asserted
	$(BIN)/python -m benchmarks

drill: .venv/development.stamp .venv/project.stamp  ## Break a running webserver and daemon in every way listed in docs/operations.md
	$(BIN)/python deploy/drill.py

generated: .venv/development.stamp .venv/project.stamp  ## Build, and rewrite what is made from code and data: schemas, codebook, findings, figures, answers
	$(BIN)/hrd-awards build --plain
	$(BIN)/python -m schemas
	$(BIN)/python -m warehouse.coding.codebook
	$(BIN)/python -m warehouse.reliability
	$(BIN)/python -m warehouse.identity.measure
	$(BIN)/python -m warehouse.cookbook
	$(BIN)/python -m pipelines.documents
	$(BIN)/python -m warehouse.site.generated

lock: pyproject.toml  ## Resolve the dependencies anew and write the lock files
	$(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip --disable-pip-version-check install --quiet uv
	build/lock/bin/uv pip compile pyproject.toml --extra ui --group install $(LOCK_OPTIONS) --output-file requirements.lock
	build/lock/bin/uv pip compile pyproject.toml --extra ui --extra cluster --group install --group dev $(LOCK_OPTIONS) \
		--constraints requirements.lock --output-file requirements-dev.lock
	build/lock/bin/uv pip compile pyproject.toml --extra ui --extra production --extra cluster --group install $(LOCK_OPTIONS) \
		--constraints requirements.lock --output-file deploy/requirements.lock

# One lock for every Python from 3.11 and every platform; no address of an index in it.
LOCK_OPTIONS := --quiet --upgrade --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
	--no-strip-extras --no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command "make lock"

install: .venv/project.stamp  ## Only create .venv with the program in it

clean:  ## Remove .venv and caches; data stay
	rm -rf .venv build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

help:  ## List the commands
	@grep -hE '^[a-z]+:.*  ## ' $(MAKEFILE_LIST) | sed -E 's/:.*  ## /\t/' | expand -t 12

.venv/bin/python:
	@if [ -z "$(PYTHON)" ]; then \
		echo "No Python 3.11 or newer with venv was found: install one (Debian: apt install python3-venv), or say PYTHON=/path/to/python" >&2; \
		exit 1; fi
	@echo "Setting up .venv with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv .venv

.venv/runtime.stamp: requirements.lock | .venv/bin/python
	@echo "Installing the libraries of requirements.lock"
	@$(PIP) --no-deps --require-hashes --requirement requirements.lock
	@touch $@

.venv/development.stamp: requirements-dev.lock | .venv/bin/python
	@echo "Installing the libraries of requirements-dev.lock"
	@$(PIP) --no-deps --require-hashes --requirement requirements-dev.lock
	@touch .venv/runtime.stamp $@

.venv/project.stamp: pyproject.toml .venv/runtime.stamp
	@$(PIP) --no-deps --no-build-isolation --editable .
	@# Where PYTHONDONTWRITEBYTECODE is set, every process would compile the program anew.
	@$(BIN)/python -m compileall -q pipelines scrapers schemas warehouse
	@touch $@
