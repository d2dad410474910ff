#!/usr/bin/env python3
"""Writes ranking.json: Friedman's test, Nemenyi's, corrections and the like by SciPy, scikit-posthocs, statsmodels.

Made with Python 3, numpy 2.4, scipy 1.17.1, scikit-posthocs 0.17.1, statsmodels 0.15.0, mpmath 1.3.0, choix 0.4.1.
Run it in this directory: python3 ranking.py
"""
import json
import warnings

import numpy as np
import pandas
import scikit_posthocs
import statsmodels.api as sm
from scipy import stats
from statsmodels.stats.multitest import multipletests

warnings.simplefilter("ignore")
out = {}

# Corrections: random families, some with ties and with a larger size than the p-values in it.
random = np.random.RandomState(7)
families = [[0.01, 0.02, 0.03, 0.04, 0.05], [0.5], [1.0, 1.0], [0.0, 0.2, 0.2, 1.0]]
for size in (3, 8, 30):
    families.append([float(p) for p in random.rand(size) ** 3])
    families.append([float(p) for p in np.round(random.rand(size) ** 2, 1)])
names = {
    "holm": "holm", "hochberg": "simes-hochberg", "bonferroni": "bonferroni",
    "benjaminiHochberg": "fdr_bh", "benjaminiYekutieli": "fdr_by",
}
out["corrections"] = [
    {"p": family, "extra": extra, **{
        ours: [float(p) for p in multipletests(family + [1.0] * extra, method=theirs)[1][: len(family)]]
        for ours, theirs in names.items()}}
    for family in families for extra in (0, 2)
]

# Friedman's test and Nemenyi's, with and without ties; rows are blocks, the larger value is the better.
tables = []
for blocks, methods, digits in ((6, 3, 6), (12, 5, 6), (12, 5, 1), (30, 10, 1), (5, 2, 6)):
    table = np.round(random.rand(blocks, methods) + 0.1 * np.arange(methods), digits)
    ranks = stats.rankdata(-table, axis=1)
    statistic, p = stats.friedmanchisquare(*table.T) if methods > 2 else (None, None)
    n, k = blocks, methods
    plain = 12 * n / (k * (k + 1)) * (np.sum(ranks.mean(axis=0) ** 2) - k * (k + 1) ** 2 / 4)
    f = (n - 1) * plain / (n * (k - 1) - plain)
    entry = {
        "table": table.tolist(), "meanRanks": ranks.mean(axis=0).tolist(), "chiSquared": float(plain),
        "chiSquaredP": float(stats.chi2.sf(plain, k - 1)), "f": float(f),
        "fP": float(stats.f.sf(f, k - 1, (k - 1) * (n - 1))),
        "nemenyi": scikit_posthocs.posthoc_nemenyi_friedman(table).to_numpy().tolist(),
    }
    if statistic is not None:
        entry["tieCorrected"], entry["tieCorrectedP"] = float(statistic), float(p)
    tables.append(entry)
out["friedman"] = tables

# The critical difference's factor q / sqrt 2 at 0.05 and 0.10, infinite degrees of freedom.
out["q"] = [
    [k, float(stats.studentized_range.ppf(0.95, k, np.inf) / np.sqrt(2)),
     float(stats.studentized_range.ppf(0.90, k, np.inf) / np.sqrt(2))] for k in range(2, 21)
]

# autorank's README: six normal populations, numpy's legacy generator, seed 42.
np.random.seed(42)
data = pandas.DataFrame()
for index, mean in enumerate([0.2, 0.3, 0.5, 0.8, 0.85, 0.9]):
    data[f"pop_{index}"] = np.random.normal(mean, 0.3, 50).clip(0, 1)
out["autorank"] = data.to_numpy().tolist()
statistic, p = stats.friedmanchisquare(*data.to_numpy().T)
out["autorankFriedman"] = [float(statistic), float(p)]

# Skillings and Mack: random tables with holes; the statistic by its definition with a generalised inverse.
def skillings_mack(table):
    table = np.array(table, dtype=float)
    k = table.shape[1]
    sums, covariance = np.zeros(k), np.zeros((k, k))
    for row in table:
        present = np.flatnonzero(~np.isnan(row))
        if len(present) < 2:
            continue
        ranks = stats.rankdata(-row[present])
        sums[present] += np.sqrt(12 / (len(present) + 1)) * (ranks - (len(present) + 1) / 2)
        for i in present:
            for j in present:
                covariance[i, j] += len(present) - 1 if i == j else -1
    statistic = float(sums @ np.linalg.pinv(covariance) @ sums)
    return statistic, float(stats.chi2.sf(statistic, k - 1))


out["skillingsMack"] = []
for blocks, methods in ((6, 4), (12, 5), (20, 8)):
    table = random.rand(blocks, methods)
    table[random.rand(blocks, methods) < 0.2] = np.nan
    statistic, p = skillings_mack(table)
    out["skillingsMack"].append({
        "table": [[None if np.isnan(v) else float(v) for v in row] for row in table],
        "statistic": statistic, "p": p})

# Bradley and Terry: a binomial GLM without intercept on the pairs is the same likelihood.
out["bradleyTerry"] = []
for methods in (2, 3, 5, 12):
    wins = random.randint(1, 20, (methods, methods)) + 0.5 * random.randint(0, 2, (methods, methods))
    np.fill_diagonal(wins, 0)
    rows, answers = [], []
    for i in range(methods):
        for j in range(i + 1, methods):
            row = np.zeros(methods)
            row[i], row[j] = 1, -1
            rows.append(row[:-1])
            answers.append([wins[i, j], wins[j, i]])
    fit = sm.GLM(np.array(answers), np.array(rows), family=sm.families.Binomial()).fit(tol=1e-15, maxiter=200)
    strengths = np.append(fit.params, 0)
    out["bradleyTerry"].append({"wins": wins.tolist(), "logStrengths": (strengths - strengths.mean()).tolist()})

with open("ranking.json", "w") as file:
    json.dump(out, file, indent=1)
    file.write("\n")
