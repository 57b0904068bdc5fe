# make run   the page, over the sample collection if there is no collection yet
# make test  every test that can run here
# make bench the figures in the README
# make lint  ruff and mypy --strict

PYTHON ?= python3
PORT ?= 7860
# Processes that share the tests; each holds a model of its own.
WORKERS ?= 2
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test bench lint clean

run: $(VENV)/installed
	$(BIN)/python -m qa documents > /dev/null 2>&1 || $(BIN)/python -m qa index corpus/sample/documents
	PORT=$(PORT) $(BIN)/python app.py

test: $(VENV)/installed-dev
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

bench: $(VENV)/installed-dev
	$(BIN)/python -m benchmarks

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Wenju needs Python 3.11 or newer; set PYTHON=... 需要 Python 3.11 或更新的版本"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/installed: $(VENV)/made requirements.txt
	@echo "Installing Python packages into $(VENV), once; several GB with PyTorch for NVIDIA cards, minutes on a slow line."
	@echo "正在把 Python 软件包装进 $(VENV)，只需这一次；含 NVIDIA 版 PyTorch 时有数 GB，可能要等几分钟。"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/installed-dev: $(VENV)/installed requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@
