#!/usr/bin/env python3
"""Writes effect_sizes.json: effect sizes, equivalence tests and power by scipy, statsmodels and autorank.

Made with Python 3, numpy 2.4.6, scipy 1.17.1, statsmodels 0.15.0, mpmath 1.3.0, autorank. Run it in this directory:
python3 effect_sizes.py
"""
import json

import mpmath
import numpy
from autorank._util import _cliffs_delta
from scipy import optimize, stats
from statsmodels.stats.meta_analysis import effectsize_smd
from statsmodels.stats.power import TTestIndPower, TTestPower
from statsmodels.stats.weightstats import ttost_paired

mpmath.mp.dps = 30

# Data: the documentation of R's effsize::cliff.delta; the first ten sonar scores in the documentation of baycomp (MIT);
# a small set without overlap; a set with many ties.
samples = {
    "effsize": ([10, 10, 20, 20, 20, 30, 30, 30, 40, 50], [10, 20, 30, 40, 40, 50]),
    "sonar": ([94.203, 92.754, 95.652, 91.176, 92.647, 91.176, 92.647, 92.647, 86.765, 91.176],
              [92.754, 92.754, 89.855, 89.706, 95.588, 89.706, 95.588, 94.118, 91.176, 92.647]),
    "apart": ([5.5, 6.25, 7, 8.125], [1, 2.5, 3.25]),
    "ties": ([1, 1, 2, 2, 2, 3, 3, 1], [1, 2, 2, 1, 1, 1, 2]),
}


def noncentrality(t, df, tail):
    """The noncentrality with P(T > t) = tail."""
    return optimize.brentq(lambda d: stats.nct.sf(t, df, d) - tail if d != 0 else stats.t.sf(t, df) - tail,
                           t - 12 - abs(t), t + 12 + abs(t), xtol=1e-13, rtol=1e-14)


def standardised(t, df, scale, level=0.95):
    tail = (1 - level) / 2
    return [scale * noncentrality(t, df, tail), scale * noncentrality(t, df, 1 - tail)]


def hedges(df):
    df = mpmath.mpf(df)
    return mpmath.gamma(df / 2) / (mpmath.sqrt(df / 2) * mpmath.gamma((df - 1) / 2))


def feng_cliff(a, b, level=0.95):
    """Written out from Cliff (1996) and Feng and Cliff (2004)."""
    a, b = numpy.array(a, float), numpy.array(b, float)
    n, m = len(a), len(b)
    dominance = numpy.sign(a[:, None] - b[None, :])
    d = dominance.mean()
    if abs(d) == 1:
        return None
    rows, columns = dominance.mean(1), dominance.mean(0)
    variance = (m * m * ((rows - d) ** 2).sum() + n * n * ((columns - d) ** 2).sum() - ((dominance - d) ** 2).sum()) / (n * m * (n - 1) * (m - 1))
    variance = max(variance, (1 - d * d) / (n * m - 1))
    t = stats.t.isf((1 - level) / 2, n + m - 2)
    reach = t * numpy.sqrt(variance) * numpy.sqrt((1 - d * d) ** 2 + t * t * variance)
    bottom = 1 - d * d + t * t * variance
    return [float(x) for x in (max(-1, (d - d ** 3 - reach) / bottom), min(1, (d - d ** 3 + reach) / bottom))]


unpaired = {}
for name, (a, b) in samples.items():
    n, m = len(a), len(b)
    df = n + m - 2
    test = stats.ttest_ind(a, b)
    scale = float(numpy.sqrt(1 / n + 1 / m))
    d = float(test.statistic) * scale
    # statsmodels calls the bias-corrected (approximate) value smd; d itself from the same moments.
    pooled = numpy.sqrt(((n - 1) * numpy.var(a, ddof=1) + (m - 1) * numpy.var(b, ddof=1)) / df)
    assert abs(d - (numpy.mean(a) - numpy.mean(b)) / pooled) < 1e-12
    approximate = effectsize_smd(numpy.mean(a), numpy.std(a, ddof=1), n, numpy.mean(b), numpy.std(b, ddof=1), m)[0]
    g = float(mpmath.mpf(d) * hedges(df))
    assert abs(g - approximate) < 4e-3 * abs(g), (g, approximate)
    u = stats.mannwhitneyu(a, b).statistic
    delta = 2 * u / (n * m) - 1
    assert abs(_cliffs_delta(a, b) - delta) < 1e-12, (_cliffs_delta(a, b), delta)
    unpaired[name] = {"a": a, "b": b, "d": d, "d_interval": standardised(float(test.statistic), df, scale), "g": g,
                      "delta": float(delta), "delta_interval": feng_cliff(a, b), "superiority": float(u / (n * m))}

