#!/usr/bin/env python3
"""The report of 10 datasets × 20 methods × 20 seeds in every format: how long the whole command takes, how large the
document is, and whether two calls give the same bytes.

Nothing is trained for it: see million_cells.py. Usage: report_speed.py [--store FILE] [--rounds 3]
"""
import argparse
import pathlib
import statistics
import tempfile
import time

from million_cells import generate
from support import BENCH, Usage, machine, table

DATASETS, METHODS, SEEDS = 10, 20, 20
FORMATS = ["markdown", "html", "latex", "csv", "json"]


def suite():
    """Ten datasets, a model, a baseline and 19 strengths of a penalty."""
    datasets = "\n".join(
        f"  - {{id: moons-{index}, kind: two-moons, n: 100, noise: {0.1 + 0.01 * index:.2f}}}"
        for index in range(DATASETS))
    strengths = ", ".join(f"{index / 1000}" for index in range(1, METHODS))
    return f"""version: 1
name: report-speed
seeds: {SEEDS}
datasets:
{datasets}
models: [linear]
methods:
  - baseline
  - {{id: l2, strength: [{strengths}]}}
training: {{epochs: 1}}
"""


def main():
    """Makes the store where it is missing, and prints the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--store", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        path = options.store or folder / "store.sqlite"
        if not path.exists():
            suite_path = folder / "suite.yaml"
            suite_path.write_text(suite())
            generate(suite_path, path)
        print(f"{DATASETS * METHODS * SEEDS} cells, {path.stat().st_size / 1e6:.0f} MB; {machine()}\n")
        rows = []
        for name in FORMATS:
            times, outputs, usage = [], set(), None
            for _ in range(max(2, options.rounds)):
                began = time.monotonic()
                usage = Usage([BENCH, "report", "--db", path, "--format", name])
                times.append(time.monotonic() - began)
                outputs.add(usage.output)
            rows.append([
                name, f"{statistics.median(times):.2f}", f"{usage.cpu:.2f}", f"{usage.peak / 1e6:.0f}",
                f"{len(usage.output.encode()) / 1e3:.0f}", "yes" if len(outputs) == 1 else "NO"])
        table(["format", "seconds", "CPU seconds", "memory, MB", "size, kB", "same bytes"], rows)


if __name__ == "__main__":
    main()
