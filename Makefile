# Two commands do everything on a fresh Debian or Ubuntu machine with a Swift toolchain:
#   make quickstart   builds, trains suites/quickstart.yaml on real data and prints the report
#   make test         builds and runs all tests
# The rest: make build | format | lint | docs | results | benchmark | fuzz | clean

SWIFT ?= swift
STORE ?= quickstart.sqlite
BENCH = .build/release/bench

.PHONY: quickstart test build dependencies format lint docs results benchmark fuzz clean

quickstart: build
	$(BENCH) run suites/quickstart.yaml --db $(STORE)
	$(BENCH) report quickstart --db $(STORE) --markdown

test: dependencies
	$(SWIFT) build --build-tests
	SWIFT="$(SWIFT)" scripts/run-tests

build: dependencies
	$(SWIFT) build -c release --product bench

dependencies:
	@scripts/install-dependencies

format:
	$(SWIFT) format format --in-place --parallel --recursive Package.swift Sources Tests

lint:
	$(SWIFT) format lint --strict --parallel --recursive Package.swift Sources Tests

# What is generated from the catalogues and committed; the tests check that it is current.
docs: build
	$(BENCH) describe --all-methods --output docs/methods
	$(BENCH) describe --all-data > docs/datasets.md
	$(BENCH) describe --all-probes > docs/probes.md
	$(BENCH) describe --all-evaluations > docs/evaluations.md
	$(BENCH) describe --all-metrics > docs/metrics.md

# The reports of the shipped suites, committed in results/; CI checks that they are current.
results: build
	scripts/make-results

# CPU time, memory and plan compilation, and CPU time against PyTorch, JAX and scikit-learn, which are left out
# where they are missing (torch, jax[cpu], optax, scikit-learn from PyPI). ROUNDS=1 for a quick look.
ROUNDS ?= 3
benchmark: build
	-python3 Benchmarks/memory.py
	-python3 Benchmarks/million_cells.py
	-python3 Benchmarks/report_speed.py --rounds $(ROUNDS)
	-python3 Benchmarks/csv_reading.py --rounds $(ROUNDS)
	-python3 Benchmarks/scheduler_overhead.py
	-python3 Benchmarks/plan_compilation.py --rounds $(ROUNDS)
	-python3 Benchmarks/whole_run.py --rounds $(ROUNDS)
	-python3 Benchmarks/method_costs.py --rounds $(ROUNDS)
	python3 Benchmarks/whole_cells.py --rounds $(ROUNDS)
	python3 Benchmarks/training_steps.py --rounds $(ROUNDS)

# Reads a million mutated data files and a million mutated suites: no trap, no hang, no unbounded memory.
MUTATIONS ?= 0:1000000
fuzz: dependencies
	$(SWIFT) build --build-tests
	CSV_MUTATIONS=$(MUTATIONS) $(SWIFT) test --skip-build --filter CSVMutationTests
	SUITE_MUTATIONS=$(MUTATIONS) $(SWIFT) test --skip-build --filter SuitesTests.MutationTests

clean:
	rm -rf .build
