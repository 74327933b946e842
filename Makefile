# Two commands do everything on a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo test lint format templates docs locale fuzz bench clean

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,fonts]'
	touch $(STAMP)

## Set up, ingest the samples, show a table and a difference.
demo: $(STAMP)
	rm -rf .demo
	$(BIN)/kbbt ingest samples --store .demo
	$(BIN)/kbbt report --date 115-02-09 --group 產業民生組 --store .demo
	$(BIN)/kbbt diff 113-07-11 115-02-09 --group 產業民生組 --store .demo

## Everything a change must pass.
test: lint
	$(BIN)/python -m pytest -n auto -r s

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(STAMP)
	$(BIN)/ruff check --fix --quiet .
	$(BIN)/ruff format --quiet .

## Write what is generated: office templates, docs made from the code, README sessions, compiled messages.
templates: $(STAMP)
	$(BIN)/python tools/make_templates.py

docs: $(STAMP) locale
	$(BIN)/python tools/make_docs.py
	$(BIN)/python tools/sessions.py README.md README.zh-TW.md docs/parsers.md
	$(BIN)/python tools/make_pictures.py

locale: $(STAMP)
	$(BIN)/python tools/make_locale.py

fuzz: $(STAMP)
	$(BIN)/python tools/fuzz.py $(FUZZ)

bench: $(STAMP)
	$(BIN)/python benchmarks/reading.py

clean:
	rm -rf $(VENV) .demo dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