# The README of autorank: populations clipped to [0, 1], seed 42; its published deltas are of later populations against pop_0.
numpy.random.seed(42)
populations = [numpy.clip(numpy.random.normal(mean, 0.3, 50), 0, 1) for mean in (0.2, 0.3, 0.5, 0.8, 0.85, 0.9)]
deltas = [float(_cliffs_delta(populations[0], other)) for other in populations[1:]]
assert numpy.allclose(deltas, (-0.3632, -0.5944, -0.936, -0.928, -0.9192), atol=1e-12), deltas

a, b = (numpy.array(x) for x in samples["sonar"])
differences = a - b
n = len(differences)
d_z = float(differences.mean() / differences.std(ddof=1))
corrected = float(numpy.sqrt(1 / n + 1 / 9))
paired = {
    "differences": differences.tolist(), "d_z": d_z, "interval": standardised(d_z * numpy.sqrt(n), n - 1, 1 / numpy.sqrt(n)),
    "corrected_interval": standardised(d_z / corrected, n - 1, corrected), "g": float(d_z * hedges(n - 1)),
    "d_av": float(differences.mean() / numpy.sqrt((a.var(ddof=1) + b.var(ddof=1)) / 2)),
}

equivalence = []
for margin in (0.5, 1.5, 3, 5):
    p, lower, upper = ttost_paired(a, b, -margin, margin)
    equivalence.append([margin, float(p), float(lower[1]), float(upper[1])])
# With Nadeau and Bengio's variance, written out.
corrected_equivalence = []
for margin in (0.5, 3, 8):
    error = differences.std(ddof=1) * corrected
    corrected_equivalence.append([margin, float(stats.t.sf((differences.mean() + margin) / error, n - 1)),
                                  float(stats.t.cdf((differences.mean() - margin) / error, n - 1))])

# Power with rejections to the right side only: statsmodels' one-sided test at half the level.
power = []
for pairs in (2, 3, 5, 10, 20, 34, 200):
    for effect in (0.2, 0.5, 1, 2):
        for threshold in (0.05, 0.05 / 12):
            power.append([pairs, effect, threshold, float(TTestPower().power(effect, pairs, threshold / 2, alternative="larger"))])
needed = []
for effect in (0.3, 0.5, 0.8, 1, 1.5):
    for wanted in (0.8, 0.9):
        root = optimize.brentq(lambda pairs: stats.nct.sf(stats.t.isf(0.025, pairs - 1), pairs - 1, effect * numpy.sqrt(pairs)) - wanted, 2.01, 1e4,
                               xtol=1e-11, rtol=1e-14)
        assert abs(root - TTestPower().solve_power(effect, None, 0.025, wanted, "larger")) < 1e-4 * root
        needed.append([effect, wanted, root])
corrected_power = []
for pairs in (5, 10, 30, 1000):
    for effect in (0.5, 1, 2):
        factor = 1 / pairs + 1 / 3
        corrected_power.append([pairs, effect, float(stats.nct.sf(stats.t.isf(0.025 / 4, pairs - 1), pairs - 1, effect / numpy.sqrt(factor)))])
two_samples = []
for size in (3, 20, 100):
    for effect in (0.3, 1):
        two_samples.append([size, effect, float(TTestIndPower().power(effect, size, 0.025, alternative="larger"))])
two_needed = [[1, 0.9, 0.025], [1, 0.9, 0.05], [0.4, 0.8, 0.025]]
for row in two_needed:
    effect, wanted, tail = row
    row.append(optimize.brentq(lambda size: stats.nct.sf(stats.t.isf(tail, 2 * size - 2), 2 * size - 2, effect * numpy.sqrt(size / 2)) - wanted, 2.01, 1e4,
                               xtol=1e-11, rtol=1e-14))

json.dump({
    "unpaired": unpaired, "paired": paired, "equivalence": equivalence, "corrected_equivalence": corrected_equivalence, "power": power,
    "needed": needed, "corrected_power": corrected_power, "two_samples": two_samples, "two_needed": two_needed,
    "autorank": {"populations": [p.tolist() for p in populations], "deltas": deltas},
    "hedges": [[df, float(hedges(df))] for df in (2, 3, 4, 9, 18, 50, 1000, 100000)],
}, open("effect_sizes.json", "w"), indent=1)
