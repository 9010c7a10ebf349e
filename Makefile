# What a person types. `make serve` and `make test` need Python 3.11 or newer and nothing else.
.PHONY: help serve test starter bench goldens
.DEFAULT_GOAL := help

# the first Python that is new enough; name another with make PYTHON=…
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
  $$p -c '$(NEW_ENOUGH)' >/dev/null 2>&1 && echo $$p && break; done)
PIP := 26.3
BIN := .venv/bin
# what an installation depends on
INPUTS := pyproject.toml hatch_build.py api/web/package-lock.json

help:
	@echo 'make serve            the service on 127.0.0.1:8000 with a Neo4j of its own; Ctrl-C ends it'
	@echo 'make test             linters, types, layers, then all tests'
	@echo 'make starter DATA=…   makes kb/data/starter again from the folder of source files'
	@echo 'make bench            the benchmarks; each prints ratios'
	@echo 'make goldens          schemas and tables that follow from the declarations'

serve: .venv/serve.stamp
	@exec $(BIN)/kb serve

test: .venv/test.stamp
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@exec $(BIN)/python -m pytest

starter: .venv/serve.stamp
	@test -d '$(DATA)' || { echo 'Name the folder of source files: make starter DATA=…' >&2; exit 2; }
	@exec $(BIN)/python -m kb.load.starter '$(DATA)' kb/data/starter

bench: .venv/test.stamp
	@for file in bench/bench_*.py; do echo "== $$file" && $(BIN)/python "$$file" || exit 1; done

.venv/serve.stamp: $(INPUTS)
	@test -n '$(PYTHON)' && $(PYTHON) -c '$(NEW_ENOUGH)' || \
	  { echo 'Python 3.11 or newer is needed. Install it, or name one: make PYTHON=/path/to/python3 …' >&2; exit 2; }
	@echo 'Making .venv and installing (once) …'
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -q --disable-pip-version-check pip==$(PIP)
	@$(BIN)/python -m pip install -q --disable-pip-version-check -e .
	@touch $@

.venv/test.stamp: .venv/serve.stamp
	@$(BIN)/python -m pip install -q --disable-pip-version-check --group dev
	@touch $@

# what follows from the declarations
goldens: .venv/test.stamp
	@$(BIN)/python -m pytest -q tests/static/test_schema.py -k breaking
	@$(BIN)/kb schema cypher > cypher/schema.cypher
	@$(BIN)/kb schema graphql > api/schema.graphql
	@$(BIN)/python -m kb.documents README.md
