#!/usr/bin/env python3
"""Writes rank-tests.json: what SciPy says of the rank and permutation tests, for StatisticsTests.

Made with Python 3.11, NumPy 2.4, SciPy 1.17.1. Run it in this directory: python3 rank-tests.py
Where SciPy's own "exact" ignores ties and zeros, the exact p is that of scipy.stats.permutation_test over all signs
or divisions.
"""
import itertools
import json

import numpy as np
from scipy import stats

ALTERNATIVES = {"twoSided": "two-sided", "greater": "greater", "less": "less"}
ALL = stats.PermutationMethod(n_resamples=np.inf)
random = np.random.default_rng(7)


def signed_rank(name, differences, zeros, exact):
    differences = np.asarray(differences, dtype=float)
    rows = {}
    for ours, theirs in ALTERNATIVES.items():
        plain = len(np.unique(np.abs(differences))) == len(differences) and not (differences == 0).any()
        method = ("exact" if plain else ALL) if exact else "asymptotic"
        rows[ours] = float(stats.wilcoxon(differences, zero_method=zeros, alternative=theirs, correction=True,
                                          method=method).pvalue)
    z = float(stats.wilcoxon(differences, zero_method=zeros, correction=False, alternative="greater",
                             method="asymptotic").zstatistic)
    plus = float(stats.wilcoxon(differences, zero_method=zeros, alternative="greater", method="asymptotic").statistic)
    return {"name": name, "differences": differences.tolist(), "zeros": zeros, "exact": exact, "p": rows, "z": z,
            "positive": plus}


signed = []
for n in (1, 2, 5, 9, 13, 16):
    signed.append(signed_rank(f"distinct, {n}", np.round(random.normal(0.3, 1, n), 6), "pratt", True))
for zeros in ("pratt", "wilcox", "zsplit"):
    signed.append(signed_rank(f"ties, {zeros}", [1, -1, 2, 2, -3, 3, 3, 4, 5, -5], zeros, True))
    signed.append(signed_rank(f"zeros, {zeros}", [0, 0, 0, 1, -2, 3, 4, 5, 6, -7, 8], zeros, True))
    signed.append(signed_rank(f"both, {zeros}", [0, 0, 1, 1, 1, -1, 2, 2, -2, 3, 4, 4], zeros, True))
signed.append(signed_rank("large, distinct", np.round(random.normal(0.2, 1, 45), 6), "pratt", True))
for zeros in ("pratt", "wilcox"):
    signed.append(signed_rank(f"normal, both, {zeros}", np.round(random.normal(0.3, 1.5, 80)), zeros, False))
signed.append(signed_rank("normal, distinct", np.round(random.normal(0.2, 1, 200), 6), "zsplit", False))
signed.append(signed_rank("normal, ties without zeros", random.choice([-3, -2, -1, 1, 2, 3, 4], 70), "zsplit", False))


def rank_sum(name, a, b, exact):
    rows = {}
    for ours, theirs in ALTERNATIVES.items():
        ties = len(set(a) | set(b)) < len(a) + len(b)
        if exact and ties:
            p = stats.mannwhitneyu(a, b, alternative=theirs, method=ALL).pvalue
        else:
            p = stats.mannwhitneyu(a, b, alternative=theirs, method="exact" if exact else "asymptotic").pvalue
        rows[ours] = float(p)
    return {"name": name, "a": list(map(float, a)), "b": list(map(float, b)), "exact": exact, "p": rows,
            "u": float(stats.mannwhitneyu(a, b).statistic)}


sums = [
    rank_sum("scipy's documentation", [19, 22, 16, 29, 24], [20, 11, 17, 12], True),
    rank_sum("unequal", np.round(random.normal(0, 1, 3), 6), np.round(random.normal(0.5, 1, 9), 6), True),
    rank_sum("larger first", np.round(random.normal(0, 1, 11), 6), np.round(random.normal(0.5, 1, 6), 6), True),
    rank_sum("20 and 20", np.round(random.normal(0, 1, 20), 6), np.round(random.normal(0.7, 1, 20), 6), True),
    rank_sum("one and four", [2], [1, 3, 4, 5], True),
    rank_sum("ties", [1, 2, 2, 3, 3, 3], [2, 3, 4, 4, 5], True),
    rank_sum("many ties", [1, 1, 1, 2, 2, 2, 2], [1, 2, 2, 2, 2, 2], True),
    rank_sum("normal", np.round(random.normal(0, 1, 40), 6), np.round(random.normal(0.3, 1, 30), 6), False),
    rank_sum("normal, ties", random.integers(0, 8, 60), random.integers(1, 9, 25), False),
]

