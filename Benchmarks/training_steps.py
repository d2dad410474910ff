#!/usr/bin/env python3
"""CPU time per training step: bench against PyTorch eager and JAX jit, on the same work, one thread each.

An MLP 64-h-h-10 on data shaped like the digits (1792 rows), SGD with momentum 0.9 and L2 decay on the weights,
batches of b rows gathered from the data in an order shuffled every epoch; and the same with dropout 0.2,
mixup, SAM, or AdamW in place of SGD. bench runs the cells of a suite; what is counted is the difference of the
thread's CPU time between a long and a short training, divided by the difference in steps, so that start-up,
compilation and final evaluation drop out. JAX runs a whole epoch in one jitted scan (its compilation is not
counted); PyTorch runs eagerly. Rounds alternate; the median of each is shown.

    make build && python3 Benchmarks/training_steps.py [--rounds 3] [--json FILE]

Needs: torch, jax[cpu], optax, numpy.
"""
import argparse
import json
import os
import pathlib
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
for variable in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[variable] = "1"
try:
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
except AttributeError:
    pass

import jax
import jax.numpy as jnp
import numpy as np
import optax
import torch

ROOT = pathlib.Path(__file__).resolve().parent.parent
ROWS, FEATURES, CLASSES = 1792, 64, 10
METHODS = ["plain", "dropout", "mixup", "sam", "adamw"]
rng = np.random.default_rng(0)
X = rng.standard_normal((ROWS, FEATURES)).astype(np.float32)
W = rng.standard_normal((FEATURES, CLASSES))
LABELS = (X @ W).argmax(axis=1)
Y = np.eye(CLASSES, dtype=np.float32)[LABELS]


# bench --------------------------------------------------------------------------------------------------------

BENCH_STACKS = {
    "plain": "[l2]",
    "dropout": "[l2, {id: dropout, rate: 0.2}]",
    "mixup": "[l2, mixup]",
    "sam": "[l2, sam]",
    "adamw": "[adamw]",
}


