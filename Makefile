# Two commands do everything: `make run` and `make test`. Each sets up what is missing.
PYTHON ?= python3
BIN := .venv/bin
ENGINE := engine/.venv/bin/python
# Rasa's telemetry and warnings of its old libraries are of no use to anybody here.
export RASA_TELEMETRY_ENABLED := false
export SQLALCHEMY_SILENCE_UBER_WARNING := 1

.DEFAULT_GOAL := help
.PHONY: help setup run test quick form lint types imports data unit engine-test model evaluate system audit clean

help: ## what can be made
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed 's/:.*## /\t/' | expand -t 14

setup: ## both environments and the word vectors
	@$(PYTHON) scripts/setup.py

run: setup ## everything, at http://127.0.0.1:8000
	@$(BIN)/rahbar run

test: setup ## every check
	@$(BIN)/python scripts/test_machine.py
	@$(MAKE) --no-print-directory lint types imports engine-test model data evaluate
	$(BIN)/python -m pytest -q

quick: setup lint types imports unit ## under a minute: lint, types, and the tests without pages, providers and PostgreSQL

form: ## imports and line breaks as `make lint` wants them
	$(BIN)/ruff check --quiet --fix --exit-zero .
	$(BIN)/ruff format --quiet .

lint:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types:
	$(BIN)/mypy actions bot locales programmes

imports:
	$(BIN)/lint-imports

unit:
	$(BIN)/python -m pytest -q -n auto tests --ignore=tests/system --ignore=tests/browser --ignore=tests/console --ignore=tests/channels --ignore=tests/staff -m "not postgresql and not slow"
	$(ENGINE) -W ignore -m pytest -q tests/engine --confcutdir=tests/engine -p no:cacheprovider

engine-test:
	$(ENGINE) -W ignore -m pytest -q tests/engine --confcutdir=tests/engine -p no:cacheprovider

model: ## the database with the starter facts and the trained model, where either is out of date
	@$(BIN)/rahbar prepare

data: ## the programme files, and the dialogue's training data
	$(BIN)/rahbar db check
	@mkdir -p var/log
	@PYTHONPATH=engine $(ENGINE) -W ignore -m rahbar_engine validate > var/log/validate.log 2>&1 || (tail -30 var/log/validate.log; exit 1)

evaluate: ## accuracy on the separate test set, with thresholds
	$(BIN)/rahbar evaluate

audit: ## known holes in what both lock files pin (SERVICE=osv or pypi)
	$(BIN)/python scripts/audit.py $(SERVICE)

clean: ## back to a fresh clone, environments kept
	rm -rf var models .mypy_cache .ruff_cache .pytest_cache .hypothesis
