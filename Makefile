# The two commands: `make run` and `make test`. Each sets up .venv first where it is missing or stale.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed
CODE := flows schemas warehouse

.PHONY: help run test lint types unit bench docs corpus train lock clean

help:  ## Say what can be made.
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

# uv where it is already there (seconds), else the pip of the standard library. Both check every hash of
# the lock; --no-deps because the lock is complete, and because pip before 24 refuses extras in it otherwise.
$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "onrecord needs Python 3.11 or newer; name one: make PYTHON=python3.12 …" >&2; exit 1; }
	@rm -rf .venv
	@$(PYTHON) -m venv .venv
	@echo "Setting up .venv from requirements.lock …"
	@if command -v uv >/dev/null; then \
	  uv pip install --quiet --python $(BIN)/python --no-deps --require-hashes -r requirements.lock; \
	  uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .; \
	else \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock; \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .; \
	fi
	@$(BIN)/python -m pip check
	@touch $@

run: $(STAMP)  ## Ingest seeds/, say what was loaded, answer three sample questions in SQL.
	@$(BIN)/onrecord run
	@$(BIN)/onrecord samples

test: lint types unit  ## Everything that CI checks.

lint: $(STAMP)  ## Format and lint.
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .

types: $(STAMP)  ## mypy, strict.
	@$(BIN)/mypy

unit: $(STAMP)  ## All tests.
	@$(BIN)/pytest

bench: $(STAMP)  ## Speed, as ratios within one run. PAGES=folder and HTML=folder measure on your own pages.
	@$(BIN)/python tests/benchmarks/bench.py $(PAGES)
	@$(BIN)/python tests/benchmarks/inputs.py $(HTML)

docs: $(STAMP)  ## Write docs/tables.md anew from the table models.
	@$(BIN)/python -m schemas.docs > docs/tables.md

corpus: $(STAMP)  ## Check the annotated pages, and say what they hold.
	@$(BIN)/python -m training.corpus.check
	@$(BIN)/python -m training.corpus.report

# What training needs goes into an environment of its own; nothing that runs depends on it.
TRAINED ?= .venv-train/reader
train:  ## Train the reader from corpus/ into TRAINED (two hours on 2 cores).
	@test -d .venv-train || $(PYTHON) -m venv .venv-train
	@.venv-train/bin/python -m pip install --quiet --disable-pip-version-check -e '.[train]'
	@.venv-train/bin/python -m training.reader.train --out $(TRAINED)

lock:  ## Resolve requirements.lock anew (needs uv).
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header -o requirements.lock

clean:  ## Remove what was built; the warehouse stays.
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis
