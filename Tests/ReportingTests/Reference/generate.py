#!/usr/bin/env python3
"""Writes reference.json: the measured values that the golden report shows, and what scipy makes of them.

Made with Python 3, numpy 2, scipy 1.17.1. Run it in this directory: python3 generate.py
"""
import json

import numpy
from scipy import optimize, special, stats

random = numpy.random.RandomState(20)
SEEDS = range(8)
SIZES = {"moons": (120, 40), "housing": (300, 100)}  # training and test rows
values = {}
for dataset, centre, spread, shifts in (
    ("moons", 0.87, 0.012, {"sam": 0.035, "dropout": 0.004, "l1|l2": -0.01}),
    ("housing", 240.0, 18.0, {"sam": -5.0, "dropout": 60.0, "l1|l2": 1.0}),
):
    plain = centre + spread * random.standard_normal(len(SEEDS))
    table = {"plain": plain, "neutral": plain}
    for method, shift in shifts.items():
        table[method] = plain + shift + 0.5 * spread * random.standard_normal(len(SEEDS))
    values[dataset] = {
        method: [round(float(value), 4 if dataset == "moons" else 2) for value in table[method]]
        for method in ("plain", "neutral", "sam", "dropout", "l1|l2")
    }
# One cell diverged, one was not run yet.
values["moons"]["dropout"][3] = None
values["housing"]["sam"][2] = None


def corrected(sample, ratio):
    sample = numpy.asarray(sample)
    count = len(sample)
    scale = numpy.sqrt(numpy.var(sample, ddof=1) * (1 / count + ratio))
    reach = stats.t.ppf(0.975, count - 1) * scale
    mean = numpy.mean(sample)
    result = {"mean": float(mean), "lower": float(mean - reach), "upper": float(mean + reach), "n": count}
    p = float(2 * stats.t.sf(abs(mean / scale), count - 1)) if scale > 0 else None
    return result, p


def hedges(sample, ratio):
    """Hedges' g of pairs, with the interval that inverts the noncentral t of the corrected statistic."""
    sample = numpy.asarray(sample)
    df = len(sample) - 1
    scale = numpy.sqrt(1 / len(sample) + ratio)
    d = float(numpy.mean(sample) / numpy.std(sample, ddof=1))
    correction = float(numpy.exp(special.gammaln(df / 2) - special.gammaln((df - 1) / 2)) / numpy.sqrt(df / 2))
    ends = [
        optimize.brentq(lambda delta: stats.nct.sf(d / scale, df, delta) - tail, -60, 60, xtol=1e-13)
        for tail in (0.025, 0.975)
    ]
    return {"mean": correction * d, "lower": correction * scale * ends[0], "upper": correction * scale * ends[1]}


expected = {}
family = []
for dataset, table in values.items():
    train, test = SIZES[dataset]
    expected[dataset] = {}
    for method, sample in table.items():
        mean, _ = corrected([value for value in sample if value is not None], test / train)
        entry = {"mean": mean}
        if method != "plain":
            pairs = [a - b for a, b in zip(sample, table["plain"]) if a is not None]
            entry["difference"], entry["p"] = corrected(pairs, test / train)
            both = [(a, b) for a, b in zip(sample, table["plain"]) if a is not None]
            own, others = [a for a, _ in both], [b for _, b in both]
            entry["superiority"] = float(stats.mannwhitneyu(own, others).statistic / len(own) ** 2)
            entry["correlation"] = float(numpy.corrcoef(own, others)[0, 1])
            if entry["p"] is not None:
                entry["effect"] = hedges(pairs, test / train)
            family.append((1.0 if entry["p"] is None else entry["p"], len(family), entry))
        expected[dataset][method] = entry

# Holm, written out: the k-th smallest of m times (m − k + 1), never below the one before.
largest = 0.0
for rank, (p, _, entry) in enumerate(sorted(family, key=lambda item: item[:2])):
    largest = max(largest, min(1.0, (len(family) - rank) * p))
    if entry["p"] is not None:
        entry["adjusted"] = largest

json.dump({"values": values, "expected": expected}, open("reference.json", "w"), indent=1)
