#!/usr/bin/env python3
"""A store of a million cells with ten metrics each: how long, and in how much memory, `bench` plans and reports it.

Nothing is trained for it: `bench run` records the experiment and is stopped at once, and SQL fills in attempts and
metrics. Usage: million_cells.py [--store FILE] [--seeds 1000]; with a store that exists, it is measured as it is.
"""
import argparse
import pathlib
import signal
import sqlite3
import subprocess
import tempfile
import time

from support import BENCH, Usage, machine, table

DATASETS, METHODS = 10, 100
MEASURES = [(part, name) for part in ("train", "validation", "test") for name in ("accuracy", "log_loss", "brier")]
MEASURES.append(("test", "error"))


def suite(seeds):
    """Ten datasets, a model, a baseline and 99 strengths of a penalty."""
    datasets = "\n".join(
        f"  - {{id: moons-{index}, kind: two-moons, n: 100, noise: {0.1 + 0.01 * index:.2f}}}"
        for index in range(DATASETS))
    strengths = ", ".join(f"{index / 1000}" for index in range(1, METHODS))
    return f"""version: 1
name: million
seeds: {seeds}
datasets:
{datasets}
models: [linear]
methods:
  - baseline
  - {{id: l2, strength: [{strengths}]}}
training: {{epochs: 1}}
"""


def generate(suite_path, path):
    """Records the suite's experiment in a new store and fills it in."""
    run = subprocess.Popen(
        [BENCH, "run", suite_path, "--db", path, "--jobs", "1", "--progress", "none"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while run.poll() is None:
        time.sleep(0.2)
        try:
            with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
                if database.execute("SELECT count(*) FROM attempts").fetchone()[0] > 0:
                    run.send_signal(signal.SIGINT)
                    break
        except sqlite3.Error:
            pass
    run.wait()
    database = sqlite3.connect(path)
    database.executescript("PRAGMA synchronous = OFF; PRAGMA cache_size = -200000;")
    database.executemany("INSERT OR IGNORE INTO measures (part, name) VALUES (?, ?)", MEASURES)
    ids = [
        database.execute("SELECT id FROM measures WHERE part = ? AND name = ?", measure).fetchone()[0]
        for measure in MEASURES
    ]
    # Values that differ from cell to cell and need all their digits.
    value = "(((c.id * 7919 + m.id * 104729) % 1000003) / 1000003.0)"
    database.commit()
    database.executescript(f"""
        BEGIN;
        CREATE TEMP TABLE wanted AS SELECT id FROM cells
            WHERE id NOT IN (SELECT cell_id FROM current_attempts) ORDER BY id;
        CREATE TEMP TABLE before AS SELECT coalesce(max(id), 0) AS id FROM attempts;
        INSERT INTO attempts (cell_id, environment_id, status, started_at, wall_ns, cpu_ns)
            SELECT id, 1, 'completed', '2026-01-01T00:00:00.000000Z', 2000000 + id % 1000, 2000000 + id % 997
            FROM wanted ORDER BY id;
        INSERT INTO digests (attempt_id, kind, sha256)
            SELECT a.id, 'parameters', c.identity FROM attempts AS a JOIN cells AS c ON c.id = a.cell_id
            WHERE a.id > (SELECT id FROM before) ORDER BY a.id;
        INSERT INTO metrics (attempt_id, measure_id, value)
            SELECT a.id, m.id, {value} FROM attempts AS a JOIN cells AS c ON c.id = a.cell_id
            CROSS JOIN measures AS m
            WHERE a.id > (SELECT id FROM before) AND m.id IN ({", ".join(map(str, ids))}) ORDER BY a.id, m.id;
        COMMIT; PRAGMA wal_checkpoint(TRUNCATE); ANALYZE;
    """)
    database.close()


def measure(name, command):
    """A row of the table: wall and CPU seconds, and the most memory."""
    began = time.monotonic()
    usage = Usage(command)
    wall = time.monotonic() - began
    return [name, f"{wall:.1f}", f"{usage.cpu:.1f}", f"{usage.peak / 1e6:.0f}"]


def main():
    """Makes the store where it is missing, and prints the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--store", type=pathlib.Path)
    parser.add_argument("--seeds", type=int, default=1000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        path = options.store or folder / "store.sqlite"
        suite_path, edited = folder / "suite.yaml", folder / "edited.yaml"
        suite_path.write_text(suite(options.seeds))
        edited.write_text(suite(options.seeds).replace("epochs: 1", "epochs: 2"))
        if not path.exists():
            generate(suite_path, path)
        cells = DATASETS * METHODS * options.seeds
        print(f"{cells} cells, {len(MEASURES)} metrics each, {path.stat().st_size / 1e6:.0f} MB; {machine()}\n")
        table(["command", "seconds", "CPU seconds", "memory, MB"], [
            measure("plan, nothing stored", [BENCH, "plan", suite_path, "--db", folder / "none.sqlite"]),
            measure("plan, all stored", [BENCH, "plan", suite_path, "--db", path]),
            measure("plan, all stale", [BENCH, "plan", edited, "--db", path]),
            measure("report", [BENCH, "report", "--db", path]),
        ])


if __name__ == "__main__":
    main()
