#!/usr/bin/env python3
"""What a training step of every method costs, over the passes that it declares: the digits, an MLP 64-128-128-10.

Each method is trained at its defaults beside the baseline in one process, batches of 64, one thread. The CPU time of a
step is the difference between a long and a short training, divided by the difference in steps, so that start-up,
compilation and the final evaluation drop out; there are no validation rows. The ratio is that of the method's step to
that of the baseline times the passes that the method declares: 1 means that it costs what it says, above 1 is work
beside the products of matrices. Rounds follow each other; the median of each is shown, with the range. Methods that
refuse this network or this task are named and left out.

    make build && python3 Benchmarks/method_costs.py [--rounds 3] [--family NAME] [--json FILE]
"""
import argparse
import json
import statistics
import subprocess
import sys
import tempfile

import support

SHORT, LONG = 10, 50
SUITE = """version: 1
name: costs
seeds: 1
datasets: [{{id: digits, kind: csv, path: {root}/suites/data/digits.csv, target: digit, task: classification}}]
models: [{{kind: mlp, hidden: [128, 128]}}]
methods: [{methods}]
protocol: {{split: {{scheme: holdout, test: 0.2, validation: 0}}}}
training: {{epochs: {epochs}, batch_size: 64, optimizer: {{id: sgd, learning_rate: 0.02, momentum: 0.9}}}}
"""


def declared(family):
    """The methods of the catalogue, as `bench list` gives them."""
    command = [support.BENCH, "list", "methods", "--format", "json"]
    command += ["--family", family] if family else []
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["methods"]


def text(method, epochs):
    """The suite of the baseline (SGD with momentum) and one method."""
    return SUITE.format(root=support.ROOT, methods=f"baseline, {method}", epochs=epochs)


def fits(method):
    """Whether the suite can be run with this method."""
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        file.write(text(method, SHORT))
        file.flush()
        return subprocess.run([support.BENCH, "plan", file.name], capture_output=True).returncode == 0


def ratio(method):
    """CPU time of the method's step over that of the baseline's."""
    times = {}
    for epochs in (SHORT, LONG):
        for cell in support.Run(text(method, epochs)).cells:
            name = "baseline" if cell["method"] == "baseline" else "method"
            times[name] = cell["cpu"] - times.get(name, 0)
    return times["method"] / times["baseline"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--family", help="only the methods of this family")
    parser.add_argument("--json", help="write the ratios there")
    options = parser.parse_args()
    support.one_thread()
    if not support.BENCH.exists():
        raise SystemExit(f"{support.BENCH} does not exist: make build")
    methods = declared(options.family)
    left_out = [method["id"] for method in methods if not fits(method["id"])]
    measured = [method for method in methods if method["id"] not in left_out]
    ratios = {method["id"]: [] for method in measured}
    for _ in range(options.rounds):
        for method in measured:
            try:
                ratios[method["id"]].append(ratio(method["id"]) / method["cost_in_passes"])
            except SystemExit as failure:
                # Its cell failed: a method that diverges at the baseline's learning rate.
                print(f"{method['id']}: {failure}", file=sys.stderr)
    rows = [
        [method["id"], method["family"], f"{method['cost_in_passes']:.2f}", support.spread(ratios[method["id"]], 2)]
        for method in measured if ratios[method["id"]]]
    support.table(["method", "family", "passes declared", "CPU of a step / (passes × baseline)"], rows)
    medians = [statistics.median(values) for values in ratios.values() if values]
    if not medians:
        raise SystemExit("no method was measured")
    print(f"\nThe median of {len(medians)} methods: {statistics.median(medians):.2f}")
    if left_out:
        print("Not on this network or task: " + ", ".join(left_out))
    print(f"{support.machine()}; one thread, CPU time, median (range) of {options.rounds} rounds")
    if options.json:
        with open(options.json, "w") as file:
            json.dump(ratios, file)
    return 0


if __name__ == "__main__":
    sys.exit(main())
