# Needs Python 3.11 or later and make; everything else comes with pip into .venv.
PYTHON ?= python3
BIN := .venv/bin
HELPERS := $(BIN)/python -m helpers
DOCUMENTS ?= ../shared/sources

# Options count only if given on the command line: the environment may define LANGUAGE.
ifeq ($(origin CITY),command line)
  OPTIONS += --city $(CITY)
endif
ifeq ($(origin LANGUAGE),command line)
  OPTIONS += --language $(LANGUAGE)
endif
ifeq ($(origin AS_OF),command line)
  OPTIONS += --as-of $(AS_OF)
endif
ifeq ($(origin JOBS),command line)
  OPTIONS += --jobs $(JOBS)
endif
ifeq ($(origin ALL),command line)
  OPTIONS += --all
endif
ifeq ($(origin SCHEDULER),command line)
  OPTIONS += --scheduler $(SCHEDULER)
endif
ifeq ($(origin CELL_TIMEOUT),command line)
  LIMIT = --cell-timeout $(CELL_TIMEOUT)
endif

.PHONY: help reports check test lab dashboard check-data verify bench notebooks dictionary lock clean
help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

reports: .venv/ready ## Make the reports; options: CITY=luohe LANGUAGE=zh AS_OF=2022-12-31 CELL_TIMEOUT=600
	@$(HELPERS) reports $(OPTIONS) $(LIMIT)

check: .venv/ready ## Check style, types and units: under a minute
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/pytest --numprocesses auto --quiet tests/data tests/audit tests/analysis tests/words

test: .venv/ready ## Check style, types, behaviour, and the numbers in every notebook
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/pytest --numprocesses auto --dist loadscope --durations 10
	JUPYTER_DEFAULT_PROVISIONER_NAME=forked $(BIN)/pytest notebooks --nbval \
	  --nbval-sanitize-with tests/notebooks/sanitize.cfg --numprocesses auto --dist loadscope --quiet

lab: .venv/ready ## Open the exploring notebook in JupyterLab
	JUPYTER_CONFIG_PATH=src/helpers/explore/lab $(BIN)/jupyter lab notebooks/00-explore.ipynb --ServerApp.root_dir=.

dashboard: .venv/ready ## Open the exploring notebook as a web page without code
	JUPYTER_PATH=src/helpers/explore/dashboard JUPYTER_CONFIG_PATH=src/helpers/explore/dashboard \
	  $(BIN)/voila notebooks/00-explore.ipynb

check-data: .venv/ready ## Check data/raw and audit the figures: CITY=luohe or ALL=1 lists the findings
	@$(HELPERS) check-data $(OPTIONS)

verify: .venv/ready ## Compare every row with its source document: DOCUMENTS=folder
	@$(HELPERS) verify --documents $(DOCUMENTS)

bench: .venv/ready ## Measure speed and intake; writes reports/bench and docs/measurements
	@PYTHONPATH=tests $(BIN)/python -m bench $(DOCUMENTS)

notebooks: .venv/ready ## Execute the committed notebooks, after data or code changed
	@$(HELPERS) clean
	@$(HELPERS) notebooks $(LIMIT)

dictionary: .venv/ready ## Write docs/data-dictionary from the descriptors
	@$(HELPERS) dictionary

lock: ## Update requirements.lock (needs uv)
	uv pip compile pyproject.toml --extra cluster --extra lab --extra test --group build --universal --upgrade \
	  --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header \
	  --output-file requirements.lock

clean: ## Remove generated files and .venv
	rm -rf .venv .cache reports/*.pdf reports/*.html .pytest_cache .mypy_cache .ruff_cache .hypothesis

.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or later is needed: make PYTHON=/path/to/python3.11 …"; exit 2; }
	@echo "Installing into .venv (once; a minute or so)"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@# The interpreter brought these two; what stays is what requirements.lock names.
	@$(BIN)/python -m pip uninstall --quiet --yes --disable-pip-version-check setuptools pip
	@touch $@
