"""Makes the stores of every schema version: python3 make.py VERSION.

Applies the migrations of Sources/Store, whose SQL never changes once released, and the rows below. The stores are
committed; only a new schema version needs a new one.
"""

import hashlib
import json
import pathlib
import re
import sqlite3
import sys

HERE = pathlib.Path(__file__).parent
SOURCES = HERE / "../../../Sources/Store"
APPLICATION = 0x424E4348


def sql_of(name):
    """The SQL in a Swift file's multi-line strings."""
    text = (SOURCES / name).read_text()
    pieces = []
    for indented in re.findall(r'"""\n(.*?)\n *"""', text, re.S):
        lines = indented.split("\n")
        width = min(len(line) - len(line.lstrip()) for line in lines if line.strip())
        pieces.append("\n".join(line[width:] for line in lines))
    return "\n".join(pieces)


MIGRATIONS = [
    ["Migration001.swift"],
    ["Migration002.swift"],
    ["Migration003.swift", "Migration003+Copies.swift", "Migration003+Views.swift"],
]


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


def without_seed(text):
    members = json.loads(text)
    del members["seed"]
    return canonical(members)


def cell(dataset, method, seed):
    return canonical(
        {
            "layout": 2, "numerics": 1, "dataset": {"id": dataset, "parameters": {"noise": 0.25}, "version": 1},
            "dataset_sha256": sha256(dataset), "corruptions": [], "split": {"id": "holdout"},
            "preprocessing": [], "model": {"id": "mlp"}, "optimizer": {"id": "sgd"},
            "methods": [{"id": method}] if method else [], "training": {"epochs": 2}, "seed": seed,
        })


def metric(value):
    """The two columns of a number."""
    if value != value:
        return None, "NaN"
    if value in (float("inf"), -float("inf")):
        return None, "Infinity" if value > 0 else "-Infinity"
    return value, "-0" if str(value) == "-0.0" else None


