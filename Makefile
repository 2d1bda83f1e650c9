# The commands of this repository; each says what it does and can be run again.
SHELL := /bin/bash
BUILD := swift build -c release --product conduct --static-swift-stdlib
TESTS := .build/tests

.PHONY: demo build test lint bench release clean help

help: ## List the commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

build: ## Install what is missing and build .build/release/conduct
	@Scripts/bootstrap build
	$(BUILD)

demo: build ## Evaluate the embedded model on a sample suite and say where the report lies
	@Scripts/fetch-model
	@Scripts/demo

test: ## Install what is missing and pass all tests
	@Scripts/bootstrap test
	@Scripts/fetch-model
	Scripts/test

lint: ## Check formatting, floors, hosts, paths and documents
	Scripts/check

bench: build ## Measure the numbers of the design beside their peers
	@Scripts/fetch-model
	Benchmarks/run

release: build ## Leave a tarball in dist/ that runs without Swift
	Scripts/release

clean: ## Remove what was built (the model stays in the cache)
	rm -rf .build .build-* dist
