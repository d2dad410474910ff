#!/usr/bin/env python3
"""CPU time per training step: bench against JAX and PyTorch, on the same work, one thread each.

An MLP 64-h-h-10 on data shaped like the digits (1792 rows), SGD with momentum 0.9 and L2 decay on the weights,
batches of b rows gathered from the data in an order shuffled every epoch; and the same with dropout 0.2,
mixup, SAM, or AdamW in place of SGD.

bench runs the cells of a suite; what is counted is the difference of the thread's CPU time between a long and a
short training, divided by the difference in steps, so that start-up, compilation and final evaluation drop out.
JAX is timed twice: one jitted step called per batch, as training scripts do it, and a whole epoch in one jitted
scan, its best case. PyTorch is timed twice: eagerly, and with torch.compile around the loss. Their compilation is
not counted. Rounds alternate; the median of each is shown, with the range, and our share of the machine's peak:
the operations of the matrix products (support.step_flops) per second, divided by those of a loop of fused
multiply-adds in registers (peak.c).

    make build && python3 Benchmarks/training_steps.py [--rounds 3] [--json FILE]

Wants torch, jax[cpu], optax and g++; what is missing is left out. Needs numpy.
"""
import argparse
import json
import pathlib
import statistics
import sys
import tempfile
import time

import support

support.one_thread()
import numpy as np

ROWS, FEATURES, CLASSES = 1792, 64, 10
METHODS = ["plain", "dropout", "mixup", "sam", "adamw"]
SIZES = [(32, 64), (32, 256), (128, 64), (128, 256)]
PEERS = {"jax step": "jax", "jax scan": "jax", "torch eager": "torch", "torch compile": "torch"}
rng = np.random.default_rng(0)
X = rng.standard_normal((ROWS, FEATURES)).astype(np.float32)
LABELS = (X @ rng.standard_normal((FEATURES, CLASSES))).argmax(axis=1)
Y = np.eye(CLASSES, dtype=np.float32)[LABELS]
BENCH_STACKS = {
    "plain": "[l2]",
    "dropout": "[l2, {id: dropout, rate: 0.2}]",
    "mixup": "[l2, mixup]",
    "sam": "[l2, sam]",
    "adamw": "[adamw]",
}


def table_file(folder):
    """The data as a CSV file, with two more rows, which the split sets aside for the test part."""
    path = folder / "data.csv"
    if not path.exists():
        rows = np.vstack([X, np.random.default_rng(1).standard_normal((2, FEATURES)).astype(np.float32)])
        with open(path, "w") as file:
            file.write(",".join(f"x{i}" for i in range(FEATURES)) + ",y\n")
            for row, label in zip(rows, [*LABELS, 0, 1]):
                file.write(",".join(repr(float(v)) for v in row) + f",c{label}\n")
    return path


def step_count(batch, hidden, seconds):
    """How many steps take about so long."""
    return max(50, int(seconds * 5e10 / support.step_flops(batch, FEATURES, hidden, CLASSES)))