signs = []
for positive, negative, zeros in ((5, 0, 0), (8, 1, 0), (3, 9, 2), (30, 20, 5), (33, 33, 0), (70, 41, 3), (400, 520, 0), (0, 0, 3)):
    rows = {}
    for ours, theirs in ALTERNATIVES.items():
        rows[ours] = float(stats.binomtest(positive, positive + negative, alternative=theirs).pvalue) if positive + negative else 1.0
    # A two-sided p is twice the smaller tail; that is SciPy's own for a fair coin.
    signs.append({"positive": positive, "negative": negative, "zeros": zeros, "p": rows})

flips = []
for n, decimals in ((2, 3), (5, 3), (10, 3), (15, 1), (18, 4)):
    differences = np.round(random.normal(0.4, 1, n), decimals)
    rows = {}
    for ours, theirs in ALTERNATIVES.items():
        rows[ours] = float(stats.permutation_test((differences,), np.mean, permutation_type="samples", n_resamples=np.inf,
                                                  alternative=theirs, vectorized=True, batch=100_000).pvalue)
    flips.append({"differences": differences.tolist(), "decimals": decimals, "p": rows})
median_differences = np.round(random.normal(0.4, 1, 11), 3)
medians = {"differences": median_differences.tolist(), "p": {
    ours: float(stats.permutation_test((median_differences,), np.median, permutation_type="samples", n_resamples=np.inf,
                                       alternative=theirs, vectorized=True).pvalue)
    for ours, theirs in ALTERNATIVES.items()}}

divisions = []
for a, b, statistic in (
        # Efron and Tibshirani (1993), table 2.1: survival of treated and untreated mice.
        ([94, 197, 16, 38, 99, 141, 23], [52, 104, 146, 10, 51, 30, 40, 27, 46], "mean"),
        (np.round(random.normal(0, 1, 6), 2), np.round(random.normal(1, 1, 5), 2), "mean"),
        (np.round(random.normal(0, 1, 4), 1), np.round(random.normal(1, 1, 9), 1), "median")):
    function = np.mean if statistic == "mean" else np.median
    rows = {}
    for ours, theirs in ALTERNATIVES.items():
        rows[ours] = float(stats.permutation_test((a, b), lambda x, y, axis: function(x, axis=axis) - function(y, axis=axis),
                                                  n_resamples=np.inf, alternative=theirs, vectorized=True).pvalue)
    divisions.append({"a": list(map(float, a)), "b": list(map(float, b)), "statistic": statistic, "p": rows})

# Demšar (2006), table 6, C4.5 against the three others; accuracies have three decimals.
demsar = np.array([
    [.763, .768, .771, .798], [.599, .591, .590, .569], [.954, .971, .968, .967], [.628, .661, .654, .657],
    [.882, .888, .886, .898], [.936, .931, .916, .931], [.661, .668, .609, .685], [.583, .583, .563, .625],
    [.775, .838, .866, .875], [1, 1, 1, 1], [.940, .962, .965, .962], [.619, .666, .614, .669],
    [.972, .981, .975, .975], [.957, .978, .946, .970]])
whole = np.round(demsar * 1000)
rows = []
for method in (1, 2, 3):
    differences = whole[:, 0] - whole[:, method]
    for zeros in ("pratt", "wilcox", "zsplit"):
        rows.append({"method": method, "zeros": zeros,
                     "p": float(stats.wilcoxon(differences, zero_method=zeros, method=ALL).pvalue)})

json.dump({"signed_rank": signed, "rank_sum": sums, "signs": signs, "flips": flips, "median_flips": medians,
           "divisions": divisions, "demsar": {"accuracies": demsar.tolist(), "exact": rows}},
          open("rank-tests.json", "w"), indent=1)
