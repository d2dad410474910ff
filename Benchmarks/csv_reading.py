#!/usr/bin/env python3
"""CPU time and memory of loading a large CSV file, against pandas.read_csv.

The file has rows of 50 cells: floats of 17 digits, short decimals, whole numbers, a few texts. `bench plan` loads
the dataset (and hashes the file); it is stopped by a split that a regression cannot have, so that nothing but loading
is in its time. The time that each program takes for a file of thirty rows is subtracted; the memory is that of the
whole process. The final matrix takes 8 bytes per numeric cell and 4 per text.

    make build && python3 Benchmarks/csv_reading.py [--rounds 3] [--rows 1000000]
"""
import argparse
import pathlib
import statistics
import subprocess
import sys
import tempfile

import support

COLUMNS = {"float": 15, "decimal": 16, "integer": 15, "text": 4}
SUITE = """version: 1
name: csv-reading
seeds: [0]
datasets: [{{id: table, kind: csv, path: {path}, target: decimal15, task: regression}}]
models: [{{kind: linear}}]
methods: [baseline]
protocol: {{split: {{scheme: holdout, stratify: "yes"}}}}
training: {{epochs: 1, batch_size: 1, optimizer: {{id: sgd, learning_rate: 0.1}}}}
"""
PANDAS = "import sys, pandas; frame = pandas.read_csv(sys.argv[1]); print(len(frame))"


def write(path, rows):
    """A file of that many rows, the same every time."""
    import numpy

    random = numpy.random.default_rng(0)
    texts = numpy.array(["red", "green", "blue", "yellow", "none of them", "x"])
    with open(path, "w") as file:
        file.write(",".join(f"{kind}{i}" for kind, count in COLUMNS.items() for i in range(count)) + "\n")
        for start in range(0, rows, 10_000):
            count = min(10_000, rows - start)
            blocks = [random.standard_normal((count, COLUMNS["float"])),
                      numpy.round(random.normal(50, 20, (count, COLUMNS["decimal"])), 2),
                      random.integers(0, 100_000, (count, COLUMNS["integer"]))]
            words = texts[random.integers(0, len(texts), (count, COLUMNS["text"]))].tolist()
            cells = [[list(map(repr, row)) for row in block.tolist()] for block in blocks]
            file.writelines(",".join(a + b + c + d) + "\n" for a, b, c, d in zip(*cells, words))


class Load:
    """One load of a file by a program that may end with `code`: CPU seconds and peak bytes."""

    def __init__(self, command, code=0):
        import os

        child = subprocess.Popen(
            [str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        message = child.stderr.read()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode != code or (code and "cannot be stratified" not in message):
            raise SystemExit(f"{command[0]} ended with {child.returncode}: {message}")
        self.cpu = usage.ru_utime + usage.ru_stime
        self.peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--write", type=pathlib.Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.write:
        write(options.write, options.rows)
        return 0
    if not support.BENCH.exists():
        raise SystemExit(f"{support.BENCH} does not exist: make build")
    support.one_thread()
    if not support.available("pandas", "numpy"):
        return 1
    measured = {"bench": [], "pandas": []}
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for size, rows in (("small", 30), ("large", options.rows)):
            # In a process of its own, for a child's peak begins with the memory of its parent.
            path = folder / f"{size}.csv"
            subprocess.run([sys.executable, __file__, "--write", path, "--rows", str(rows)], check=True)
            (folder / f"{size}.yaml").write_text(SUITE.format(path=f"{size}.csv"))

        def load(program, size):
            if program == "bench":
                return Load([support.BENCH, "plan", folder / f"{size}.yaml"], code=64)
            return Load([sys.executable, "-c", PANDAS, folder / f"{size}.csv"])

        # The first reading brings the file into the system's cache.
        load("bench", "large")
        for _ in range(options.rounds):
            for program, loads in measured.items():
                small, large = load(program, "small"), load(program, "large")
                loads.append((large.cpu - small.cpu, large.peak))
    texts = COLUMNS["text"]
    matrix = options.rows * (8 * (sum(COLUMNS.values()) - texts) + 4 * texts)
    rows = []
    for program, loads in measured.items():
        rows.append([program, support.spread([cpu for cpu, _ in loads], 2),
                     support.spread([peak / matrix for _, peak in loads], 2)])
    support.table([f"{options.rows} rows × {sum(COLUMNS.values())} columns", "CPU seconds", "peak memory / matrix"], rows)
    ratios = [ours[0] / theirs[0] for ours, theirs in zip(measured["bench"], measured["pandas"])]
    memory = max(peak / matrix for _, peak in measured["bench"])
    print(f"\nCPU time of bench over pandas: {support.spread(ratios, 2)}; {support.machine()}")
    return 0 if statistics.median(ratios) < 1 and memory <= 2 else 1


if __name__ == "__main__":
    sys.exit(main())