def bench_time(batch, hidden, method, folder):
    short = max(2, step_count(batch, hidden, 0.1) // (ROWS // batch))
    times = []
    for epochs in (short, 5 * short):
        run = support.Run(
            f"""version: 1
name: steps
seeds: [0]
datasets: [{{id: data, kind: csv, path: {table_file(folder)}, target: y}}]
models: [{{kind: mlp, hidden: [{hidden}, {hidden}]}}]
methods:
  - {{name: stack, stack: {BENCH_STACKS[method]}}}
training: {{epochs: {epochs}, batch_size: {batch}, last_batch: drop, optimizer: {{id: sgd, learning_rate: 0.01, momentum: 0.9}}}}
protocol: {{split: {{scheme: holdout, test: 0.001, validation: 0, stratify: no}}}}
""")
        times.append(run.cells[0]["cpu"])
    return (times[1] - times[0]) / (4 * short * (ROWS // batch))


def order(shuffle, batch):
    steps = ROWS // batch
    return shuffle.permutation(ROWS)[: steps * batch].reshape(steps, batch)


class JAXTimer:
    def __init__(self, batch, hidden, method, is_scan):
        import jax
        import peer_jax

        self.jax, self.batch, self.hidden, self.is_scan = jax, batch, hidden, is_scan
        self.network = peer_jax.Network([FEATURES, hidden, hidden, CLASSES], method)
        self.carry = self.network.start(0)
        self.x, self.y = jax.numpy.asarray(X), jax.numpy.asarray(Y)
        self.shuffle = np.random.default_rng(2)
        self.epochs(1)

    def epochs(self, count):
        for _ in range(count):
            batches = order(self.shuffle, self.batch)
            if self.is_scan:
                self.carry, _ = self.network.jitted_epoch(self.carry, self.x, self.y, batches)
            else:
                for indices in batches:
                    self.carry, _ = self.network.jitted_step(self.carry, self.x, self.y, indices)
        self.jax.block_until_ready(self.carry)

    def time(self):
        count = max(3, step_count(self.batch, self.hidden, 0.2) // (ROWS // self.batch))
        began = time.process_time()
        self.epochs(count)
        return (time.process_time() - began) / (count * (ROWS // self.batch))


class TorchTimer:
    def __init__(self, batch, hidden, method, is_compiled):
        import peer_torch
        import torch

        self.torch, self.batch, self.hidden = torch, batch, hidden
        self.network = peer_torch.Network([FEATURES, hidden, hidden, CLASSES], method, is_compiled=is_compiled)
        self.x, self.y = torch.from_numpy(X), torch.from_numpy(Y)
        self.epochs(1)

    def epochs(self, count):
        for _ in range(count):
            indices = self.torch.randperm(ROWS)
            for first in range(0, ROWS - self.batch + 1, self.batch):
                self.network.step(self.x, self.y, indices[first : first + self.batch])

    def time(self):
        count = max(3, step_count(self.batch, self.hidden, 0.1) // (ROWS // self.batch))
        began = time.process_time()
        self.epochs(count)
        return (time.process_time() - began) / (count * (ROWS // self.batch))


def timer(name, batch, hidden, method):
    if name.startswith("jax"):
        return JAXTimer(batch, hidden, method, name == "jax scan")
    return TorchTimer(batch, hidden, method, name == "torch compile")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=pathlib.Path)
    parser.add_argument("--methods", nargs="*", default=METHODS, choices=METHODS)
    parser.add_argument("--sizes", nargs="*", default=[f"{b},{h}" for b, h in SIZES], help="batch,h ...")
    options = parser.parse_args()
    modules = support.available("torch", "jax", "optax")
    peers = [name for name, module in PEERS.items()
             if module in modules and (module != "jax" or "optax" in modules)]
    peak = support.peak()
    rows, lines = [], []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for batch, hidden in (map(int, size.split(",")) for size in options.sizes):
            for method in options.methods:
                timers = {}
                for peer in list(peers):
                    try:
                        timers[peer] = timer(peer, batch, hidden, method)
                    except Exception as error:
                        # torch.compile needs a C++ compiler.
                        print(f"{peer} is left out: {str(error).splitlines()[0]}", file=sys.stderr)
                        peers.remove(peer)
                times = {"bench": [], **{peer: [] for peer in timers}}
                for _ in range(options.rounds):
                    times["bench"].append(1e6 * bench_time(batch, hidden, method, folder))
                    for peer, clock in timers.items():
                        times[peer].append(1e6 * clock.time())
                rows.append({"batch": batch, "hidden": hidden, "method": method, "microseconds": times})
                print(f"{batch}, {hidden}, {method}: " + ", ".join(
                    f"{key} {support.spread(value)}" for key, value in times.items()), file=sys.stderr, flush=True)
                ours = statistics.median(times["bench"])
                passes = 2 if method == "sam" else 1
                flops = support.step_flops(batch, FEATURES, hidden, CLASSES, passes)
                lines.append(
                    [f"{batch}, {hidden}", method, support.spread(times["bench"])]
                    + ([f"{flops / ours * 1e6 / peak:.0%}"] if peak else [])
                    + [support.spread(times[peer]) if peer in times else "" for peer in PEERS]
                    + [f"{statistics.median(times[peer]) / ours:.2f}" if peer in times else "" for peer in PEERS])
    support.table(
        ["batch, h", "method", "bench µs"] + (["of peak"] if peak else []) + [f"{peer} µs" for peer in PEERS]
        + [f"{peer} / bench" for peer in PEERS], lines)
    print()
    for peer in PEERS:
        ratios = [
            statistics.median(row["microseconds"][peer]) / statistics.median(row["microseconds"]["bench"])
            for row in rows if peer in row["microseconds"]
        ]
        if ratios:
            print(f"- {peer} / bench: geometric mean {statistics.geometric_mean(ratios):.2f}, least {min(ratios):.2f}")
    versions = [f"{name} {sys.modules[name].__version__}" for name in ("jax", "torch") if name in sys.modules]
    print("\n" + ", ".join([support.machine(), *versions])
          + (f", peak {peak / 1e9:.0f} GFLOP/s" if peak else "")
          + f"; one thread, CPU time, median (range) of {options.rounds} rounds")
    if options.json:
        options.json.write_text(json.dumps({"machine": support.machine(), "peak": peak, "rows": rows}, indent=1))


if __name__ == "__main__":
    sys.exit(main())
