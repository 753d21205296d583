# `make` lists the commands. Each sets the machine up first, which takes no time when nothing lacks.

SHELL := /bin/sh
ARGS ?=
FORMATTED := $(wildcard Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources)
FAIRLEAD := .build/release/fairlead

# One debug build serves check and test, one release build everything else. The import check looks
# at what was built; switching it on or off builds nothing again.
BUILD_TESTS := swift build --build-tests
BUILD_RELEASE := swift build --configuration release --product fairlead

# A million cases want an optimised build, in which overflow and bounds are checked as ever; in a
# folder of its own, for tests need what the release does without.
FUZZ := --configuration release -Xswiftc -enable-testing --scratch-path .build/fuzz

.DEFAULT_GOAL := help
.PHONY: help setup demo test build bench check format fuzz simulate mutations soak requirements

help: ## list the commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1|\2/p' $(MAKEFILE_LIST) \
		| while IFS='|' read -r name does; do printf '%-18s%s\n' "$$name" "$$does"; done

setup: ## install what the system lacks, or name it
	@Scripts/setup.sh

demo: build ## play the scenarios against the simulated estate; ARGS="all --exit" ends by itself
	@$(FAIRLEAD) demo $(ARGS)

test: setup ## run all tests; ARGS="--filter NAME" for some
	$(BUILD_TESTS)
	@Scripts/run_tests.py $(ARGS)

build: setup ## build the release binary, .build/release/fairlead
	$(BUILD_RELEASE)

check: setup ## format, lint, imports, and the tests that read the tree
	swift format lint --strict --parallel --recursive $(FORMATTED)
	python3 -m unittest discover --quiet --start-directory Tests/Scripts
	$(BUILD_TESTS) --explicit-target-dependency-import-check error
	@Scripts/run_tests.py --filter '^TidyTests\.'

format: ## rewrite the sources in the house's format
	swift format --in-place --parallel --recursive $(FORMATTED)

fuzz: setup ## the fuzz tests, optimised: a million cases each, of FEEL and DMN ten million in all
	$(BUILD_TESTS) $(FUZZ)
	@FAIRLEAD_FUZZ_CASES=$${FAIRLEAD_FUZZ_CASES:-1000000} \
		Scripts/run_tests.py $(FUZZ) --filter '[Ff]uzz' $(ARGS)

bench: ## measure, beside the limit of the stack and a peer; ARGS=--quick, ARGS=--json
	@Scripts/setup.sh bench
	$(BUILD_RELEASE)
	swift build --configuration release --package-path Benchmarks --disable-build-manifest-caching
	@Benchmarks/run.py $(ARGS)

soak: setup ## kill the server under load, 200 times; replay 10,000 generated cases
	$(BUILD_TESTS)
	@FAIRLEAD_SOAK_KILLS=$${FAIRLEAD_SOAK_KILLS:-200} \
		FAIRLEAD_SOAK_CASES=$${FAIRLEAD_SOAK_CASES:-10000} \
		Scripts/run_tests.py --filter 'KillTests|GeneratedCaseTests' $(ARGS)

simulate: build ## run the simulator over 10,000 seeds; ARGS="--seed N" for one
	@$(FAIRLEAD) simulate $(if $(ARGS),$(ARGS),--seeds 10000)

mutations: setup ## plant bugs, and see that the simulator finds each within 1,000 seeds
	@Scripts/mutations.py $(ARGS)

requirements: setup ## which requirement is proven by which test; ARGS=--json, ARGS=--last
	@$(if $(findstring --last,$(ARGS)),:,$(BUILD_TESTS) >&2)
	@Scripts/requirements.py $(ARGS)
