"""Reads every export of one experiment back with pandas, pyarrow and MLflow and compares it with the store, bit for bit.

    compare.py STORE FOLDER

FOLDER has results.csv, curves.csv, wide.csv, cells.jsonl, parquet/ and mlflow/ as scripts/check-exports writes them.
"""

import contextlib
import json
import math
import os
import pathlib
import signal
import socket
import sqlite3
import struct
import subprocess
import sys
import time
import urllib.request

import pandas
import pyarrow
import pyarrow.csv
import pyarrow.parquet

NAMED = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf, "-0": -0.0}

# From version 3 on this is what pandas does anyway.
EXACT = {} if int(pandas.__version__.split(".")[0]) >= 3 else {"float_precision": "round_trip"}


def bits(value):
    """The 64 bits of a number, one pattern for every NaN; None stays None."""
    if value is None:
        return None
    return "nan" if math.isnan(value) else struct.pack("<d", value).hex()


def stored(value, text):
    return NAMED[text] if text is not None else value


def check(name, actual, expected):
    if actual != expected:
        missing = [key for key in expected if key not in actual]
        extra = [key for key in actual if key not in expected]
        wrong = [(key, actual[key], expected[key]) for key in expected if key in actual and actual[key] != expected[key]]
        sys.exit(f"{name}: missing {missing[:3]}, extra {extra[:3]}, different {wrong[:3]}")
    if not expected:
        sys.exit(f"{name}: nothing to compare")
    print(f"{name}: {len(expected)} values are the store's, bit for bit")


def flattened(value, path=""):
    """The parameters as docs/exporting.md describes them."""
    before = path + "." if path else ""
    if isinstance(value, dict) and value:
        return {k: v for key, member in value.items() for k, v in flattened(member, before + key).items()}
    if isinstance(value, list) and any(isinstance(element, dict) for element in value):
        return {
            k: v for index, element in enumerate(value) for k, v in flattened(element, before + str(index)).items()
        }
    if isinstance(value, str) and value:
        return {path: value}
    return {path: json.dumps(value, separators=(",", ":"))}


def number(text):
    return NAMED[text] if isinstance(text, str) else float(text)


@contextlib.contextmanager
def server(backend, environment):
    """A running MLflow server on a free port of the loopback interface; yields its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    log = pathlib.Path(backend_folder(backend), "..", "server.log").resolve()
    with open(log, "w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "mlflow", "server", "--backend-store-uri", backend, "--host", "127.0.0.1",
             "--port", str(port), "--workers", "1"],
            env=dict(os.environ, **environment), stdout=output, stderr=output, start_new_session=True)
    try:
        for _ in range(240):
            if process.poll() is not None:
                sys.exit("MLflow's server ended:\n" + log.read_text())
            try:
                urllib.request.urlopen(address + "/health", timeout=2).read()
                break
            except OSError:
                time.sleep(0.5)
        else:
            sys.exit("MLflow's server does not answer:\n" + log.read_text())
        yield address
    finally:
        # The server and its workers are a process group of their own.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def backend_folder(backend):
    return pathlib.Path(backend.removeprefix("sqlite:///")).parent if backend.startswith("sqlite:") else backend


def mlflow_values(address):
    """Every parameter, metric and point of every run, through the server's API."""
    from mlflow import MlflowClient

    client = MlflowClient(tracking_uri=address)
    experiments = [found for found in client.search_experiments() if found.name != "Default"]
    runs, token = [], None
    while True:
        page = client.search_runs([found.experiment_id for found in experiments], max_results=500, page_token=token)
        runs += page
        token = page.token
        if not token:
            break
    parameters, metrics, statuses = {}, {}, {}
    for run in runs:
        identity = run.data.tags["bench.identity"]
        statuses[identity] = (run.info.status, run.data.tags["bench.status"], run.info.run_name)
        for key, value in run.data.params.items():
            parameters[identity, key] = value
        for key in run.data.metrics:
            for point in client.get_metric_history(run.info.run_id, key):
                metrics[identity, key, point.step] = bits(point.value)
    return [found.name for found in experiments], parameters, metrics, statuses


