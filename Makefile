# Everything a person or a machine does with this checkout. Needs only Python 3.11+ and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test check evals learn bench lab docs recordings replies near-misses clean

$(VENV)/installed: pyproject.toml constraints.txt requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; set PYTHON=python3.x"; exit 1; }
	@echo "Installing into $(VENV) (once, about a minute) …"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --requirement requirements-dev.txt --editable .
	@touch $@

demo: $(VENV)/installed
	@exec $(BIN)/concurrency-bot demo

# Four at a time, a file or a scenario stays together: each of the four has its own Prefect server.
test: $(VENV)/installed
	$(BIN)/python -m pytest -n 4 --dist loadscope --no-loadscope-reorder $(PYTEST_ARGS)

check: $(VENV)/installed
	$(BIN)/ruff format --check bot tests knowledge
	$(BIN)/ruff check bot tests knowledge
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/concurrency-bot knowledge check

# How well free text is read; the shared questions too, where they lie beside the checkout.
evals: $(VENV)/installed
	$(BIN)/python -m tests.evals

# The weights of words, learnt anew from evals/cases.
learn: $(VENV)/installed
	$(BIN)/python -m tests.evals.learning

bench: $(VENV)/installed
	$(BIN)/python -m tests.bench

LAB = tests/lab tests/releases tests/diagnosis/test_near_misses.py tests/diagnosis/test_ablated_recordings.py
lab: $(VENV)/installed
	@rm -rf .lab; status=0; LAB_RESULTS=.lab/results.jsonl $(BIN)/python -m pytest -n 10 --dist loadscope \
		--no-loadscope-reorder --timeout 900 $(LAB) -m "" $(PYTEST_ARGS) || status=$$?; \
	$(BIN)/python -m tests.lab.scorecard .lab/results.jsonl && exit $$status

# The settings table and the picture in the README, the pages of the causes.
docs: $(VENV)/installed
	$(BIN)/concurrency-bot knowledge pages docs
	UPDATE_DOCS=1 $(BIN)/python -m pytest tests/browser/test_break_ask_heal.py tests/test_docs.py $(PYTEST_ARGS)

# What the bot read of each broken scenario (SCENARIO=name: of one), on real servers; replies are of it.
recordings: $(VENV)/installed
	UPDATE_RECORDINGS=1 $(BIN)/python -m pytest tests/lab/test_recordings.py -m "" -k "$(or $(SCENARIO),test_no)" $(PYTEST_ARGS)

# The words of every reply anew, from what is recorded: no server needed; review them as a diff.
replies: $(VENV)/installed
	UPDATE_REPLIES=1 $(BIN)/python -m pytest -n 2 tests/diagnosis -m "" -k same_words $(PYTEST_ARGS)

# What is judged of each cause when a fact or two are otherwise, so that each condition is noticed; review the diff.
near-misses: $(VENV)/installed
	UPDATE_NEAR_MISSES=1 $(BIN)/python -m pytest tests/diagnosis/test_near_misses.py $(PYTEST_ARGS)

clean:
	rm -rf $(VENV) .demo .mypy_cache .ruff_cache .pytest_cache
