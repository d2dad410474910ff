#!/usr/bin/env python3
"""Trains the baseline cell of a suite on the digits data set in plain PyTorch, to check `bench` against it.

    python3 scripts/pytorch-digits-baseline.py                          # ten seeds: accuracy and log loss
    python3 scripts/pytorch-digits-baseline.py --seeds 30 --compare run.json
    python3 scripts/pytorch-digits-baseline.py --time                   # CPU time per training step, no training

The defaults are the cell `mlp-64x64 × digits × baseline` of suites/quickstart.yaml: a multilayer perceptron with
two hidden layers of 64, ReLU, He-normal weights (not truncated), zero biases, mean softmax cross-entropy; SGD with
classical momentum 0.9 and a cosine schedule by epoch from 0.05 to 0 over 30 epochs; batches of 32, reshuffled
every epoch, the last smaller one kept; a stratified split into 60 % training, 20 % validation and 20 % test rows,
drawn anew for each seed; inputs standardised with the training rows' mean and population standard deviation.
Three of the 64 pixels are 0 in every row and dropped, so the network has 61 inputs.

Only the random numbers differ from `bench`: seed 3 here and seed 3 there are unrelated draws. So the two samples
are compared unpaired. --compare FILE reads the JSON that `bench run --json` prints, or a CSV file with the columns
seed and accuracy, and prints Welch's 95 % interval of the difference in mean accuracy (`bench` minus PyTorch), and
two one-sided tests of whether the means differ by less than --margin (Schuirmann 1987).

Needs numpy, scipy and torch. Results go to standard output; one thread is used.
"""

import argparse
import csv
import json
import math
import pathlib
import statistics
import sys
import time

import numpy as np
import torch
from scipy import stats
from torch import nn

ROOT = pathlib.Path(__file__).resolve().parent.parent


# Data


def read_digits(path):
    """Features and labels of a CSV file whose last column is the class; constant columns are dropped."""
    table = np.loadtxt(path, delimiter=",", skiprows=1, dtype=np.float64)
    features = table[:, :-1]
    _, labels = np.unique(table[:, -1], return_inverse=True)
    return features[:, features.min(axis=0) < features.max(axis=0)], labels


