# Everything that is done with a checkout. On a fresh machine it needs python3 (3.11 or later, with venv) and make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
DJANGO := HAMSAYA_HOME=$(CURDIR)/.cache/no-home DJANGO_SETTINGS_MODULE=hamsaya.settings PYTHONPATH=src $(BIN)/python -m django
OUT ?= dist
FUZZ_SECONDS ?= 60

.PHONY: help demo test coverage check bench score dist lock fuzz reference venv clean

help:
	@echo "make demo [FRESH=1]  two nodes on this machine"
	@echo "make test            all tests (HAMSAYA_DATABASE=postgresql://... for PostgreSQL)"
	@echo "make coverage        the pure core, to its last branch"
	@echo "make check           style, types, layers, migrations, words, reference"
	@echo "make bench           figures, each beside its peer"
	@echo "make score           how well reports are read, by figures"
	@echo "make fuzz            the parsers against random bytes, FUZZ_SECONDS each"
	@echo "make dist            the wheel, in $(OUT)/"
	@echo "make lock            pin the dependencies anew"
	@echo "make reference       write the generated reference anew"

# --- The environment: the second stamp holds the first. The files name every package, so none is looked for.

venv: $(VENV)/.dev

$(VENV)/pyvenv.cfg:
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Python 3.11 or later is needed: make PYTHON=python3.12')"
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements/run.txt requirements/build.txt setup.py | $(VENV)/pyvenv.cfg
	$(PIP) install --no-deps --require-hashes -r requirements/run.txt
	$(PIP) install --no-deps --require-hashes -r requirements/build.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.run
	$(PIP) install --no-deps --require-hashes -r requirements/dev.txt
	touch $@

# --- What people run

demo: $(VENV)/.run
	@$(BIN)/hamsaya demo $(if $(FRESH),--fresh)

test: $(VENV)/.dev
	$(BIN)/python -m pytest -n auto --dist loadgroup $(ARGS)

# The parsers under random bytes take most of the time and reach nothing that the other tests do not.
coverage: $(VENV)/.dev
	$(BIN)/coverage run -m pytest -p no:cacheprovider --ignore tests/core/test_fuzz.py \
	  tests/core tests/records tests/contract/test_says.py $(ARGS)
	$(BIN)/coverage report

check: $(VENV)/.dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --config pyproject.toml
	$(DJANGO) makemigrations --check --dry-run
	$(BIN)/python tools/check_words.py
	PYTHONPATH=src $(BIN)/python tools/build_reference.py --check

bench: $(VENV)/.dev
	PYTHONPATH=src $(BIN)/python -m bench $(ARGS)

score: $(VENV)/.dev
	PYTHONPATH=src $(BIN)/python tools/score.py $(ARGS)

fuzz: $(VENV)/.dev
	-$(PIP) install --only-binary :all: --require-hashes -r requirements/fuzz.txt
	PYTHONPATH=src $(BIN)/python -m fuzz --seconds $(FUZZ_SECONDS) $(ARGS)

dist: $(VENV)/.dev
	$(BIN)/python -m build --wheel --no-isolation --outdir $(OUT)

reference: $(VENV)/.dev
	PYTHONPATH=src $(BIN)/python tools/build_reference.py

# The versions only: where they come from is each machine's own matter.
lock: $(VENV)/.dev
	for each in build run dev fuzz peer; do \
	  $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
	    --output-file requirements/$$each.txt requirements/$$each.in || exit 1; \
	done

clean:
	rm -rf build $(OUT) src/*.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
