# Needs Python 3.11 or later and make; everything else is installed into .venv: what reports need by
# the first `make reports`, the rest (tests, JupyterLab, the cluster) by the first target that asks.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
HELPERS := $(BIN)/python -m helpers
DOCUMENTS ?= ../shared/sources

# Without bytecode, each of the many processes would compile pandas and the others again, for seconds.
unexport PYTHONDONTWRITEBYTECODE

# Options count only if given on the command line: the environment may define LANGUAGE.
ifeq ($(origin CITY),command line)
  OPTIONS += --city $(CITY)
endif
ifeq ($(origin PROVINCE),command line)
  OPTIONS += --province $(PROVINCE)
endif
ifeq ($(origin DATA),command line)
  OWN := $(foreach folder,$(DATA),--data $(folder))
  empty :=
  LAID := CITY_FIGURES_DATA=$(subst $(empty) $(empty),:,$(strip $(DATA)))
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
  REPORTS_READY := .venv/ready
endif
REPORTS_READY ?= .venv/reports-ready
ifeq ($(origin CELL_TIMEOUT),command line)
  LIMIT = --cell-timeout $(CELL_TIMEOUT)
endif

ifneq ($(origin PYTHON),file)
  ifneq ($(wildcard $(BIN)/python),)
    VERSION := -c 'import platform; print(platform.python_version())'
    ifneq ($(shell $(PYTHON) $(VERSION)),$(shell $(BIN)/python $(VERSION)))
      $(error .venv holds Python $(shell $(BIN)/python $(VERSION)), $(PYTHON) is another; remove .venv first)
    endif
  endif
endif

.PHONY: help reports check test static quick-tests all-tests lab dashboard check-data intake verify bench mutants samples notebooks dictionary lock clean
help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

reports: $(REPORTS_READY) ## Make the reports; options: PROVINCE=henan or CITY=luohe,puyang LANGUAGE=zh AS_OF=2022-12-31 DATA=folder
	@$(HELPERS) reports $(OWN) $(OPTIONS) $(LIMIT)

check: .venv/ready ## Check style, types, floors and the quick tests: under a minute
	@$(MAKE) --no-print-directory --jobs 2 static quick-tests

test: .venv/ready ## Check style, types, behaviour, and the numbers in every notebook
	@$(MAKE) --no-print-directory --jobs 2 static all-tests

static:
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports
	$(BIN)/mypy

quick-tests: .venv/compiled
	$(BIN)/pytest -m 'not slow' --hypothesis-profile quick --numprocesses 2 --durations 10 --quiet

all-tests: .venv/compiled
	JUPYTER_DEFAULT_PROVISIONER_NAME=forked $(BIN)/pytest tests notebooks --nbval \
	  --nbval-sanitize-with tests/notebooks/sanitize.cfg --numprocesses auto --durations 10

lab: .venv/ready ## Open the exploring notebook in JupyterLab
	$(LAID) JUPYTER_CONFIG_PATH=src/helpers/explore/lab $(BIN)/jupyter lab notebooks/00-explore.ipynb --ServerApp.root_dir=.

dashboard: .venv/ready ## Open the exploring notebook as a web page without code
	$(LAID) JUPYTER_PATH=src/helpers/explore/dashboard JUPYTER_CONFIG_PATH=src/helpers/explore/dashboard \
	  $(BIN)/voila notebooks/00-explore.ipynb

check-data: .venv/reports-ready ## Check the data and audit the figures: CITY=luohe or ALL=1 lists the findings; DATA=folder
	@$(HELPERS) check-data $(OWN) $(OPTIONS)

verify: .venv/reports-ready ## Compare every row with its source document: DOCUMENTS=folder
	@$(HELPERS) verify $(OWN) --documents $(DOCUMENTS)

bench: .venv/ready ## Measure speed and intake; writes reports/bench and docs/measurements
	@PYTHONPATH=tests $(BIN)/python -m bench $(DOCUMENTS)

mutants: .venv/ready ## Plant small errors in the code and count those that the tests notice
	@PYTHONPATH=tests $(BIN)/python -m planted_mutants

intake: .venv/ready ## Propose rows from a document: DOCUMENT=file; DATA=folder
	@$(HELPERS) intake $(OWN) $(DOCUMENT)

samples: .venv/ready ## Make anew the reports of docs/samples and the picture of the READMEs
	@PYTHONPATH=tests $(BIN)/python -m samples

notebooks: .venv/ready ## Make anew what is generated and committed, after data or code changed: also after a merge
	@$(HELPERS) clean $(OWN)
	@$(HELPERS) notebooks $(OWN) $(LIMIT)

dictionary: .venv/reports-ready ## Write docs/data-dictionary from the descriptors
	@$(HELPERS) dictionary

lock: ## Update the lock files (needs uv)
	$(COMPILE) --upgrade pyproject.toml --extra cluster --extra lab --extra mutants --extra test --group build --output-file requirements-dev.lock
	$(COMPILE) --constraint requirements-dev.lock pyproject.toml --group build $(UNUSED) --output-file requirements.lock
	$(COMPILE) --upgrade --group install --output-file requirements-uv.lock
# A debugger and the completion of typed code: 50 MB that a kernel does without where nobody types.
UNUSED := $(foreach package,debugpy jedi parso,--no-emit-package $(package))
COMPILE := uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-annotate --no-header --quiet

clean: ## Remove generated files and .venv
	rm -rf .venv .cache mutants reports/*.pdf reports/*.html .pytest_cache .mypy_cache .ruff_cache .hypothesis

# uv is pinned and hashed as well; the mirror that pip is set up for, if any, serves it too. Where
# there is no uv for the platform, or it fails, pip installs the same lock file.
# What stays in .venv is what the lock file names (--no-deps: it names all that is needed); pip and
# setuptools came with the interpreter. Nobody needs the grammar of URIs that jsonschema builds at
# each start, for half a second, where it is installed.
define install
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or later is needed: make PYTHON=/path/to/python3.11 …"; exit 2; }
	@echo "Installing $(1) into .venv (once)"
	@$(PYTHON) -m venv .venv
	@{ $(PIP) install --no-compile --require-hashes -r requirements-uv.lock && \
	  export UV_DEFAULT_INDEX="$${UV_DEFAULT_INDEX:-$${PIP_INDEX_URL:-$$($(PIP) config get global.index-url 2>/dev/null)}}" && \
	  $(UV) --no-deps --require-hashes -r $(1) && $(UV) --offline $(CHECKOUT); } || \
	{ echo "uv did not serve; installing with pip"; \
	  $(PIP) install --no-compile --no-deps --require-hashes -r $(1) && $(PIP) install --no-compile $(CHECKOUT); }
	@$(PIP) --quiet uninstall --yes rfc3987-syntax uv setuptools pip
endef
UV := $(BIN)/uv pip install --quiet --python $(BIN)/python
CHECKOUT := --no-deps --no-build-isolation --editable .

.venv/reports-ready: requirements.lock requirements-uv.lock pyproject.toml
	$(call install,requirements.lock)
	@touch $@

# Otherwise each process of the first run of tests would compile all that it imports.
.venv/compiled: .venv/ready
	@$(BIN)/pytest --collect-only --quiet --numprocesses 0 >/dev/null; touch $@

.venv/ready: requirements-dev.lock requirements-uv.lock pyproject.toml
	$(call install,requirements-dev.lock)
	@touch .venv/reports-ready $@
