# The only door: hooks and CI call these. `make` alone lists them.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help run test check bench fmt shots coverage environment static-checks tests messages

UV_VERSION := 0.13.9
UV := $(shell if uv --version >/dev/null 2>&1; then echo uv; else echo var/uv/bin/uv; fi)
RUN := $(UV) run --no-sync
PORT ?= 8000
ONLY ?=
JOBS ?= $(shell nproc 2>/dev/null || echo 2)
OURS := core search catalog certification home benchmarks tests
TEMPLATES := $(wildcard templates */templates)
export UV_PYTHON_DOWNLOADS := never
export PYTHONDONTWRITEBYTECODE ?=

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /make \1\t/' | expand -t 18

run: environment ## the site and its worker on http://127.0.0.1:$(PORT)/, with everything they need
	@SITE_URL=$${SITE_URL:-http://127.0.0.1:$(PORT)} exec $(RUN) python manage.py run_site --port $(PORT)

test: environment static-checks tests ## every check the project has; the last line is pytest's

check: environment static-checks ## the fast part of test: lint, types, layers, templates, unit
	@$(RUN) pytest -q -p no:cacheprovider -n $(JOBS) tests/unit

bench: environment ## every benchmark, or one: make bench ONLY=board-1000
	@if [ -e benchmarks/__main__.py ]; then exec $(RUN) python -m benchmarks $(ONLY); \
	else echo "There are no benchmarks in benchmarks/ yet."; fi

fmt: environment ## put code and templates in the house's form
	$(RUN) ruff check --fix --quiet $(OURS) || true
	$(RUN) ruff format --quiet $(OURS)
	@if [ -n "$(TEMPLATES)" ]; then find $(TEMPLATES) -name '*.html' -print0 | xargs -0 -r $(RUN) djhtml --tabwidth 2; fi

shots: environment ## pictures of the pages, for the README and for looking at
	@$(RUN) python -m tests.shots

messages: environment ## gather the words for translation, compile the English ones
	@command -v msgfmt >/dev/null || { echo "GNU gettext is missing; install gettext."; exit 1; }
	@DATABASE_URL=sqlite://:memory: $(RUN) python manage.py makemessages -l en --no-wrap --add-location file --verbosity 0 \
	  --ignore .venv --ignore var --ignore node_modules --ignore tests --ignore benchmarks 2>/dev/null
	@msgfmt --check-format --statistics -o locale/en/LC_MESSAGES/django.mo locale/en/LC_MESSAGES/django.po

coverage: environment ## branch coverage of all but the browser tests, as a page in var/coverage-html
	$(RUN) coverage erase
	$(RUN) coverage run -m pytest -q -m "not browser"
	$(RUN) coverage combine --quiet
	$(RUN) coverage html --quiet
	$(RUN) coverage report

# ---------------------------------------------------------------- parts of the above

environment: # the Python environment of the lock file
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is missing; install python3."; exit 1; }
	@if [ "$(UV)" = var/uv/bin/uv ] && [ ! -x $(UV) ]; then \
	  python3 -m venv var/uv || { echo "Python's venv module is missing; install python3-venv."; exit 1; }; \
	  var/uv/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION); fi
	@$(UV) sync --frozen --quiet

static-checks:
	$(RUN) ruff check --quiet .
	$(RUN) ruff format --check --quiet .
	$(RUN) mypy
	$(RUN) lint-imports --no-logo 2>&1 | tail -n 20
	DATABASE_URL=sqlite://:memory: $(RUN) python manage.py makemigrations --check --dry-run
	@if [ -n "$(TEMPLATES)" ]; then \
	  find $(TEMPLATES) -name '*.html' -print0 | xargs -0 -r $(RUN) djhtml --tabwidth 2 --check; \
	  $(RUN) djlint --lint --quiet $(TEMPLATES); fi

# What touches the database runs on PostgreSQL first, then everything on SQLite; Elasticsearch serves both.
tests:
	$(RUN) python -m tests.servers postgresql --optional -- \
	  $(RUN) pytest -q -p no:cacheprovider -n $(JOBS) --dist worksteal -m "database and not browser"
	$(RUN) pytest -q -p no:cacheprovider -n $(JOBS) --dist worksteal
