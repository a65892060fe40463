# Everything happens in .venv, which the first target makes and later ones renew when the requirements change.
#
#   make demo        ResNet-50 from its file: the table, resnet50.svg, resnet50.py, and a forward pass
#   make test        the tests; make test ARGS="-k bottleneck" some of them
#   make check       what CI runs: format (that of .arch files too), lint, types, import contracts, tests
#   make fix         format, and repair what the linter can
#   make docs        docs/networks.md, from the bundled networks, docs/errors.md, from the diagnostics, and what the
#                    notebooks in examples/ show
#   make fuzz        search for texts that crash, with atheris; make fuzz SECONDS=600 for so long
#   make mutations   100,000 files with mistakes, each of which must be answered: the better part of an hour
#   make benchmark   the benchmarks, some against torchinfo and torchview; make benchmark ARGS="-k summary" some of them
#   make clean       remove all that make has made
#
# TORCH_INDEX=URL is a further package index to take torch from, such as that of its CPU builds.

PYTHON ?= $(firstword $(foreach p,python3.11 python3,$(shell $(p) -c 'import sys; sys.version_info >= (3, 11) and print("$(p)")' 2>/dev/null)))
BIN := .venv/bin
STAMP := .venv/.installed
PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
TORCH = $(shell grep '^torch==' constraints.txt)

# What runs is in .venv, whatever another environment of the shell says.
unexport VIRTUAL_ENV PYTHONPATH PYTHONHOME

ARCHS := specs examples docs/guide

.PHONY: install demo test check fix docs fuzz mutations benchmark clean

install: $(STAMP)

# torch goes first, pinned, so that nothing later can choose another build of it.
$(STAMP): pyproject.toml constraints.txt
	@$(or $(PYTHON),false) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "resnet-dsl needs Python 3.11 or newer: install it, or name it with make PYTHON=/path/to/python"; exit 1; }
	test -x $(BIN)/pip || $(PYTHON) -m venv .venv
	$(PIP) $(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX)) $(TORCH) hatchling
	$(PIP) --no-build-isolation --editable '.[dev,torch]'
	@touch $@

demo: $(STAMP)
	$(BIN)/resnet-dsl summary resnet50
	$(BIN)/python examples/demo.py

test: $(STAMP)
	$(BIN)/python -m pytest --numprocesses auto $(ARGS)

check: $(STAMP)
	$(BIN)/ruff format --check
	$(BIN)/resnet-dsl fmt --check $(ARCHS)
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest --numprocesses auto $(ARGS)

fix: $(STAMP)
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	$(BIN)/resnet-dsl fmt $(ARCHS)

docs: $(STAMP)
	$(BIN)/python docs/pictures/draw.py
	$(BIN)/resnet-dsl list --markdown --pictures docs/pictures > docs/networks.md.new
	mv docs/networks.md.new docs/networks.md
	sed '/^<!-- From here on/,$$d' docs/errors.md > docs/errors.md.new
	$(BIN)/resnet-dsl explain --markdown >> docs/errors.md.new && mv docs/errors.md.new docs/errors.md
	$(BIN)/python -m pytest --quiet tests/notebook/test_examples.py --update-golden

SECONDS ?= 60
fuzz: $(STAMP)
	$(PIP) --no-build-isolation --editable '.[fuzz]'
	$(BIN)/python fuzz/target.py $(SECONDS)

mutations: $(STAMP)
	$(BIN)/python -m pytest --numprocesses auto -m long $(ARGS)

benchmark: $(STAMP)
	$(PIP) --no-build-isolation --editable '.[benchmark]'
	$(BIN)/python -m pytest benchmarks --benchmark-only $(ARGS)

clean:
	rm -rf .venv build dist resnet50.svg resnet50.py .benchmarks .hypothesis fuzz/corpus
	rm -rf .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find resnet_dsl tests examples benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
