#!/usr/bin/env python3
"""Writes across.json: accuracies on nine datasets and a tenth with a gap, and what scipy makes of them over datasets.

Made with Python 3, numpy 2, scipy 1.17.1. Run it in this directory: python3 across.py
"""
import itertools
import json

import numpy
from scipy import stats

random = numpy.random.RandomState(4)
METHODS = ["plain", "sam", "dropout", "l2"]
SHIFTS = {"plain": 0.0, "sam": 0.03, "dropout": 0.004, "l2": -0.02}
DATASETS = [f"set {index}" for index in range(10)]
SEEDS = 5
values = {}
for index, dataset in enumerate(DATASETS):
    common = 0.6 + 0.03 * index + 0.01 * random.standard_normal(SEEDS)
    values[dataset] = {
        method: [round(float(v), 4) for v in common + shift + 0.012 * random.standard_normal() + 0.006 * random.standard_normal(SEEDS)]
        for method, shift in SHIFTS.items()
    }
# The last dataset was not run with l2: it is in no rank.
values[DATASETS[-1]]["l2"] = [None] * SEEDS

means = numpy.array([[numpy.mean(values[d][m]) for m in METHODS] for d in DATASETS[:-1]])
ranks = numpy.array([stats.rankdata(-row) for row in means])
n, k = ranks.shape
friedman = stats.friedmanchisquare(*means.T)
f = (n - 1) * friedman.statistic / (n * (k - 1) - friedman.statistic)


def holm(ps):
    order = numpy.argsort(ps, kind="stable")
    adjusted, largest = numpy.empty(len(ps)), 0.0
    for rank, index in enumerate(order):
        largest = max(largest, min(1.0, (len(ps) - rank) * ps[index]))
        adjusted[index] = largest
    return adjusted


pairs = list(itertools.combinations(range(k), 2))
pair_p = [stats.wilcoxon(means[:, a] - means[:, b], method="exact").pvalue for a, b in pairs]
overall = []
for column in range(1, k):
    differences = means[:, column] - means[:, 0]
    interval = stats.ttest_1samp(differences, 0).confidence_interval(0.95)
    overall.append(
        {
            "mean": float(differences.mean()), "lower": float(interval.low), "upper": float(interval.high),
            "p": float(stats.wilcoxon(differences, method="exact").pvalue),
            "improvement": float(numpy.mean([
                stats.mannwhitneyu(values[d][METHODS[column]], values[d]["plain"]).statistic / SEEDS**2
                for d in DATASETS[:-1]])),
        })
for entry, adjusted in zip(overall, holm([entry["p"] for entry in overall])):
    entry["adjusted"] = float(adjusted)

json.dump(
    {
        "methods": METHODS, "datasets": DATASETS, "values": values,
        "meanRanks": ranks.mean(axis=0).tolist(), "chiSquared": float(friedman.statistic), "f": float(f),
        "p": float(stats.f.sf(f, k - 1, (k - 1) * (n - 1))),
        "pairs": [
            {"first": a, "second": b, "p": float(p), "adjusted": float(q)}
            for (a, b), p, q in zip(pairs, pair_p, holm(pair_p))
        ],
        "overall": overall,
    },
    open("across.json", "w"), indent=1)
