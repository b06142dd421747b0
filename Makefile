# SPDX-License-Identifier: GPL-3.0-or-later
# The two commands are `make demo` and `make test`; `make help` lists the rest.

PYTHON ?= python3
AUDIO ?=
BENCH ?=
VST3_DIR ?= $(HOME)/.vst3

SHELL := /bin/sh
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

stage := third_party/setup/stage.sh
venv := .venv
py := $(venv)/bin/python
pip := $(py) -m pip install -q --disable-pip-version-check
configure := $(stage) configure cmake --preset release --log-level=WARNING
environment := third_party/setup/environment.sh $(venv)/bin/uv "$(PYTHON)"
servers := .servers
build := build/release
processors := $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
pytest := $(py) -m pytest -q --durations=12 --durations-min=4
first_packages := ca-certificates ccache cmake g++ ninja-build pkg-config python3-dev python3-venv
test_install := tests/python/plugin/test_install.py
test_parts := lint test-plugin test-client test-pyharp test-asan test-tsan test-cpp test-house
# Not asked for again between two parts: whatever needs it would start last, and be waited for.
prepared := first-packages packages setup everything build-asan build-tsan
test_servers := $(servers)/gradio-4.44.1/.ready $(servers)/gradio-5.28.0/.ready
bench_servers := $(test_servers) $(servers)/gradio-5.50.0/.ready
all_servers := $(patsubst tests/servers/%.txt,$(servers)/%/.ready,$(wildcard tests/servers/gradio-*.txt))
plugin := $(build)/plugin/shell/HARP_artefacts/Release/VST3/HARP.vst3

export CCACHE_SLOPPINESS := time_macros,pch_defines
export GRADIO_ANALYTICS_ENABLED := False
export HARP_SERVERS := $(CURDIR)/$(servers)
export HARP_PLUGIN := $(CURDIR)/$(plugin)
export HARP_BUILD := $(CURDIR)/$(build)

bridge_sources := $(shell find bridge third_party/ara third_party/vst3 -type f -not -path '*/__pycache__/*' 2>/dev/null)
pyharp_sources := $(shell find pyharp/src pyharp/pyproject.toml -type f -not -path '*/__pycache__/*' 2>/dev/null)

.PHONY: help demo test test-servers plugin everything wheel install bench clean setup packages lint stress fuzz \
	first-packages build-asan build-tsan $(test_parts) test-install

help: ## list the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: setup plugin ## set everything up and process regions of a small arrangement through the plug-in (AUDIO=my.wav)
	@$(stage) demo $(py) -m tests.demo $(if $(AUDIO),--audio "$(AUDIO)")

# First what keeps processors busy, with what is fetched beside it; then two parts of the tests at a time, which do not like that.
test: ## set everything up and pass every test
	@$(MAKE) -j2 -Oline everything build-asan build-tsan $(test_servers)
	@echo "Two parts of the tests run at a time; what a part has to say is shown when it is done."
	@$(MAKE) -j2 -Oline $(addprefix -o ,$(prepared)) $(test_parts)
	@$(MAKE) test-install
	@echo "All tests passed."

test-servers: setup $(all_servers) ## the endpoints on every Gradio from 3.50 to the newest, in a real browser too (long)
	@$(stage) "system packages" third_party/setup/packages.sh tests/servers/apt-packages.txt
	@$(stage) "every Gradio" $(pytest) tests/servers_matrix
	@HARP_EVERY_GRADIO=1 $(stage) "pyharp on four Gradios" $(pytest) tests/python/pyharp

stress: setup ## a thousand jobs with cancels, cuts and restarts; long audio in bounded memory (long)
	@$(stage) stress $(py) -m pytest -q tests/stress

fuzz: setup ## new random examples, as many as there is time for, where the tests try the same ones each time (long)
	@HARP_EXAMPLES=random $(stage) fuzz $(py) -m pytest -q -m hypothesis tests/python/client tests/python/pyharp

