#!/usr/bin/env python3
"""What it costs to build and compile the plans of a cell, by method (plan_compilation.yaml).

Five cells of a method differ only in their seed, so the first one traces, differentiates and compiles two plans (the
step of a full batch and that of the smaller last one) and the others compile nothing: the difference of their CPU
times, halved, is the cost of one. The first method also compiles the evaluation, which all of them share, and pays
for what happens once per process.

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
            plans = 3 if not times or method == next(iter(times)) else 2
            times.setdefault(method, []).append(1e3 * (first - statistics.median(others)) / plans)
    support.table(
        ["method", "build and compile a plan, ms"], [[method, support.spread(values, 2)] for method, values in times.items()])
    print(f"\n{support.machine()}; CPU time, median (range) of {options.rounds} rounds")
    return 0 if all(statistics.median(values) < 2 for values in times.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