def bench_times(batch, hidden, method, folder):
    """Microseconds per step, from the CPU times of a short and a long cell."""
    table = folder / "data.csv"
    if not table.exists():
        # Two more rows, which the split sets aside for the test part.
        extra = rng.standard_normal((2, FEATURES)).astype(np.float32)
        rows = np.vstack([X, extra])
        labels = np.concatenate([LABELS, [0, 1]])
        with open(table, "w") as file:
            file.write(",".join(f"x{i}" for i in range(FEATURES)) + ",y\n")
            for row, label in zip(rows, labels):
                file.write(",".join(repr(float(v)) for v in row) + f",c{label}\n")
    work = batch * hidden * (FEATURES + hidden + CLASSES) * 6
    short = max(2, int(4e9 / work / (ROWS // batch)))
    suite = folder / "suite.yaml"
    suite.write_text(
        f"""version: 1
name: steps
seeds: [0]
datasets: [{{id: data, kind: csv, path: data.csv, target: y}}]
models: [{{kind: mlp, hidden: [{hidden}, {hidden}]}}]
methods:
  - {{name: stack, stack: {BENCH_STACKS[method]}}}
training: {{epochs: {short}, batch_size: {batch}, last_batch: drop, optimizer: {{id: sgd, learning_rate: 0.01, momentum: 0.9}}}}
protocol: {{split: {{scheme: holdout, test: 0.001, validation: 0, stratify: no}}}}
"""
    )
    times = []
    for epochs in (short, 5 * short):
        text = suite.read_text().replace(f"epochs: {short}", f"epochs: {epochs}")
        current = folder / "current.yaml"
        current.write_text(text)
        store = folder / "store.sqlite"
        for leftover in folder.glob("store.sqlite*"):
            leftover.unlink()
        subprocess.run(
            [ROOT / ".build/release/bench", "run", current, "--db", store, "-j", "1", "--progress", "none"],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with sqlite3.connect(store) as database:
            times.append(database.execute("SELECT cpu_ns FROM attempts").fetchone()[0])
    return (times[1] - times[0]) / 1000 / (4 * short * (ROWS // batch))


# JAX ----------------------------------------------------------------------------------------------------------

def jax_step(batch, hidden, method):
    sizes = [FEATURES, hidden, hidden, CLASSES]
    keys = jax.random.split(jax.random.PRNGKey(0), 3)
    params = [
        (jax.random.normal(k, (a, b)) * np.sqrt(2 / a), jnp.zeros(b)) for k, a, b in zip(keys, sizes, sizes[1:])
    ]
    optimizer = (
        optax.adamw(1e-3, weight_decay=0.01) if method == "adamw" else optax.sgd(0.01, momentum=0.9)
    )

    def forward(params, x, key):
        for index, (w, b) in enumerate(params):
            x = x @ w + b
            if index < 2:
                x = jax.nn.relu(x)
                if method == "dropout":
                    key, draw = jax.random.split(key)
                    x = jnp.where(jax.random.uniform(draw, x.shape) < 0.2, 0, x / 0.8)
        return x

    def loss(params, x, y, key):
        value = -(y * jax.nn.log_softmax(forward(params, x, key))).sum() / batch
        if method != "adamw":
            value = value + 0.5e-4 * sum((w * w).sum() for w, _ in params)
        return value

    def step(carry, indices):
        params, state, key = carry
        key, one, two, three = jax.random.split(key, 4)
        x, y = jnp.asarray(X)[indices], jnp.asarray(Y)[indices]
        if method == "mixup":
            weight = jax.random.beta(one, 0.2, 0.2)
            partner = jax.random.permutation(two, batch)
            x = weight * x + (1 - weight) * x[partner]
            y = weight * y + (1 - weight) * y[partner]
        value, gradient = jax.value_and_grad(loss)(params, x, y, three)
        if method == "sam":
            norm = jnp.sqrt(sum((g * g).sum() for g in jax.tree.leaves(gradient))) + 1e-12
            moved = jax.tree.map(lambda p, g: p + 0.05 * g / norm, params, gradient)
            gradient = jax.grad(loss)(moved, x, y, three)
        updates, state = optimizer.update(gradient, state, params)
        return (optax.apply_updates(params, updates), state, key), value

    @jax.jit
    def epoch(carry, order):
        return jax.lax.scan(step, carry, order)

    carry = (params, optimizer.init(params), jax.random.PRNGKey(1))
    return epoch, carry


def jax_time(batch, hidden, method, state={}):
    key = (batch, hidden, method)
    steps = ROWS // batch
    if key not in state:
        epoch, carry = jax_step(batch, hidden, method)
        order = np.random.default_rng(1).permutation(ROWS)[: steps * batch].reshape(steps, batch)
        jax.block_until_ready(epoch(carry, order))
        state[key] = (epoch, carry)
    epoch, carry = state[key]
    epochs = max(3, int(2e9 / (batch * hidden * (FEATURES + hidden + CLASSES) * 6) / steps))
    shuffle = np.random.default_rng(2)
    began = time.process_time()
    for _ in range(epochs):
        order = shuffle.permutation(ROWS)[: steps * batch].reshape(steps, batch)
        carry, _ = epoch(carry, order)
    jax.block_until_ready(carry)
    return (time.process_time() - began) / (epochs * steps) * 1e6


# PyTorch ------------------------------------------------------------------------------------------------------

torch.set_num_threads(1)


def torch_time(batch, hidden, method):
    torch.manual_seed(0)
    layers = [torch.nn.Linear(FEATURES, hidden), torch.nn.ReLU()]
    if method == "dropout":
        layers.append(torch.nn.Dropout(0.2))
    layers += [torch.nn.Linear(hidden, hidden), torch.nn.ReLU()]
    if method == "dropout":
        layers.append(torch.nn.Dropout(0.2))
    model = torch.nn.Sequential(*layers, torch.nn.Linear(hidden, CLASSES))
    parameters = list(model.parameters())
    if method == "adamw":
        optimizer = torch.optim.AdamW(parameters, lr=1e-3, weight_decay=0.01)
    else:
        optimizer = torch.optim.SGD(parameters, lr=0.01, momentum=0.9, weight_decay=1e-4)
    x_all, y_all = torch.from_numpy(X), torch.from_numpy(Y)
    beta = torch.distributions.Beta(0.2, 0.2)
    steps = max(100, int(1.5e9 / (batch * hidden * (FEATURES + hidden + CLASSES) * 6) / 8))

    def loss(x, y):
        return -(y * torch.log_softmax(model(x), dim=1)).sum() / batch

    def run(count):
        order = torch.randperm(ROWS)
        place = 0
        for _ in range(count):
            if place + batch > ROWS:
                order, place = torch.randperm(ROWS), 0
            indices = order[place : place + batch]
            place += batch
            x, y = x_all[indices], y_all[indices]
            if method == "mixup":
                weight = beta.sample()
                partner = torch.randperm(batch)
                x = weight * x + (1 - weight) * x[partner]
                y = weight * y + (1 - weight) * y[partner]
            optimizer.zero_grad()
            loss(x, y).backward()
            if method == "sam":
                with torch.no_grad():
                    norm = torch.norm(torch.stack([p.grad.norm() for p in parameters])) + 1e-12
                    moves = [0.05 * p.grad / norm for p in parameters]
                    for p, move in zip(parameters, moves):
                        p.add_(move)
                optimizer.zero_grad()
                loss(x, y).backward()
                with torch.no_grad():
                    for p, move in zip(parameters, moves):
                        p.sub_(move)
            optimizer.step()

    run(20)
    began = time.process_time()
    run(steps)
    return (time.process_time() - began) / steps * 1e6


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=pathlib.Path)
    parser.add_argument("--methods", nargs="*", default=METHODS)
    options = parser.parse_args()
    rows = []
    print("| batch, h | method | bench µs | JAX jit µs | PyTorch µs | JAX / bench | PyTorch / bench |")
    print("| --- | --- | --: | --: | --: | --: | --: |")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for batch in (32, 128):
            for hidden in (64, 256):
                for method in options.methods:
                    times = {"bench": [], "jax": [], "torch": []}
                    for _ in range(options.rounds):
                        times["bench"].append(bench_times(batch, hidden, method, folder))
                        times["jax"].append(jax_time(batch, hidden, method))
                        times["torch"].append(torch_time(batch, hidden, method))
                    medians = {key: statistics.median(values) for key, values in times.items()}
                    rows.append({"batch": batch, "hidden": hidden, "method": method, "microseconds": times})
                    ours, theirs, eager = medians["bench"], medians["jax"], medians["torch"]
                    print(
                        f"| {batch}, {hidden} | {method} | {ours:.1f} | {theirs:.1f} | {eager:.0f} | "
                        f"{theirs / ours:.2f} | {eager / ours:.1f} |", flush=True)

    def mean_ratio(other):
        ratios = [statistics.median(r["microseconds"][other]) / statistics.median(r["microseconds"]["bench"]) for r in rows]
        return statistics.geometric_mean(ratios), min(ratios)

    for other, label in (("jax", "JAX jit"), ("torch", "PyTorch eager")):
        mean, least = mean_ratio(other)
        print(f"\n{label} / bench: geometric mean {mean:.2f}, least {least:.2f}")
    print(f"JAX {jax.__version__}, PyTorch {torch.__version__}, one thread, CPU time, median of {options.rounds} rounds")
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1))


if __name__ == "__main__":
    sys.exit(main())
