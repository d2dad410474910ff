#!/usr/bin/env python3
"""What it costs to build and compile the plans of a cell, by method (plan_compilation.yaml).

Five cells of a method differ only in their seed, so the first one traces, differentiates and compiles two plans (a
training step, an evaluation) and the others compile nothing: the difference of their CPU times is the cost. The
first method also pays for what happens once per process, and is measured twice.

    make build && python3 Benchmarks/plan_compilation.py [--rounds 5]
"""
import argparse
import statistics
import sys

import support


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    support.one_thread()
    times = {}
    for _ in range(options.rounds):
        cells = support.Run(support.suite("plan_compilation.yaml")).cells
        for method in dict.fromkeys(cell["method"] for cell in cells):
            first, *others = [cell["cpu"] for cell in cells if cell["method"] == method]
            times.setdefault(method, []).append(1e3 * (first - statistics.median(others)))
    support.table(
        ["method", "build and compile, ms"], [[method, support.spread(values, 2)] for method, values in times.items()])
    print(f"\n{support.machine()}; CPU time, median (range) of {options.rounds} rounds")
    return 0 if all(statistics.median(values) < 2 for values in times.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
