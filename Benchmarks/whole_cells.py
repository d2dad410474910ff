#!/usr/bin/env python3
"""CPU time of a whole cell: bench against PyTorch, JAX and scikit-learn, on the same work, one thread each.

The work: the digits (1797 rows) from their CSV file, split 60/20/20 by class, inputs standardised on the training
rows; an MLP 64-h-h-10 with ReLU, He initialisation, SGD with learning rate 0.05, momentum 0.9 and L2 decay 1e-4 on
the weights, shuffled batches of b rows (the last, smaller one too), 20 epochs; accuracy, log loss and Brier score on
the validation rows after every epoch, and on all three parts at the end. scikit-learn's MLPClassifier evaluates at
the end only; its decay is on the weights as well (alpha / rows of the batch, hence the conversion).

Shown are the CPU seconds of a process that does one cell, from start to end, with imports and compilation; and those
of one further cell in the same process, with everything imported, loaded and compiled. bench also writes its results
to a store. Rounds alternate. The last column is the test accuracy, which tells that the work is the same.

    make build && python3 Benchmarks/whole_cells.py [--rounds 3] [--json FILE]

Wants torch, jax[cpu], optax, scikit-learn; what is missing is left out. Needs numpy.
"""
import argparse
import json
import pathlib
import statistics
import sys
import time

import support

EPOCHS, RATE, DECAY = 20, 0.05, 1e-4
SIZES = [(32, 64), (128, 256)]
PEERS = {"jax step": "jax", "jax scan": "jax", "torch eager": "torch", "scikit-learn": "sklearn"}
SUITE = """version: 1
name: cells
seeds: {seeds}
datasets: [{{id: digits, kind: csv, path: ../suites/data/digits.csv, target: digit, task: classification}}]
models: [{{kind: mlp, hidden: [{hidden}, {hidden}]}}]
methods: [{{name: l2, stack: [{{id: l2, strength: {decay}}}]}}]
training: {{epochs: {epochs}, batch_size: {batch}, optimizer: {{id: sgd, learning_rate: {rate}, momentum: 0.9}}}}
"""


# The work of a peer, in a process of its own -------------------------------------------------------------------

def load():
    import numpy as np

    table = np.loadtxt(support.ROOT / "suites/data/digits.csv", delimiter=",", skiprows=1, dtype=np.float32)
    return table[:, :-1], table[:, -1].astype(np.int64)


def prepare(x, labels, seed):
    """Inputs, one-hot targets and labels of the training, validation and test rows."""
    import numpy as np

    rng = np.random.default_rng(seed)
    parts = [[], [], []]
    for label in np.unique(labels):
        rows = rng.permutation(np.flatnonzero(labels == label))
        ends = [round(0.6 * len(rows)), round(0.8 * len(rows))]
        for part, chosen in zip(parts, np.split(rows, ends)):
            part.append(chosen)
    parts = [np.concatenate(part) for part in parts]
    mean, deviation = x[parts[0]].mean(axis=0), x[parts[0]].std(axis=0)
    scaled = ((x - mean) / np.where(deviation > 0, deviation, 1)).astype(np.float32)
    one_hot = np.eye(labels.max() + 1, dtype=np.float32)[labels]
    return [(scaled[part], one_hot[part], labels[part]) for part in parts]


def metrics(logits, one_hot, labels):
    """Accuracy, log loss and Brier score in double precision."""
    import numpy as np

    logits = logits.astype(np.float64)
    logits -= logits.max(axis=1, keepdims=True)
    logarithms = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    return (
        (logits.argmax(axis=1) == labels).mean(),
        -(logarithms * one_hot).sum(axis=1).mean(),
        ((np.exp(logarithms) - one_hot) ** 2).sum(axis=1).mean(),
    )


def fit(parts, batch, seed, epoch, outputs):
    """Trains by `epoch`, which takes an order of rows; the accuracy on the test rows at the end."""
    import numpy as np

    rng = np.random.default_rng(seed)
    curve = []
    for _ in range(EPOCHS):
        epoch(rng.permutation(len(parts[0][0])))
        curve.append(metrics(outputs(parts[1][0]), *parts[1][1:]))
    return [metrics(outputs(part[0]), *part[1:]) for part in parts][2][0]


def torch_cell(parts, batch, hidden, seed, state):
    import torch

    import peer_torch

    network = peer_torch.Network([parts[0][0].shape[1], hidden, hidden, 10], "plain", seed, RATE, DECAY)
    x, y = (torch.from_numpy(values) for values in parts[0][:2])

    def epoch(order):
        network.model.train()
        for indices in torch.from_numpy(order).split(batch):
            network.step(x, y, indices)

    def outputs(rows):
        network.model.eval()
        with torch.no_grad():
            return network.model(torch.from_numpy(rows)).numpy()

    return fit(parts, batch, seed, epoch, outputs)


