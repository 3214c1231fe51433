# Two commands do everything: `make run` and `make test`. `make help` lists the rest.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help run test

PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
UV := .venv/bin/uv

help: ## List what make can do
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.venv/.bootstrap: requirements/bootstrap.txt
	@echo "Making the Python environment in .venv"
	@$(PYTHON) -m venv .venv
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bootstrap.txt
	@touch $@

.venv/.runtime: .venv/.bootstrap requirements/runtime.txt pyproject.toml
	@echo "Installing the locked packages"
	@$(UV) pip install --quiet --python .venv --require-hashes -r requirements/runtime.txt
	@$(UV) pip install --quiet --python .venv --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.development: .venv/.runtime requirements/development.txt
	@echo "Installing the locked packages for tests and checks"
	@$(UV) pip install --quiet --python .venv --require-hashes -r requirements/development.txt
	@touch $@