plugin: setup ## build HARP.vst3 with everything it needs beside it
	@$(configure)
	@$(stage) "build plug-in" cmake --build --preset release --target HARP_VST3

wheel: setup ## build the wheels of the bridge and of pyharp into dist/
	@$(stage) wheel $(py) -m pip wheel -q --no-deps --no-build-isolation -w dist . ./pyharp
	@ls -l dist

install: setup plugin ## put the plug-in, its worker and its own Python environment into VST3_DIR (default ~/.vst3)
	@$(stage) install third_party/setup/install-plugin.sh "$(PYTHON)" "$(plugin)" "$(build)" "$(VST3_DIR)"

bench: setup plugin $(bench_servers) ## measure, as ratios against a bound taken in the same run (BENCH="client --runs 1": some of it)
	@third_party/setup/ffmpeg.sh $(servers)/ffmpeg
	@$(stage) bench $(py) -m tests.benchmarks $(BENCH)

clean: ## remove everything that was built, and the environments
	rm -rf build dist demo $(venv) $(servers) .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- set-up ------------------------------------------------------------------------------------------------------------

setup: packages $(venv)/.bridge $(venv)/.pyharp

packages: first-packages
	@$(stage) "system packages" third_party/setup/packages.sh

# So that environments of Python and the wheel are made while the rest comes.
first-packages:
	@$(stage) "first system packages" third_party/setup/packages.sh third_party/setup/apt-packages.txt $(first_packages)

$(venv)/.ready: third_party/setup/requirements.txt | first-packages
	@$(stage) "Python environment" $(environment) $(venv) $<
	@touch $@

$(venv)/.bridge: $(venv)/.ready pyproject.toml CMakeLists.txt $(bridge_sources) | first-packages
	@$(stage) "bridge (wheel)" $(pip) --no-build-isolation --config-settings=build-dir=build/wheel .
	@touch $@

$(venv)/.pyharp: $(venv)/.ready $(pyharp_sources)
	@$(stage) pyharp $(pip) ./pyharp
	@touch $@

# Older generations of Gradio for the tests.
$(servers)/gradio-%/.ready: tests/servers/gradio-%.txt $(venv)/.ready
	@$(stage) "Gradio $* environment" $(environment) $(servers)/gradio-$* $<
	@touch $@

# At once, not the plug-in first: JUCE's largest module leaves a processor free for long.
everything: setup
	@$(configure)
	@$(stage) "build plug-in, tests and hosts" cmake --build --preset release

# --- parts of the tests ------------------------------------------------------------------------------------------------

lint: setup
	@$(stage) ruff $(venv)/bin/ruff check -q bridge/python pyharp tests
	@$(stage) mypy $(venv)/bin/mypy

test-cpp: everything
	@$(stage) "C++ tests" ctest --preset release

# No more compilers than processors: the plug-in may be compiled beside them.
build-asan build-tsan: build-%: packages
	@$(stage) "$*: build" sh -c 'cmake --preset $* --log-level=WARNING >/dev/null && cmake --build --preset $* -j $(processors)'

test-asan test-tsan: test-%: build-%
	@$(stage) "$*: tests" ctest --preset $*

# The client and pyharp need nothing that is compiled here but the wheel.
test-client: setup $(test_servers)
	@$(stage) "tests of the client" $(pytest) tests/python/client

test-pyharp: setup $(test_servers)
	@$(stage) "tests of pyharp" $(pytest) tests/python/pyharp

test-plugin: everything
	@$(stage) "tests of the plug-in" $(pytest) tests/python/plugin tests/python/editor --ignore=$(test_install)

test-house: everything
	@$(stage) "tests of the ARA host and of the house" $(pytest) tests/python/ara_host tests/python/house

# Alone: where it cannot hide checkout and environment from one process, it takes them from all.
test-install: everything $(test_servers)
	@$(stage) "tests of the installed plug-in" $(pytest) $(test_install)
