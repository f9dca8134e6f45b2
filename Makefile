# Two commands do all set-up: `make demo` runs the main job, `make test` runs the tests.
# The environment is .venv in this folder; the lock files under requirements/ say what is in it.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
.DEFAULT_GOAL := help

.PHONY: help demo test check extras torture bench lock clean

help:
	@echo "make demo     crawl, archive and read a sample portal on this machine; no network"
	@echo "make test     all tests"
	@echo "make check    format, lint, types, tests, docs: what CI runs"
	@echo "make extras   add the browser (scrapy-playwright) and OCR (rapidocr); says what else is missing"
	@echo "make torture  the tests that take minutes"
	@echo "make bench    every performance claim, as a ratio"
	@echo "make lock     renew the lock files (needs uv)"

define install
	@echo "gongkai: installing $(1) into .venv, every file checked against its hash (a minute the first time)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r $(1)
endef

.venv/bin/python:
	@echo "gongkai: making .venv with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv .venv

.venv/.core: requirements/core.lock pyproject.toml | .venv/bin/python
	$(call install,requirements/core.lock)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev: requirements/dev.lock .venv/.core
	$(call install,requirements/dev.lock)
	@touch $@

.venv/.extras: requirements/browser.lock requirements/ocr.lock .venv/.core
	$(call install,requirements/browser.lock)
	$(call install,requirements/ocr.lock)
	@touch $@

demo: .venv/.core
	@$(BIN)/gongkai demo

test: .venv/.dev
	@$(BIN)/pytest -n auto

check: .venv/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/mypy benchmarks docs seeds tests
	$(BIN)/pytest -n auto

extras: .venv/.extras
	@command -v chromium chromium-browser google-chrome >/dev/null || echo "gongkai: no chromium: pages that need a browser" \
		"stay blocked; install it (Debian: apt-get install chromium) or run .venv/bin/playwright install chromium"
	@command -v antiword >/dev/null || echo "gongkai: no antiword: .doc attachments of before 1997 stay unread (Debian: apt-get install antiword)"
	@echo "gongkai: the browser and OCR extras are in .venv"

torture: .venv/.dev
	$(BIN)/pytest -m torture --timeout 3600

bench: .venv/.dev
	@for script in $(wildcard benchmarks/*.py); do echo "== $$script"; $(BIN)/python $$script || exit 1; done

lock:
	@set -e; compile="uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-emit-find-links --no-header --no-annotate pyproject.toml --group build"; \
	$$compile -o requirements/core.lock; \
	$$compile --group dev -c requirements/core.lock -o requirements/dev.lock; \
	for extra in browser ocr; do $$compile --extra $$extra -c requirements/dev.lock -o requirements/$$extra.lock; done

clean:
	rm -rf .venv .mypy_cache .ruff_cache .hypothesis gongkai.egg-info demo-archive