def largest_remainder(total, weights):
    """Whole shares of `total` in proportion to whole `weights`; equal remainders favour the earlier."""
    whole = sum(weights)
    shares = [total * weight // whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda index: -(total * weights[index] % whole))
    for index in order[: total - sum(shares)]:
        shares[index] += 1
    return shares


def stratified_split(labels, random):
    """Row numbers of a 60/20/20 split into training, validation and test; every part has the class proportions."""
    _, validation_size, test_size = largest_remainder(len(labels), [3, 1, 1])
    members = [np.flatnonzero(labels == label) for label in range(labels.max() + 1)]
    test_sizes = largest_remainder(test_size, [len(rows) for rows in members])
    left = [len(rows) - test for rows, test in zip(members, test_sizes)]
    validation_sizes = largest_remainder(validation_size, left)
    parts = ([], [], [])
    for rows, test, validation in zip(members, test_sizes, validation_sizes):
        pieces = np.split(random.permutation(rows), [test, test + validation])
        for part, piece in zip(parts, reversed(pieces)):
            part.extend(piece)
    train, validation, test = (np.array(part) for part in parts)
    return train, validation, test


def standardise(features, train):
    """All rows as tensor, scaled by the training rows; columns constant on these become 0."""
    mean, deviation = features[train].mean(axis=0), features[train].std(axis=0)
    constant = features[train].min(axis=0) == features[train].max(axis=0)
    scaled = (features - mean) / np.where(constant, 1, deviation)
    scaled[:, constant] = 0
    return torch.from_numpy(scaled.astype(np.float32))


# Training


def build_network(inputs, hidden, classes, generator):
    """An MLP with He-normal weights (std = sqrt(2 / fan-in)) and zero biases, the output layer too."""
    layers = []
    widths = [inputs, *hidden, classes]
    for fan_in, width in zip(widths, widths[1:]):
        layer = nn.Linear(fan_in, width)
        nn.init.normal_(layer.weight, std=math.sqrt(2 / fan_in), generator=generator)
        nn.init.zeros_(layer.bias)
        layers += [layer, nn.ReLU()]
    return nn.Sequential(*layers[:-1])


def cosine(initial, epoch, epochs):
    """The learning rate of an epoch: half a cosine from `initial` in the first to 0 after the last."""
    return 0.5 * initial * (1 + math.cos(math.pi * epoch / epochs))


def step(network, loss, optimizer, inputs, labels, rows):
    """One step on a batch of rows."""
    optimizer.zero_grad()
    loss(network(inputs[rows]), labels[rows]).backward()
    optimizer.step()


def prepare(features, labels, seed, options):
    """What a seed determines before training: the parts as (inputs, labels), the network and the shuffles."""
    # Independent streams for the split, the initial weights and the batch order.
    split, initial, shuffle = np.random.SeedSequence(seed).spawn(3)
    train, _, test = stratified_split(labels, np.random.default_rng(split))
    inputs, targets = standardise(features, train), torch.from_numpy(labels)
    generators = [
        torch.Generator().manual_seed(int(sequence.generate_state(1, np.uint64)[0] >> np.uint64(1)))
        for sequence in (initial, shuffle)
    ]
    network = build_network(inputs.shape[1], options.hidden, int(labels.max()) + 1, generators[0])
    return (inputs[train], targets[train]), (inputs[test], targets[test]), network, generators[1]


def make_optimizer(network, options):
    return torch.optim.SGD(network.parameters(), lr=options.learning_rate, momentum=options.momentum)


def run_seed(features, labels, seed, options):
    """Trains one seed; test accuracy and test log loss in nats."""
    (inputs, targets), (test_inputs, test_targets), network, shuffle = prepare(features, labels, seed, options)
    optimizer, loss = make_optimizer(network, options), nn.CrossEntropyLoss()
    for epoch in range(options.epochs):
        for group in optimizer.param_groups:
            group["lr"] = cosine(options.learning_rate, epoch, options.epochs)
        for rows in torch.randperm(len(targets), generator=shuffle).split(options.batch_size):
            step(network, loss, optimizer, inputs, targets, rows)
    with torch.no_grad():
        scores = network(test_inputs).double()
        accuracy = (scores.argmax(dim=1) == test_targets).double().mean().item()
        return accuracy, nn.functional.cross_entropy(scores, test_targets).item()


def time_steps(features, labels, options, runs=5, steps=2000):
    """CPU time per training step on full batches, in microseconds, of each of `runs` runs."""
    (inputs, targets), _, network, shuffle = prepare(features, labels, 0, options)
    optimizer, loss = make_optimizer(network, options), nn.CrossEntropyLoss()
    if len(targets) < options.batch_size:
        sys.exit(f"--batch-size {options.batch_size} exceeds the {len(targets)} training rows")

    def batches():
        while True:
            for rows in torch.randperm(len(targets), generator=shuffle).split(options.batch_size):
                if len(rows) == options.batch_size:
                    yield rows

    source = batches()
    for _ in range(200):
        step(network, loss, optimizer, inputs, targets, next(source))
    results = []
    for _ in range(runs):
        start = time.process_time()
        for _ in range(steps):
            step(network, loss, optimizer, inputs, targets, next(source))
        results.append((time.process_time() - start) / steps * 1e6)
    return results


# Comparison


def read_json(text, options):
    """Seed, test accuracy and test log loss (None where missing) of the chosen cells of `bench run --json`."""
    cells = [
        cell
        for cell in json.loads(text)["cells"]
        if cell["dataset"] == options.dataset
        and cell["method"] == options.method
        and options.model in (None, cell.get("model"))
    ]
    models = sorted({cell.get("model", "") for cell in cells})
    if len(models) > 1:
        sys.exit(f"{options.compare}: cells of several models; choose one with --model: {', '.join(models)}")
    return [
        (cell["seed"], cell["metrics"].get("test.accuracy"), cell["metrics"].get("test.log_loss")) for cell in cells
    ]


def read_csv(text):
    """Seed, accuracy and log loss (None where missing) of every row."""

    def number(cell):
        return float(cell) if cell else None

    return [
        (int(row["seed"]), number(row["accuracy"]), number(row.get("log_loss")))
        for row in csv.DictReader(text.splitlines())
    ]


def read_results(options):
    """The accuracies and, where there are any, the log losses of a `bench` run."""
    path = options.compare
    try:
        text = pathlib.Path(path).read_text(encoding="utf-8-sig")
        rows = read_json(text, options) if text.lstrip().startswith("{") else read_csv(text)
    except OSError as error:
        sys.exit(str(error))
    except (KeyError, TypeError, ValueError) as error:
        sys.exit(f"{path}: neither a document of `bench run --json` nor a CSV file with seed,accuracy: {error!r}")
    missing = [seed for seed, accuracy, _ in rows if accuracy is None]
    if missing:
        # A failed cell would bias the mean if it were left out in silence.
        print(f"warning: {path}: no test accuracy for seeds {missing}: left out", file=sys.stderr)
        rows = [row for row in rows if row[1] is not None]
    if len({row[0] for row in rows}) < len(rows):
        sys.exit(f"{path}: a seed occurs twice")
    if len(rows) < 2:
        sys.exit(f"{path}: {len(rows)} results of {options.method!r} on {options.dataset!r}, at least 2 are needed")
    return [accuracy for _, accuracy, _ in rows], [loss for _, _, loss in rows if loss is not None]


def welch(name, ours, theirs):
    """Prints both means and Welch's 95 % interval of their difference; `theirs` is PyTorch."""
    for label, values in (("bench", ours), ("PyTorch", theirs)):
        print(f"{name:<9}  {label:<8} {summary(values)}")
    interval = stats.ttest_ind(ours, theirs, equal_var=False).confidence_interval(0.95)
    difference = statistics.fmean(ours) - statistics.fmean(theirs)
    verdict = "contains 0" if interval.low <= 0 <= interval.high else "does not contain 0"
    print(f"{name:<9}  bench - PyTorch = {difference:+.5f}, 95 % Welch interval "
          f"[{interval.low:+.5f}, {interval.high:+.5f}], which {verdict}")


def equivalence(ours, theirs, margin):
    """Prints two one-sided Welch tests of the hypothesis that the means differ by `margin` or more."""
    ours, theirs = np.array(ours), np.array(theirs)
    interval = stats.ttest_ind(ours, theirs, equal_var=False).confidence_interval(0.90)
    above = stats.ttest_ind(ours + margin, theirs, equal_var=False, alternative="greater").pvalue
    below = stats.ttest_ind(ours - margin, theirs, equal_var=False, alternative="less").pvalue
    p = max(above, below)
    verdict = "the means differ by less" if p < 0.05 else "not shown that the means differ by less"
    print(f"accuracy   two one-sided tests, margin {margin:g}: p = {p:.2g}, 90 % Welch interval "
          f"[{interval.low:+.5f}, {interval.high:+.5f}]: {verdict}")


def summary(values):
    deviation = statistics.stdev(values) if len(values) > 1 else math.nan
    return f"mean {statistics.fmean(values):.5f}, sd {deviation:.5f}, n = {len(values)}"


# Command line


def positive(text):
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{value} is below 1")
    return value


def parse_options():
    parser = argparse.ArgumentParser(
        description=__doc__.split("\n", 1)[0], formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("--data", default=ROOT / "suites/data/digits.csv", help="the CSV file, the class last")
    parser.add_argument("--seeds", type=positive, default=10, help="how many seeds, from 0 on")
    parser.add_argument("--hidden", type=positive, nargs="*", default=[64, 64], help="widths of the hidden layers")
    parser.add_argument("--learning-rate", type=float, default=0.05, help="of the first epoch")
    parser.add_argument("--momentum", type=float, default=0.9, help="classical, not Nesterov")
    parser.add_argument("--epochs", type=positive, default=30, help="passes over the training rows")
    parser.add_argument("--batch-size", type=positive, default=32, help="rows per step")
    parser.add_argument("--time", action="store_true", help="measure CPU time per step instead of training")
    parser.add_argument("--compare", metavar="FILE", help="JSON of `bench run --json`, or CSV with seed,accuracy")
    parser.add_argument("--dataset", default="digits", help="which data set of the JSON to compare")
    parser.add_argument("--method", default="baseline", help="which method of the JSON to compare")
    parser.add_argument("--model", help="which model of the JSON to compare, if there are several")
    parser.add_argument("--margin", type=float, default=0.01, help="of accuracy, for the two one-sided tests")
    options = parser.parse_args()
    if options.compare and options.seeds < 2:
        parser.error("--compare needs at least 2 seeds")
    if options.margin <= 0:
        parser.error("--margin must be above 0")
    return options


def main():
    options = parse_options()
    torch.set_num_threads(1)
    features, labels = read_digits(options.data)
    if options.time:
        widths = "-".join(map(str, [features.shape[1], *options.hidden, labels.max() + 1]))
        results = time_steps(features, labels, options)
        print(f"PyTorch {torch.__version__} eager, 1 thread, {widths}, batch {options.batch_size}: "
              f"median {statistics.median(results):.1f} us of CPU time per step "
              f"(5 runs of 2000 steps: {', '.join(f'{result:.1f}' for result in results)})")
        return
    # Read first: a mistake in the file should not wait for the training.
    compared = read_results(options) if options.compare else None
    start = time.perf_counter()
    accuracies, losses = [], []
    print("seed  accuracy  log loss")
    for seed in range(options.seeds):
        accuracy, loss = run_seed(features, labels, seed, options)
        accuracies.append(accuracy)
        losses.append(loss)
        print(f"{seed:4}  {accuracy:.6f}  {loss:.6f}", flush=True)
    print(f"accuracy   {summary(accuracies)}")
    print(f"log loss   {summary(losses)}")
    print(f"{time.perf_counter() - start:.1f} s, PyTorch {torch.__version__}, 1 thread", file=sys.stderr)
    if compared:
        print()
        welch("accuracy", compared[0], accuracies)
        equivalence(compared[0], accuracies, options.margin)
        if len(compared[1]) > 1:
            welch("log loss", compared[1], losses)


if __name__ == "__main__":
    main()