def main():
    store, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    database = sqlite3.connect(f"file:{store}?mode=ro", uri=True)
    cells = {json_cell["identity"]: json_cell for json_cell in map(json.loads, open(folder / "cells.jsonl"))}
    results = {
        (identity, part, metric): bits(stored(value, text))
        for identity, part, metric, value, text in database.execute(
            "SELECT identity, part, metric, value, value_text FROM v_results WHERE part IS NOT NULL")
    }
    curves = {
        (identity, epoch, part, metric): bits(stored(value, text))
        for identity, epoch, part, metric, value, text in database.execute(
            "SELECT identity, epoch, part, metric, value, value_text FROM v_curves")
    }
    finals = {
        identity: (status, parameters, predictions)
        for identity, status, parameters, predictions in database.execute(
            "SELECT identity, status, parameters_sha256, predictions_sha256 FROM v_final")
    }

    # csv, with pandas.
    table = pandas.read_csv(folder / "results.csv", **EXACT, keep_default_na=False,
                            na_values={"part": [""], "value": ["", "NaN"]})
    table = table[table.part.notna()]
    check("csv, results", {
        (row.identity, row.part, row.metric): bits(row.value) for row in table.itertuples()}, results)
    table = pandas.read_csv(folder / "curves.csv", **EXACT)
    check("csv, curves", {
        (row.identity, row.epoch, row.part, row.metric): bits(row.value) for row in table.itertuples()}, curves)
    table = pandas.read_csv(folder / "wide.csv", **EXACT, keep_default_na=False, dtype=str)
    wide = {}
    for row in table.to_dict("records"):
        for part in ("train", "validation", "test"):
            for column, text in row.items():
                if column.startswith(part + ".") and text != "":
                    wide[row["identity"], part, column[len(part) + 1:]] = bits(float(text))
    check("csv, wide", wide, results)

    # jsonl, with the standard library.
    check("jsonl, metrics", {
        (identity, *key.split(".", 1)): bits(number(value))
        for identity, cell in cells.items() for key, value in cell.get("metrics", {}).items()}, results)
    check("jsonl, curves", {
        (identity, epoch, *key.split(".", 1)): bits(number(value))
        for identity, cell in cells.items() for key, points in cell.get("curves", {}).items()
        for epoch, value in points}, curves)
    check("jsonl, digests", {
        identity: (cell["status"], cell.get("digests", {}).get("parameters"), cell.get("digests", {}).get("predictions"))
        for identity, cell in cells.items()}, finals)

    # parquet-csv, with pyarrow, there and back.
    schema = json.load(open(folder / "parquet" / "schema.json"))
    for name, expected in (("results", results), ("curves", curves)):
        columns = schema["tables"][name]["columns"]
        types = {column["name"]: column["type"] for column in columns}
        table = pyarrow.csv.read_csv(
            folder / "parquet" / schema["tables"][name]["file"],
            parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types=types, null_values=[schema["null"]], strings_can_be_null=True,
                quoted_strings_can_be_null=False))
        for column in columns:
            if not column["nullable"] and table[column["name"]].null_count:
                sys.exit(f"parquet-csv: {name}.{column['name']} has nulls")
            if str(table.schema.field(column["name"]).type) != column["type"]:
                sys.exit(f"parquet-csv: {name}.{column['name']} is {table.schema.field(column['name']).type}")
        pyarrow.parquet.write_table(table, folder / f"{name}.parquet")
        rows = pyarrow.parquet.read_table(folder / f"{name}.parquet").to_pylist()
        key = ("identity", "part", "metric") if name == "results" else ("identity", "epoch", "part", "metric")
        check(f"parquet, {name}", {
            tuple(row[part] for part in key): bits(row["value"]) for row in rows if row["part"] is not None}, expected)

    # mlflow: its server on the folder, then on the database that its own tool makes of it.
    parameters = {
        (identity, key): text
        for identity, cell in cells.items() if cell["status"] is not None
        for key, text in flattened(cell["specification"]).items()
    }
    metrics = {(identity, f"{part}.{metric}", 0): value for (identity, part, metric), value in results.items()}
    metrics |= {
        (identity, f"curve.{part}.{metric}", epoch): value for (identity, epoch, part, metric), value in curves.items()}
    statuses = {
        identity: ("FINISHED" if cell["status"] == "completed" else "FAILED", cell["status"],
                   f"{cell['dataset']} / {cell['model']} / {cell['method']} / seed {cell['seed']}")
        for identity, cell in cells.items() if cell["status"] is not None
    }
    import mlflow

    with server(str(folder / "mlflow"), {"MLFLOW_ALLOW_FILE_STORE": "true"}) as address:
        names, *values = mlflow_values(address)
        for what, actual, expected in zip(("parameters", "metrics", "runs"), values, (parameters, metrics, statuses)):
            check(f"mlflow {mlflow.__version__}, {what}", actual, expected)
        first = next(iter(cells.values()))
        if names != [f"{first['experiment']} #{first['experiment_id']}"]:
            sys.exit(f"mlflow: the experiments are {names}")
    database = f"sqlite:///{folder / 'mlflow.db'}"
    migration = subprocess.run(
        [sys.executable, "-m", "mlflow", "migrate-filestore", "--source", folder / "mlflow", "--target", database,
         "--no-progress"], capture_output=True, text=True)
    if migration.returncode != 0:
        if "No such command" in migration.stderr:
            print(f"mlflow {mlflow.__version__} has no migrate-filestore: its database is not checked")
            return
        sys.exit(migration.stdout + migration.stderr)
    # MLflow's databases have no infinities: the largest finite numbers stand for them.
    largest = {bits(math.inf): bits(sys.float_info.max), bits(-math.inf): bits(-sys.float_info.max)}
    with server(database, {}) as address:
        names, *values = mlflow_values(address)
        expected = (parameters, {key: largest.get(value, value) for key, value in metrics.items()}, statuses)
        for what, actual, wanted in zip(("parameters", "metrics", "runs"), values, expected):
            check(f"mlflow {mlflow.__version__}, migrated to SQLite, {what}", actual, wanted)


main()
