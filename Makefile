# `make demo` and `make test` need Python 3.11 or later and nothing else: they make .venv and fill it.

VENV ?= .venv
BIN := $(VENV)/bin
# What timings are compared with wants its own versions of much.
RIVALS ?= .venv-bench
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
PACKAGES := pyproject.toml $(wildcard plugins/*/pyproject.toml)
LOCALE := src/parengine/locale
# On all cores; the examples of one page follow each other, so a file stays in one process.
SPREAD := -n auto --dist loadfile
PYTEST_ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help demo test coverage lint format types layers docs catalogues wheels check bench clean

help:  ## say what there is
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1	\2/p' $(MAKEFILE_LIST)

demo: $(VENV)/demo.stamp  ## score a province's sheet and show where its points were lost
	@$(BIN)/parengine demo

test: $(VENV)/dev.stamp  ## run the tests, PYTEST_ARGS are passed on
	$(BIN)/python -m pytest $(SPREAD) $(PYTEST_ARGS)

coverage: $(VENV)/dev.stamp  ## run the tests and ask for 95 % of the branches
	$(BIN)/python -m pytest $(SPREAD) --cov --cov-report=term-missing $(PYTEST_ARGS)

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

docs: $(VENV)/dev.stamp  ## write the pages that are made from the code and run the examples of the documentation
	$(BIN)/python docs/rule_kinds.py
	$(BIN)/python docs/rule_shapes.py
	$(BIN)/python docs/national_rules.py
	$(BIN)/python docs/laws.py
	$(BIN)/python docs/prove_your_set.py
	$(BIN)/python -m pytest README.md README.vi.md docs tests/test_docs.py tests/test_rule_kinds_page.py tests/test_national_rules_page.py tests/testing/test_testing_page.py tests/testing/test_tutorial.py tests/shapes $(PYTEST_ARGS)

catalogues: $(VENV)/dev.stamp  ## find the sentences of the sources, update the Vietnamese catalogue and compile it
	@mkdir -p build
	$(BIN)/pybabel -q extract --ignore-dirs=__pycache__ --no-default-keywords -k say -k say_counted:1,2 --no-location --sort-output \
		--project=parengine --copyright-holder= -o build/parengine.pot src/parengine
	$(BIN)/pybabel -q update -i build/parengine.pot -d $(LOCALE) -D parengine -l vi \
		--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --width=120
	$(BIN)/pybabel compile -d $(LOCALE) -D parengine -l vi --statistics

wheels: $(VENV)/dev.stamp  ## build the wheels into dist/ and try them away from the checkout
	PYTHON=$(BIN)/python bash .ci/wheels

check: lint types layers coverage  ## everything but the wheels

bench: $(RIVALS)/bench.stamp  ## measure, beside other engines too; the figures belong in bench/README.md
	$(RIVALS)/bin/python bench
	$(RIVALS)/bin/python bench tables

clean:  ## remove what was made
	rm -rf $(VENV) $(RIVALS) dist build .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage

$(VENV)/demo.stamp: requirements.txt $(PACKAGES) | $(VENV)/bin/python
	$(PIP) install -r requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt requirements.txt $(PACKAGES) | $(VENV)/bin/python
	$(PIP) install -r requirements-dev.txt
	@touch $@ $(VENV)/demo.stamp

$(RIVALS)/bench.stamp: bench/requirements.txt $(PACKAGES) | $(RIVALS)/bin/python
	$(RIVALS)/bin/python -m pip --disable-pip-version-check --quiet install -r bench/requirements.txt
	@touch $@

$(VENV)/bin/python:
	@bash .ci/venv $(VENV)

$(RIVALS)/bin/python:
	@bash .ci/venv $(RIVALS)
