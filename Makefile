# make demo, make test: all a clean checkout needs is python3 >= 3.11 and a package index.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# Tests start some 150 programs: compiled once, each is there a third of a second earlier.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo test static prepare lint types layers check second bench programs format clean

$(VENV)/installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@

demo: $(VENV)/installed
	$(BIN)/fakeai-proxy demo

test: $(VENV)/installed
	$(MAKE) -j 2 static prepare
	$(MAKE) check second

static: lint types layers

# Beside what only reads the sources: this one mostly waits for the package index.
prepare: $(VENV)/installed
	$(BIN)/python .ci/second_interpreter.py --prepare

lint: $(VENV)/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/installed
	$(BIN)/mypy

layers: $(VENV)/installed
	$(BIN)/lint-imports

check: $(VENV)/installed
	$(BIN)/pytest -n 2

# The rooms that touch mitmproxy, again on an interpreter with the other supported mitmproxy.
second: $(VENV)/installed
	$(BIN)/python .ci/second_interpreter.py

bench: $(VENV)/installed
	$(BIN)/python -m benchmarks

# Measured deployments of public models beside the same ones simulated.
accuracy: $(VENV)/installed
	$(BIN)/python -m benchmarks.accuracy

# Programs of LiteLLM, LlamaIndex and the SDK for Node.js behind the proxy; installs some 200 packages.
programs: $(VENV)/installed
	$(BIN)/python -m tests.programs

format: $(VENV)/installed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) .venv-* build dist
