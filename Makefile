# Two commands do everything: `make run` and `make test`. `make help` lists the rest.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help run test lint format assets bench soak screenshots wheel lock clean python system-packages browser

PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$python" && break; done)
UV := .venv/bin/uv
INSTALL := $(UV) pip install --quiet --python .venv --require-hashes
FRONT_END := maturity/web/static/built/manifest.json
READY := .venv/.runtime $(FRONT_END)
READY_TO_TEST := $(READY) .venv/.development browser

help: ## List what make can do
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(READY) ## Start the product with a worked example on http://127.0.0.1:8000
	@.venv/bin/maturity demo $(if $(PORT),--port $(PORT))

test: lint $(READY_TO_TEST) ## Check the code and run every test, the browser's included
	@.venv/bin/python -m pytest --numprocesses auto --maxprocesses 8 --dist loadfile --no-loadscope-reorder

lint: $(READY) .venv/.development ## Check style, types, templates, dependencies and import directions
	@.venv/bin/ruff check --quiet
	@.venv/bin/ruff format --check --quiet
	@.venv/bin/mypy --no-error-summary
	@.venv/bin/lint-imports --no-logo > .venv/lint-imports.log || { cat .venv/lint-imports.log; exit 1; }
	@.venv/bin/deptry maturity > .venv/deptry.log 2>&1 || { cat .venv/deptry.log; exit 1; }
	@.venv/bin/djlint --lint --quiet templates
	@echo "Style, types, import directions, dependencies and templates are as they should be"

format: .venv/.development ## Lay the code out as the checks want it
	@.venv/bin/ruff check --fix --quiet
	@.venv/bin/ruff format --quiet

bench: $(READY) .venv/.development ## Measure speed and memory (docs/performance.md tells how to read it)
	@.venv/bin/python -m tests.benchmarks

KILLS ?= 1000
MINUTES ?= 120
soak: $(READY) .venv/.development ## Kill the server 1,000 times and work for two hours (KILLS=60 MINUTES=5 for less)
	@.venv/bin/python -m tests.promises.soak --kills $(KILLS) --minutes $(MINUTES)

screenshots: $(READY_TO_TEST) ## Take pictures of every page and of the report, into screenshots/
	@.venv/bin/python setup/pdf_pictures.py
	@PYTHONPATH=setup .venv/bin/python -m tests.screenshots

assets: $(FRONT_END) ## Build the style sheet, script and fonts, if they have changed

wheel: .venv/.bootstrap $(FRONT_END) ## Build the installable package, into dist/
	@$(UV) build --quiet --wheel --python .venv --no-build-isolation --out-dir dist
	@ls dist

lock: .venv/.bootstrap ## Resolve the dependencies anew, into requirements/ and package-lock.json
	@setup/lock "$(UV)"

clean: ## Remove what make made; the data in instance/ stays
	@rm -rf .venv .tools node_modules maturity/web/static/built dist build screenshots test-results
	@rm -rf .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

python:
	@test -n "$(PYTHON)" || { echo "Please install Python 3.11 or newer." >&2; exit 1; }

system-packages: python
	@$(PYTHON) setup/system_packages.py

browser: .venv/.development
	@.venv/bin/python setup/browser.py

.venv/.bootstrap: requirements/bootstrap.txt | system-packages
	@echo "Making the Python environment in .venv"
	@$(PYTHON) -m venv .venv
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bootstrap.txt
	@touch $@

.venv/.runtime: requirements/runtime.txt pyproject.toml .venv/.bootstrap
	@echo "Installing the locked packages"
	@$(INSTALL) -r requirements/runtime.txt
	@$(UV) pip install --quiet --python .venv --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.development: requirements/development.txt .venv/.runtime
	@echo "Installing the locked packages for tests and checks"
	@$(INSTALL) -r requirements/development.txt
	@touch $@

$(FRONT_END): package-lock.json setup/front_end.py $(shell find maturity/web/design_system/styles maturity/web/design_system/icons -type f) | .venv/.bootstrap
	@echo "Building the style sheet, scripts and fonts"
	@.venv/bin/python setup/front_end.py --has-node || $(INSTALL) --target .tools/node -r requirements/node.txt
	@.venv/bin/python setup/front_end.py
