# What a person types. `make run` needs python3 (3.11 or newer) and make; everything else it fetches itself.

PYTHON ?= python3
export PATH := $(CURDIR)/.venv/bin:$(CURDIR)/.build/uv/bin:$(PATH)
export PYTHONPATH := $(CURDIR)/src:$(CURDIR)

.DEFAULT_GOAL := help
.PHONY: help run doctor test test-unit lint format types contracts web docs model env env-run lock wheel pictures reference clean

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

run: env-run model web docs ## everything on this machine, with the demo; Ctrl-C stops it
	@exec ascertain run --demo

doctor: env-run ## what is configured, reachable and missing
	@ascertain doctor

test: env model web docs lint types contracts ## every check and every test
	$(PYTHON_ENV) tools/web.py check
	pytest

test-unit: env ## the quick tests
	pytest tests/unit

lint: env ## ruff
	ruff format --check .
	ruff check .

format: env ## ruff and Prettier, fixing what they can
	ruff format .
	ruff check --fix .
	$(PYTHON_ENV) tools/web.py format

types: env ## mypy, strict
	mypy src

contracts: env ## which room may import which
	lint-imports --config .importlinter

PYTHON_ENV := .venv/bin/python

env:
	@$(PYTHON) tools/environment.py dev

env-run:
	@$(PYTHON) tools/environment.py run

web: env-run ## the web app, into src/ascertain/web
	@$(PYTHON_ENV) tools/web.py build

docs: env-run ## the documentation site, strictly, into src/ascertain/docs
	@$(PYTHON_ENV) tools/docs.py build

model: env-run ## the embedding model, into src/ascertain/models
	@$(PYTHON_ENV) tools/embedding_model.py

lock: env-run ## pin what pyproject.toml asks for, with hashes
	tools/lock.sh

wheel: env model web docs ## dist/*.whl, web app and embedding model inside, and the lock to install it with
	uv build --wheel --out-dir dist
	cp requirements.lock dist/

pictures: env model web ## the pictures of the README, from a demo of their own; needs chromium
	$(PYTHON_ENV) -m tools.pictures

reference: env ## the drawn pages of docs/reference
	$(PYTHON_ENV) -m tools.settings_reference
	$(PYTHON_ENV) -m tools.errors_reference
	$(PYTHON_ENV) -m tools.ownership_cases
	$(PYTHON_ENV) -m tools.benchmark_pages

clean: ## what was built here; data in .ascertain stays
	rm -rf dist build .build .mypy_cache .ruff_cache .hypothesis src/ascertain/web src/ascertain/docs src/ascertain/models frontend/node_modules