def jax_cell(parts, batch, hidden, seed, state, is_scan=False):
    import jax
    import numpy as np

    import peer_jax

    if "network" not in state:
        state["network"] = peer_jax.Network([parts[0][0].shape[1], hidden, hidden, 10], "plain", RATE, DECAY)
        state["outputs"] = jax.jit(state["network"].outputs)
    network = state["network"]
    carry = network.start(seed)
    x, y = (jax.numpy.asarray(values) for values in parts[0][:2])

    def epoch(order):
        nonlocal carry
        full = len(order) // batch * batch
        if is_scan:
            carry, _ = network.jitted_epoch(carry, x, y, order[:full].reshape(-1, batch))
        else:
            for first in range(0, full, batch):
                carry, _ = network.jitted_step(carry, x, y, order[first : first + batch])
        if full < len(order):
            carry, _ = network.jitted_step(carry, x, y, order[full:])

    return fit(parts, batch, seed, epoch, lambda rows: np.asarray(state["outputs"](carry[0], rows)))


def sklearn_cell(parts, batch, hidden, seed, state):
    import warnings

    from sklearn.neural_network import MLPClassifier

    warnings.simplefilter("ignore")
    # Its penalty is alpha / 2 / (rows of the batch) times the squared weights.
    model = MLPClassifier(
        (hidden, hidden), solver="sgd", alpha=DECAY * batch, batch_size=batch, learning_rate_init=RATE, momentum=0.9,
        nesterovs_momentum=False, max_iter=EPOCHS, n_iter_no_change=10**6, tol=0, random_state=seed)
    model.fit(parts[0][0], parts[0][2])
    import numpy as np

    probabilities = [np.log(np.maximum(model.predict_proba(part[0]), 1e-300)) for part in parts]
    return [metrics(p, *part[1:]) for p, part in zip(probabilities, parts)][2][0]


CELLS = {
    "jax step": jax_cell,
    "jax scan": lambda *arguments: jax_cell(*arguments, is_scan=True),
    "torch eager": torch_cell,
    "scikit-learn": sklearn_cell,
}


def child(name, batch, hidden, count):
    """Does `count` cells; prints the CPU seconds and the test accuracy of the last."""
    x, labels = load()
    state = {}
    for seed in range(count):
        began = time.process_time()
        accuracy = CELLS[name](prepare(x, labels, seed), batch, hidden, seed, state)
        spent = time.process_time() - began
    print(json.dumps([spent, float(accuracy)]))


# The comparison ------------------------------------------------------------------------------------------------

def bench_cell(batch, hidden):
    fields = dict(hidden=hidden, batch=batch, epochs=EPOCHS, rate=RATE, decay=DECAY)
    path = str(support.ROOT / "suites/data")
    one = support.Run(SUITE.format(seeds=1, **fields).replace("../suites/data", path))
    more = support.Run(SUITE.format(seeds=6, **fields).replace("../suites/data", path))
    accuracy = statistics.mean(
        value for (_, _, part, name), value in more.metrics.items() if (part, name) == ("test", "accuracy"))
    # Splits, blueprints and the store are no part of a cell's own time, but of what a further cell costs.
    return one.cpu, (more.cpu - one.cpu) / 5, accuracy


def peer_cell(name, batch, hidden):
    def run(count):
        return support.Usage([sys.executable, __file__, "--child", name, batch, hidden, count])

    whole = run(1).cpu
    further, accuracy = json.loads(run(2).output)
    return whole, further, accuracy


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=pathlib.Path)
    parser.add_argument("--child", nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args()
    support.one_thread()
    if options.child:
        name, *numbers = options.child
        return child(name, *map(int, numbers))
    modules = support.available("torch", "jax", "optax", "sklearn")
    peers = [name for name, module in PEERS.items()
             if module in modules and (module != "jax" or "optax" in modules)]
    rows, lines = [], []
    for batch, hidden in SIZES:
        results = {name: [] for name in ["bench", *peers]}
        for _ in range(options.rounds):
            results["bench"].append(bench_cell(batch, hidden))
            for name in peers:
                results[name].append(peer_cell(name, batch, hidden))
        rows.append({"batch": batch, "hidden": hidden, "seconds": results})
        ours = [statistics.median(column) for column in zip(*results["bench"])]
        for name, values in results.items():
            whole, further, accuracy = zip(*values)
            lines.append([
                f"{batch}, {hidden}", name, support.spread(whole, 2), support.spread(further, 3),
                "" if name == "bench" else f"{statistics.median(whole) / ours[0]:.1f}",
                "" if name == "bench" else f"{statistics.median(further) / ours[1]:.1f}",
                f"{statistics.median(accuracy):.3f}"])
    support.table(
        ["batch, h", "program", "one process, s", "a further cell, s", "÷ bench", "÷ bench (further)", "accuracy"],
        lines)
    print(f"\n{support.machine()}; one thread, CPU time, median (range) of {options.rounds} rounds")
    if options.json:
        options.json.write_text(json.dumps({"machine": support.machine(), "rows": rows}, indent=1))


if __name__ == "__main__":
    sys.exit(main())
