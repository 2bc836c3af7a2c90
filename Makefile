# Two commands on a bare machine that has Python 3.11+ and make: `make demo` and `make test`.
# Both set up .venv (with uv when it is there, else pip) and work twice in a row.

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { command -v $$p; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
FILES := cleaner tests benchmarks docs

.PHONY: help demo test lint types imports rules suite suite-python fuzz wheel clean

help:
	@echo "make demo    set up $(VENV), clean fixtures/news/ and show what changed"
	@echo "make test    set up $(VENV) and run everything that CI runs"
	@echo "make fuzz    the property tests with thousands of fresh examples"
	@echo "make clean   remove what these made"

demo: $(VENV)/.installed
	@echo "==> Cleaning fixtures/news/ into demo/"
	@$(BIN)/cleaner clean fixtures/news -o demo --diff --report demo/report/edits.jsonl --report demo/report/changes.diff $(if $(NO_COLOR),,--color always)
	@echo "==> Clean text is in demo/, the edit log in demo/report/edits.jsonl, the diff in demo/report/changes.diff"

test: lint types imports rules suite suite-python wheel

lint: $(VENV)/.developed
	@echo "==> ruff: style and form"
	@$(BIN)/ruff check $(FILES)
	@$(BIN)/ruff format --check $(FILES)

types: $(VENV)/.developed
	@echo "==> mypy: types"
	@$(BIN)/mypy

imports: $(VENV)/.developed
	@echo "==> import-linter: imports run one way"
	@$(BIN)/lint-imports

rules: $(VENV)/.developed
	@echo "==> cleaner: every example and near-miss, and whether the near-misses are near enough"
	@$(BIN)/cleaner rules test > /dev/null
	@$(BIN)/cleaner rules test --mutate | tail -n 1

suite: $(VENV)/.developed
	@echo "==> pytest: the suite, native scanner"
	@$(BIN)/pytest -n auto

suite-python: $(VENV)/.developed
	@echo "==> pytest: the suite, pure-Python scanner"
	@CLEANER_SCANNER=python $(BIN)/pytest -n auto

fuzz: $(VENV)/.developed
	@echo "==> pytest: the property tests with thousands of fresh examples"
	@HYPOTHESIS_PROFILE=fuzz $(BIN)/pytest -n auto tests/test_laws.py tests/test_soundness.py tests/test_composition.py tests/test_scanner.py tests/test_diff.py

wheel: $(VENV)/.developed
	@echo "==> pytest: the suite against the built wheel, the cleaner/ folder out of the way"
	@PYTHON="$(BIN)/python" UV="$(UV)" sh tests/wheel.sh

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; none was found on PATH"; exit 1; }
	@echo "==> Setting up $(VENV) with $(if $(UV),uv,pip) and $(PYTHON)"
	@$(if $(UV),$(UV) venv --quiet --allow-existing --python $(PYTHON) $(VENV),$(PYTHON) -m venv $(VENV))

$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	@echo "==> Installing cleaner"
	@$(if $(UV),$(UV) pip install --quiet --python $(BIN)/python -e .,$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .)
	@touch $@

$(VENV)/.developed: pyproject.toml | $(VENV)/bin/python
	@echo "==> Installing cleaner and what its checks need"
	@$(if $(UV),$(UV) pip install --quiet --python $(BIN)/python -e '.[dev]',$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]')
	@touch $@ $(VENV)/.installed

clean:
	rm -rf $(VENV) demo build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
