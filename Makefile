# Charter. `make` alone lists what can be made. Needs Python 3.11 to 3.14 and make, nothing else:
# everything is installed into .venv, from the lock, and `rm -rf .venv var` undoes it.

SHELL := /bin/sh
VENV := .venv
PY := $(VENV)/bin/python
UV := $(VENV)/bin/uv
PIP := $(PY) -m pip --disable-pip-version-check --quiet
QUIETLY := --quiet --python $(PY)
PACKAGES := contracts registry search ui
T ?= tests
DATABASE ?= sqlite
SEARCH ?= embedded

# An agency's own certificates, where pip finds them, are good for uv as well.
export UV_SYSTEM_CERTS := 1
export UV_NATIVE_TLS := 1

.DEFAULT_GOAL := help
.PHONY: help run demo opensearch test lint fix check relevance bench lock setup

help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

run: $(VENV)/installed ## Serve the registry, with the demo in it when it is empty
	@exec $(PY) -m registry serve --upgrade --demo

demo: $(VENV)/installed ## Load the State of Meridian, an invented state
	@$(PY) -m registry demo

opensearch: $(VENV)/made ## Run an OpenSearch for development, without containers; needs Java 21
	@exec $(PY) deploy/opensearch/node.py start

test: $(VENV)/developing ## Run the tests; T=... narrows, DATABASE=postgresql SEARCH=opensearch move them
	@$(if $(filter tests,$(T)),$(PY) deploy/opensearch/node.py fetch >/dev/null || true)
	@TEST_DATABASE=$(DATABASE) TEST_SEARCH=$(SEARCH) $(PY) -m pytest $(T)

lint: $(VENV)/developing ## Check style, types and layers
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@$(VENV)/bin/lint-imports

fix: $(VENV)/developing ## Mend what can be mended by a program
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .
	@$(PY) -m tests.house.readme
	@$(PY) -m tests.house.rule_examples

check: lint test ## All that must pass before a change goes in

relevance: $(VENV)/developing ## Measure the ranking beside the simplest search; fails below it
	@$(PY) -m tests.relevance

bench: $(VENV)/developing ## Measure CPU beside datacontract-cli
	@$(PY) -m pytest -m benchmark -n 0 -s tests/benchmarks

lock: $(VENV)/developing ## Pin the dependencies anew, after a change in pyproject.toml
	@$(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header \
	  --group build pyproject.toml -o requirements.lock
	@$(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header \
	  --group build --group dev pyproject.toml -o requirements-dev.lock

setup: $(VENV)/developing ## Install everything for developing

$(VENV)/made: Makefile
	@./.ci/venv $(VENV)
	@touch $@

$(VENV)/installed: requirements.lock pyproject.toml $(VENV)/made
	@$(call install,requirements.lock)
	@touch $@

$(VENV)/developing: requirements-dev.lock pyproject.toml $(VENV)/made
	@$(call install,requirements-dev.lock)
	@touch $@ $(VENV)/installed

# uv installs in seconds what takes pip half a minute; both check every hash in the lock.
define install
set -e; \
echo "Installing `grep -c '^[a-z].*==' $(1)` packages from $(1), once ..."; \
if [ ! -x $(UV) ] || ! $(UV) pip install $(QUIETLY) --compile-bytecode --require-hashes -r $(1); then \
  echo "Going on with pip, which takes a little longer ..."; \
  $(PIP) install --require-hashes -r $(1); \
fi; \
PATH="$$PWD/$(VENV)/bin:$$PATH" $(PIP) install --no-deps --no-build-isolation -e .; \
$(PY) -m compileall -q $(PACKAGES); \
echo "Installed."
endef
