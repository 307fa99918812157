# Everything here works on a machine with nothing but Python 3.11 to 3.13, pip and make.
# `make setup` is quick when nothing changed, so every target may begin with it.
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup run test check format bench screenshots torture coverage lock clean

python := .venv/bin/python
WORKERS ?= 2
# Without a UTF-8 locale Qt warns; without a display there is nothing to show a window on.
export LC_CTYPE := $(if $(LC_ALL)$(LC_CTYPE)$(LANG),$(LC_CTYPE),C.UTF-8)
offscreen := QT_QPA_PLATFORM=offscreen
sources := curator tools tests benchmarks main.py

help: ## say what can be made
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST)

setup: ## make .venv from requirements/lock.txt, and see that Qt finds its libraries
	@interpreter=$$(PYTHON='$(PYTHON)' sh tools/find_python.sh) && "$$interpreter" tools/setup_environment.py

run: setup ## open the sample project in the window; without a display do the same offscreen
	@$(python) -m tools.run

test: setup ## the tests, without a display
	@$(python) -m pytest -n $(WORKERS) $(PYTEST_ARGS)

check: setup ## lint, format, types, import rules: all but the tests
	@$(python) -m tools.check

format: setup ## put the code into shape
	@$(python) -m ruff check --fix-only --quiet $(sources)
	@$(python) -m ruff format $(sources)

bench: setup ## measure start, opening, editing and bulk work against bare Qt and bare SQLite
	@$(offscreen) $(python) -m benchmarks $(BENCH_ARGS)

screenshots: setup ## take the pictures that README and docs show
	@$(offscreen) $(python) -m tools.screenshots

torture: setup ## the long random tests: kill -9, failing disks, flipped bytes
	@CURATOR_TEST_PROFILE=torture $(python) -m pytest -m torture --timeout 3600 $(PYTEST_ARGS)

coverage: setup ## the tests, and each file's promise of coverage
	@mkdir -p build/coverage
	@$(python) -m pytest -n $(WORKERS) -q --cov --cov-report=json:build/coverage/report.json $(PYTEST_ARGS)
	@$(python) -m tools.check_coverage build/coverage/report.json

lock: setup ## choose the newest versions that pyproject.toml allows, and write requirements/lock.txt
	@$(python) -m tools.lock

clean: ## remove what was made, but not .venv
	@rm -rf build dist .pytest_cache .ruff_cache .hypothesis .import_linter_cache
