# make run    a fresh machine becomes a running demonstration      make lint   ruff and mypy
# make test   a fresh machine runs every test                      make lock   new lock files from pyproject.toml
# make chaos  the long runs     make bench  the figures            make clean  remove what was built (never the data)
# make docs   the tables of the handbook, written from the code     make pictures  the pictures of the diagrams
# make samples  the finished papers of docs/samples

SHELL := /bin/bash
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test chaos bench lint lock notices docs words pictures samples clean
.DELETE_ON_ERROR:

export HOST ?= 127.0.0.1
export PORT ?= 8000

BIN := .venv/bin
FLASK := $(BIN)/flask --app wsgi
PYTEST := $(BIN)/python -m pytest
WORKERS ?= 2

# A stamp says that a step was done for the present state of its sources; so the second run is fast.
FRONT_END := $(wildcard package-lock.json) $(shell find . \( -name .venv -o -name node_modules -o -name dist -o -name .git \
	-o -name var -o -name .ready \) -prune -o -type f \( -name '*.js' -o -name '*.ts' -o -name '*.css' -o -name package.json \) -print)
# What was removed by hand is made again.
ifeq ($(wildcard .venv/bin/python),)
$(shell rm -f .ready/python-*)
endif
ifeq ($(wildcard app/static/dist),)
$(shell rm -f .ready/front-end)
endif

help:
	@sed -n '/^# make/s/^# //p' Makefile

.ready:
	@mkdir -p $@

.ready/system-run: tools/system_packages.sh | .ready
	tools/system_packages.sh run
	@touch $@

.ready/system-test: tools/system_packages.sh | .ready
	tools/system_packages.sh test
	@touch $@

.ready/python-run: requirements.txt tools/python_packages.sh | .ready/system-run
	tools/python_packages.sh requirements.txt
	@touch $@

.ready/python-test: tests/requirements.txt tools/python_packages.sh | .ready/system-test
	tools/python_packages.sh tests/requirements.txt
	@touch $@

.ready/front-end: $(FRONT_END) tools/front_end.sh tools/node.txt | .ready
	tools/front_end.sh
	@touch $@

run: export DEMO ?= 1
run: .ready/system-run .ready/python-run .ready/front-end
	$(FLASK) demo load
	exec $(FLASK) serve

# The closing line of pytest comes last; a fault found by ruff or mypy still fails the whole.
# Tests of one file stay on one worker, so that what a file sets up is set up once.
test: .ready/system-test .ready/python-test .ready/front-end
	@faults=0; \
	$(BIN)/ruff check . || faults=1; \
	$(BIN)/mypy || faults=1; \
	$(PYTEST) -q -n $(WORKERS) --dist loadfile --durations=15 --durations-min=5 || faults=1; \
	exit $$faults

chaos: .ready/system-test .ready/python-test .ready/front-end
	@grep -rqs --include='*.py' 'mark\.chaos' tests || { echo "还没有标记为 chaos 的测试。" >&2; exit 1; }
	HYPOTHESIS_PROFILE=chaos $(PYTEST) -m chaos --timeout=3600

bench: .ready/system-test .ready/python-test
	@test -d benchmarks || { echo "还没有 benchmarks 目录，无可测量。" >&2; exit 1; }
	$(BIN)/python -m benchmarks

lint: .ready/python-test
	$(BIN)/ruff check .
	$(BIN)/mypy

COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url

lock: .ready/python-test
	$(COMPILE) pyproject.toml -o requirements.txt
	$(COMPILE) --extra dev -c requirements.txt pyproject.toml -o tests/requirements.txt
	$(COMPILE) tools/node.in -o tools/node.txt

# After a change of the locks: the list of whose work we use, and on which terms.
notices: .ready/python-test .ready/front-end
	$(BIN)/python tools/third_party_notices.py > THIRD-PARTY-NOTICES.md

# After a change of properties, effects, functions, blocks …: the tables of docs/designing.md and docs/blocks.md.
docs: .ready/python-test
	$(BIN)/python tools/handbook_tables.py

# After a change of what pages say: the English catalogues, with what is new left open.
words: .ready/python-test
	$(BIN)/python tools/catalogues.py

# After a change of a diagram: what is stale in docs/pictures is drawn anew.
pictures: .ready/python-test .ready/front-end
	$(BIN)/python tools/diagram_pictures.py

# After a change of a paper or of how papers are printed: what is stale in docs/samples is printed anew.
samples: .ready/python-test
	$(BIN)/python tools/sample_papers.py

clean:
	rm -rf .ready .pytest_cache .mypy_cache .ruff_cache .hypothesis app/static/dist node_modules tests/artefacts
	find app services tests tools benchmarks -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true
