#!/usr/bin/env python3
"""Memory that a cell of 64-256-256-10 on the digits needs beyond the program and the dataset.

The peak resident memory of a process that trains one such cell, less that of one that trains the smallest cell there
is on the same data: a linear model for one epoch.

    make build && python3 Benchmarks/memory.py
"""
import sys

import support

SUITE = """version: 1
name: memory
seeds: [0]
datasets: [{{id: digits, kind: csv, path: ../suites/data/digits.csv, target: digit, task: classification}}]
models: [{model}]
methods: [{method}]
training: {{epochs: {epochs}, batch_size: {batch}, optimizer: {{id: sgd, learning_rate: 0.05, momentum: 0.9}}}}
"""


def peak(**fields):
    text = SUITE.format(**fields).replace("../suites/data", str(support.ROOT / "suites/data"))
    return min(support.Run(text).peak for _ in range(3))


def main():
    least = peak(model="{kind: linear}", method="baseline", epochs=1, batch=32)
    network = "{kind: mlp, hidden: [256, 256]}"
    rows, worst = [], 0
    for method in ("baseline", "{id: adamw, learning_rate: 0.001}", "sam"):
        for batch in (32, 128):
            more = (peak(model=network, method=method, epochs=20, batch=batch) - least) / 1e6
            worst = max(worst, more)
            name = method.split(",")[0].replace("{id: ", "")
            rows.append([f"{name}, batches of {batch}", f"{more:.1f}"])
    support.table(["64-256-256-10 on digits, 20 epochs", "MB beyond a trivial cell"], rows)
    print(f"\na trivial cell: {least / 1e6:.1f} MB at its peak; {support.machine()}")
    return 0 if worst < 20 else 1


if __name__ == "__main__":
    sys.exit(main())
