# Everything here works on a Debian 12 that has only python3, git and make: each target installs what it needs.
PYTHON ?= python3
RUN := .venv/bin/python
WORKERS ?= 2

# Every target starts many Python processes. Where an environment tells them to keep no compiled code, each would
# compile all libraries again: six seconds instead of two before it has read the portal's addresses.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo demo-reset setup setup-tests test faults fix hooks check bench pictures trees lock

help:
	@echo "make demo        start the portal with demonstration data on http://127.0.0.1:8000 (PORT=... overrides)"
	@echo "make demo-reset  the same, from the beginning"
	@echo "make test        the whole test suite, browser tests included"
	@echo "make faults      kill processes at a hundred random moments of an agreement's way"
	@echo "make fix         format and repair what tools can repair"
	@echo "make hooks       do so before each commit of this clone, to the files of the commit"
	@echo "make check       linters, types, layers, migrations, deployment settings"
	@echo "make bench       benchmarks, printed as ratios"
	@echo "make pictures    take the pictures of README, handbook and documents, store the documents' layouts"
	@echo "make trees       write what screen readers are given of the pages for mayors and everybody"
	@echo "make lock        refresh the pinned dependencies"

setup:
	@$(PYTHON) -m asskomm.setup

setup-tests:
	@$(PYTHON) -m asskomm.setup --tests

demo: setup
	@exec $(RUN) -m asskomm.demo

demo-reset: setup
	@exec $(RUN) -m asskomm.demo --reset

test: setup-tests
	@exec $(RUN) -m pytest -n $(WORKERS) --no-loadscope-reorder $(ARGS)

faults: setup
	@exec $(RUN) -m pytest -o python_files='faults_*.py' -s -q tests/faults $(ARGS)

fix: setup
	$(RUN) -m ruff check --fix .
	$(RUN) -m ruff format .
	$(RUN) -m djlint --reformat --quiet templates core/crispy_kern || true  # it ends with 1 when it changed a file

hooks: setup
	@$(RUN) -m pre_commit install

check: setup
	@exec $(RUN) -m tests.checks

bench: setup
	@exec $(RUN) -m pytest -o python_files='bench_*.py' -s -q tests/benchmarks $(ARGS)

pictures: setup-tests
	@exec $(RUN) -m pytest -o python_files='picture_*.py' -q tests/e2e

trees: setup-tests
	@exec $(RUN) -m pytest -o python_files='picture_trees.py' -q tests/e2e

lock: setup
	@exec $(RUN) -m asskomm.setup.lock
