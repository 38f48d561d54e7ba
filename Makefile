# Almanac. `make run` starts it, `make test` checks it; both install what they need on first use.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
PYTEST := OMP_NUM_THREADS=1 $(BIN)/python -m pytest --dist loadgroup --no-loadscope-reorder
export PYTHONUNBUFFERED = 1

.PHONY: run dev deep test test-screens test-deep test-postgres bench screenshots block-pictures messages clean

.venv/.installed: requirements.txt
	$(PYTHON) -c 'import sys; sys.exit("Almanac needs Python 3.11 or newer, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --requirement requirements.txt
	touch $@

.venv/.installed-dev: .venv/.installed requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --requirement requirements-dev.txt
	touch $@

STATIC_FILES := $(shell find static -type f)
var/.static: .venv/.installed $(STATIC_FILES)
	mkdir -p var
	$(BIN)/python manage.py collectstatic --noinput --verbosity 0
	touch $@

.venv/.installed-deep: .venv/.installed requirements-deep.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --requirement requirements-deep.txt
	touch $@

deep: .venv/.installed-deep  ## Adds the neural networks (about 860 MB); a running product offers them from then on

run: .venv/.installed var/.static  ## Web server and both worker clusters in this terminal; Ctrl-C stops all
	@$(BIN)/python manage.py setup
	@PYTHON=$(CURDIR)/$(BIN)/python exec $(BIN)/supervisord --configuration config/supervisord.conf

dev: .venv/.installed  ## Django's own server with auto-reload, and both clusters
	@DEBUG=1 $(BIN)/python manage.py setup
	@trap 'kill 0' EXIT; \
	  $(BIN)/python manage.py qcluster & Q_CLUSTER_NAME=training $(BIN)/python manage.py qcluster & \
	  DEBUG=1 $(BIN)/python manage.py runserver $${BIND:-127.0.0.1:8000}

# Each of the many processes of the tests would compile the product anew.
test test-screens test-deep: export PYTHONDONTWRITEBYTECODE =

test: .venv/.installed-dev var/.static  ## Every check but those below: tests, import rules, style, types, migrations, production settings
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/python manage.py makemigrations --check --dry-run
	HTTPS=1 SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(60))') \
	  $(BIN)/python -W error::DeprecationWarning manage.py check --deploy --fail-level WARNING
	$(PYTEST) -n 3 -m "not bench and not postgres and not slow_screens"

test-screens: .venv/.installed-dev var/.static  ## Every screen at a further width, and in the dark
	$(PYTEST) -n 2 -m slow_screens

test-deep: .venv/.installed-dev .venv/.installed-deep var/.static  ## The checks of the neural networks alone
	$(BIN)/python -m pytest -n 2 --dist loadfile tests/forecasting/test_lstm.py tests/forecasting/test_fixed_mean.py
	$(BIN)/python -m pytest -n 2 tests/test_families.py -k "lstm or fixed_mean"
	$(BIN)/python -m pytest -n 0 tests/forecasting/test_quarters_and_years.py -k "lstm or fixed_mean"

test-postgres: .venv/.installed-dev var/.static  ## What must hold on PostgreSQL; needs Debian's package postgresql
	$(BIN)/python -m pytest -n 0 -m postgres $$(grep -rl --include="test_*.py" mark.postgres tests)

bench: .venv/.installed-dev var/.static  ## Measures speed and size, printed as a table
	$(BIN)/python -m pytest tests/benchmarks -m bench -n 0 -s

screenshots: .venv/.installed-dev var/.static  ## Pictures of every screen, in var/screenshots
	$(BIN)/python tests/live/screenshots.py var/screenshots

block-pictures: .venv/.installed-dev var/.static  ## Pictures of every kind of block, in docs/images/blocks
	$(BIN)/python tests/live/block_pictures.py docs/images/blocks

messages: .venv/.installed-dev  ## Collects the texts to translate into language/locale, and compiles what is translated
	$(BIN)/python manage.py messages

clean:  ## Removes what is generated; data, models and settings stay
	rm -rf var .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
