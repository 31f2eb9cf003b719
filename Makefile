# Needs python3 (3.11 to 3.14) and make. The rest is fetched: Python and npm packages by lock, Debian packages where root or a
# sudo without password allows it; otherwise the line to type is printed.

PYTHON ?= python3
export PATH := $(CURDIR)/.venv/bin:$(CURDIR)/.build/uv/bin:$(PATH)
export PYTHONPATH := $(CURDIR)/src:$(CURDIR)

.DEFAULT_GOAL := help
.PHONY: help run doctor test test-unit proof-faults proof-chaos proof-fairness lint format types contracts web docs model packages env env-run lock wheel pictures reference clean

help: ## list of targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

run: env-run model web docs ## the whole system on this machine, with the demo; Ctrl-C stops it
	@exec ascertain run --demo

doctor: env-run ## what is configured, reachable and missing
	@ascertain doctor

test: packages env model web docs lint types contracts ## every check and every test, as CI runs them
	$(PYTHON_ENV) tools/web.py check
	pytest

test-unit: env ## the quick tests
	pytest tests/unit

proof-faults: env ## the long form of the tests of faults: ten thousand uploads, thousands of generated pages (an hour)
	ASCERTAIN_FAULT_UPLOADS=10000 ASCERTAIN_FAULT_EXAMPLES=400 pytest -o timeout=3600 \
		tests/unit/extraction/test_degenerate_pages.py tests/integration/documents/test_upload_faults.py

lint: env ## ruff, and spelling by codespell
	ruff format --check .
	ruff check .
	codespell src tests tools benchmarks migrations docs frontend/src *.md Makefile

format: env ## ruff and Prettier, with their automatic fixes
	ruff format .
	ruff check --fix .
	$(PYTHON_ENV) tools/web.py format

types: env ## mypy, strict
	mypy src

contracts: env ## import rules between packages
	lint-imports --config .importlinter

PYTHON_ENV := .venv/bin/python

packages: ## the Debian packages that tests need
	@$(PYTHON) tools/debian_packages.py

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

proof-chaos: env model web ## 100 kills of every process in mid-step, compared with a calm run; half an hour
	$(PYTHON_ENV) -m benchmarks.chaos --record

proof-fairness: env model ## ten honest tenants beside a hostile one, with and without its attack; four minutes on an idle machine
	$(PYTHON_ENV) -m benchmarks.fairness --record

lock: env-run ## pin the dependencies of pyproject.toml, with hashes
	tools/lock.sh

wheel: env model web docs ## dist/*.whl with web app and embedding model, and its lock
	uv build --wheel --out-dir dist
	cp requirements.lock dist/

pictures: env model web ## pictures of the README, from a demo instance; needs chromium
	$(PYTHON_ENV) -m tools.pictures

reference: env ## generated pages of docs/reference
	$(PYTHON_ENV) -m tools.settings_reference
	$(PYTHON_ENV) -m tools.errors_reference
	$(PYTHON_ENV) -m tools.ownership_cases
	$(PYTHON_ENV) -m tools.benchmark_pages

clean: ## remove what was built; data in .ascertain is not touched
	rm -rf dist build .build .mypy_cache .ruff_cache .hypothesis src/ascertain/web src/ascertain/docs src/ascertain/models frontend/node_modules