def rows_of_schema_1(db):
    """Two experiments that share cells, two datasets, every kind of ending and of number."""
    db.execute(
        "INSERT INTO environments VALUES (1, ?, '0.1.0', 1, 'abc', 1, 'host', 'CPU', 2, 'avx2', 'Linux 6',"
        " 'Swift 6.3', 'release')", [sha256("environment")])
    for id, name in enumerate(["first", "second"], 1):
        db.execute(
            "INSERT INTO experiments VALUES (?, ?, ?, ?, ?, '{}', 'plain', ?, 1, ?)",
            [id, name, name + ".yaml", sha256(f"name: {name}\n"), f"name: {name}\n",
             canonical({"classification": "accuracy", "regression": "rmse"}), f"2026-01-0{id}T00:00:00.000000Z"])
    for id, (kind, classes) in enumerate([("moons", 2), ("line", None)], 1):
        db.execute(
            "INSERT INTO datasets VALUES (?, ?, ?, ?, 100, 2, ?, 60, 20, 20)",
            [id, sha256(kind), kind, canonical({"noise": 0.25}), classes])
    cells = {}
    for dataset in ["moons", "line"]:
        for method in ["", "sam"]:
            for seed in range(3):
                text = cell(dataset, method, seed)
                cells[dataset, method, seed] = sha256(text)
                db.execute(
                    "INSERT INTO cells VALUES (?, ?, 1, ?, ?)", [sha256(text), text, seed, 2 if method else 1])
    position = 0
    for seed in range(3):
        for number, dataset in enumerate(["moons", "line"], 1):
            for method, label in [("", "plain"), ("sam", "sam rho=0.05")]:
                db.execute(
                    "INSERT INTO experiment_cells VALUES (1, ?, ?, ?, 'mlp', ?, ?)",
                    [position, cells[dataset, method, seed], dataset, label, number])
                position += 1
    for position, seed in enumerate([2, 0]):
        db.execute(
            "INSERT INTO experiment_cells VALUES (2, ?, ?, 'MOONS', 'mlp', 'flat', 1)",
            [position, cells["moons", "sam", seed]])

    def attempt(identity, status, started, metrics={}, curves={}, cause=None):
        db.execute(
            "INSERT INTO attempts (identity, environment_id, status, cause, started_at, wall_ns, cpu_ns)"
            " VALUES (?, 1, ?, ?, ?, 2000000000, 1500000000)", [identity, status, cause, started])
        id = db.execute("SELECT max(id) FROM attempts").fetchone()[0]
        for (part, name), value in metrics.items():
            db.execute("INSERT INTO metrics VALUES (?, ?, ?, ?, ?)", [id, part, name, *metric(value)])
        for (epoch, part, name), value in curves.items():
            db.execute("INSERT INTO curves VALUES (?, ?, ?, ?, ?, ?)", [id, epoch, part, name, *metric(value)])
        if status == "completed":
            db.execute(
                "INSERT INTO digests VALUES (?, 'parameters', ?)", [id, sha256(f"parameters of {identity}")])

    infinity = float("inf")
    curve = {(1, "train", "loss"): 0.5, (2, "train", "loss"): float("nan"), (2, "validation", "nll"): -0.0}
    for index, ((dataset, method, seed), identity) in enumerate(cells.items()):
        moment = f"2026-01-01T00:00:{index:02}.000000Z"
        name = "accuracy" if dataset == "moons" else "rmse"
        metrics = {
            ("test", name): [0.1 + index / 7, float("nan"), -0.0][seed], ("test", "nll"): [infinity, 1e-300, 3.0][seed],
            ("train", name): 1.0, ("validation", "nll"): -infinity}
        if (method, seed) == ("sam", 0):
            attempt(identity, "diverged", moment, curves=curve, cause="loss is NaN in epoch 2")
        elif (method, seed) == ("sam", 1):
            attempt(identity, "failed", moment, cause="thrown")
            attempt(identity, "completed", "2026-01-02T00:00:00.000000Z", metrics, curve)
        elif (method, seed) != ("sam", 2):
            attempt(identity, "completed", moment, metrics, curve)


def rows_of_schema_2(db):
    for dataset, resamples in [("moons", 1), ("line", 0)]:
        db.execute(
            "INSERT INTO experiment_treatments VALUES (1, ?, '[]', ?, '[]', ?)",
            [dataset, canonical({"id": "holdout"}), resamples])


def rows_of_schema_3(db):
    db.execute("UPDATE environments SET binary_sha256 = ?", [sha256("binary")])
    db.execute("UPDATE attempts SET peak_bytes = 1000000 WHERE id = 1")
    db.execute("INSERT INTO digests VALUES (1, 'predictions', ?)", [sha256("predictions")])
    db.execute("INSERT INTO predictions VALUES (1, 'test', 2, ?)", [bytes.fromhex("0000803f000000c0")])
    db.execute(
        "INSERT INTO events (at, kind, experiment_id, cell_id, detail_json)"
        " VALUES ('2026-01-01T00:00:00.000000Z', 'run started', 1, NULL, '{\"jobs\":2}')")


def main(version):
    path = HERE / f"schema-{version}.sqlite"
    path.unlink(missing_ok=True)
    db = sqlite3.connect(path, isolation_level=None)
    db.create_function("sha256", 1, sha256, deterministic=True)
    db.create_function("without_seed", 1, without_seed, deterministic=True)
    db.execute("PRAGMA page_size = 1024")
    db.execute("PRAGMA foreign_keys = ON")
    for step in range(1, version + 1):
        for name in MIGRATIONS[step - 1]:
            db.executescript(sql_of(name))
        globals()[f"rows_of_schema_{step}"](db)
    db.execute(f"PRAGMA application_id = {APPLICATION}")
    db.execute(f"PRAGMA user_version = {version}")
    db.execute("VACUUM")
    db.execute("PRAGMA journal_mode = WAL")
    db.close()


main(int(sys.argv[1]))
