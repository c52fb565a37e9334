# `make demo` and `make test` need Python 3.11 or later and nothing else: they make .venv and fill it.

VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
PACKAGES := pyproject.toml $(wildcard plugins/*/pyproject.toml)
PYTEST_ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help demo test coverage lint format types layers docs wheels check bench clean

help:  ## say what there is
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1	\2/p' $(MAKEFILE_LIST)

demo: $(VENV)/demo.stamp  ## score a province's sheet and show where its points were lost
	@$(BIN)/parengine demo

test: $(VENV)/dev.stamp  ## run the tests, PYTEST_ARGS are passed on
	$(BIN)/python -m pytest $(PYTEST_ARGS)

coverage: $(VENV)/dev.stamp  ## run the tests and ask for 95 % of the branches
	$(BIN)/python -m pytest --cov --cov-report=term-missing $(PYTEST_ARGS)

lint: $(VENV)/dev.stamp  ## look for what the house does not write
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(VENV)/dev.stamp  ## write the code as the house does
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(VENV)/dev.stamp  ## check the types
	$(BIN)/mypy

layers: $(VENV)/dev.stamp  ## check who imports whom
	$(BIN)/lint-imports

docs: $(VENV)/dev.stamp  ## write the page of rule kinds and run the examples of the documentation
	$(BIN)/python docs/rule_kinds.py
	$(BIN)/python -m pytest README.md docs tests/test_docs.py tests/test_rule_kinds_page.py $(PYTEST_ARGS)

wheels: $(VENV)/dev.stamp  ## build the wheels into dist/ and try them away from the checkout
	PYTHON=$(BIN)/python bash .ci/wheels

check: lint types layers coverage  ## everything but the wheels

bench: $(VENV)/dev.stamp  ## measure; the figures belong in bench/README.md
	$(BIN)/python bench

clean:  ## remove what was made
	rm -rf $(VENV) dist build .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage

$(VENV)/demo.stamp: requirements.txt $(PACKAGES) | $(VENV)/bin/python
	$(PIP) install -r requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt requirements.txt $(PACKAGES) | $(VENV)/bin/python
	$(PIP) install -r requirements-dev.txt
	@touch $@ $(VENV)/demo.stamp

$(VENV)/bin/python:
	@bash .ci/venv $(VENV)
