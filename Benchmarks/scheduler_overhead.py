#!/usr/bin/env python3
"""What a run of ten thousand trivial cells costs beside the cells: workers, messages, scheduling, the store.

`ideal` is the sum of the wall-clock times that the workers spent inside the cells (attempts.wall_ns in the store, from
reading the cell's clock before its pipeline to after its last metric) divided by the number of workers; `whole` is the
wall-clock time of the process, from its start to its summary, planning and start of the workers included. The run
reaches `ideal / whole` of the ideal throughput. On a machine that has other work this says more about that work; there
the ratio of CPU times tells: what the threads that train spent inside the cells (attempts.cpu_ns) over what all processes
of the run spent. --isolation thread for comparison.

    make build && python3 Benchmarks/scheduler_overhead.py [--cells 10000] [--jobs 2] [--isolation process]
"""
import argparse
import pathlib
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time

import support

# About two milliseconds of CPU each: a small network on two moons.
SUITE = """version: 1
name: scheduler-overhead
seeds: {seeds}
datasets:
  - {{id: moons, kind: two-moons, n: 400}}
models:
  - {{id: mlp, kind: mlp, hidden: [128]}}
methods:
  - baseline
  - {{id: l2, strength: 0.001}}
  - {{id: dropout, rate: 0.2}}
  - {{id: label-smoothing, epsilon: 0.1}}
  - {{id: mixup, alpha: 0.2}}
training: {{epochs: {epochs}, batch_size: 32}}
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cells", type=int, default=10000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--epochs", type=int, default=16)
    parser.add_argument("--isolation", default="process")
    parser.add_argument("--rounds", type=int, default=1)
    options = parser.parse_args()
    rows = []
    for _ in range(options.rounds):
        with tempfile.TemporaryDirectory() as folder:
            suite, store = pathlib.Path(folder) / "suite.yaml", pathlib.Path(folder) / "store.sqlite"
            suite.write_text(SUITE.format(seeds=options.cells // 5, epochs=options.epochs))
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            began = time.monotonic()
            subprocess.run(
                [support.BENCH, "run", suite, "--db", store, "--jobs", str(options.jobs), "--isolation",
                 options.isolation, "--progress", "none"], check=True, stdout=subprocess.DEVNULL)
            whole = time.monotonic() - began
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            with sqlite3.connect(store) as database:
                count, wall, cpu = database.execute(
                    "SELECT count(*), sum(wall_ns) * 1e-9, sum(cpu_ns) * 1e-9 FROM attempts").fetchone()
        ideal = wall / options.jobs
        rows.append((ideal / whole, [
            str(count), f"{1e3 * wall / count:.2f}", f"{1e3 * cpu / count:.2f}", f"{ideal:.2f}", f"{whole:.2f}",
            f"{ideal / whole:.2f}", f"{1e3 * spent / count:.2f}", f"{cpu / spent:.2f}"]))
    support.table(
        ["cells", "ms of wall each", "ms of CPU each", "ideal s", "whole s", "ratio", "ms of CPU in all each",
         "ratio of CPU"],
        [row for _, row in rows])
    print(f"\n{support.machine()}; --jobs {options.jobs} --isolation {options.isolation}")
    return 0 if max(ratio for ratio, _ in rows) >= 0.8 else 1


if __name__ == "__main__":
    sys.exit(main())
