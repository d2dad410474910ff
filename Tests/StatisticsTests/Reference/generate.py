#!/usr/bin/env python3
"""Writes reference.json: what mpmath (50 digits) and scipy say, for StatisticsTests.

Made with Python 3, mpmath 1.3.0, scipy 1.17.1. Run it in this directory: python3 generate.py
"""
import json

import mpmath
import numpy
from scipy import stats

mpmath.mp.dps = 50


def upper_tail(df, t):
    """P(T > t) for t >= 0."""
    df, t = mpmath.mpf(df), mpmath.mpf(t)
    return mpmath.betainc(df / 2, mpmath.mpf(1) / 2, 0, df / (df + t * t), regularized=True) / 2


def quantile(df, tail):
    """The t with P(T > t) = tail, for tail < 1/2."""
    df, tail = mpmath.mpf(df), mpmath.mpf(tail)
    start = mpmath.mpf(float(stats.t.isf(float(tail), float(df))))
    return mpmath.findroot(lambda t: mpmath.log(upper_tail(df, t)) - mpmath.log(tail), (start, start * (1 + mpmath.mpf(10) ** -8)), solver="secant")


tails = []
for df in (1, 2, 3, 4, 9, 19, 29.5, 99, 1000, 1000000):
    for t in (1e-8, 0.01, 0.5, 1, 2, 2.776445, 5, 12, 40, 1000):
        value = upper_tail(df, t)
        if value < mpmath.mpf(10) ** -290:
            continue
        scipy_value = stats.t.sf(t, df)
        # scipy itself is off by 3e-9 at df 1, t 1e-8.
        assert abs(scipy_value / float(value) - 1) < 1e-8, (df, t, scipy_value, value)
        tails.append([df, t, float(value)])

quantiles = []
for df in (1, 2, 3, 4, 9, 19, 29.5, 99, 1000, 1000000):
    for tail in (1e-40, 1e-12, 1e-5, 0.005, 0.025, 0.05, 0.1, 0.24, 0.26, 0.4, 0.499):
        value = quantile(df, tail)
        assert abs(stats.t.isf(tail, df) / float(value) - 1) < 1e-8, (df, tail, stats.t.isf(tail, df), value)
        quantiles.append([df, tail, float(value)])

betas = []
for a, b in ((0.5, 0.5), (1, 0.5), (4.5, 0.5), (12, 3.25), (500, 0.5), (500000, 0.5), (250, 300)):
    value = mpmath.log(mpmath.beta(a, b))
    betas.append([a, b, float(value)])

# Sonar, the first ten scores of two classifiers in the documentation of baycomp (data of MIT licence).
nbc = [94.203, 92.754, 95.652, 91.176, 92.647, 91.176, 92.647, 92.647, 86.765, 91.176]
j48 = [92.754, 92.754, 89.855, 89.706, 95.588, 89.706, 95.588, 94.118, 91.176, 92.647]
test = stats.ttest_rel(nbc, j48)
interval = test.confidence_interval(0.95)
difference = numpy.subtract(nbc, j48)
paired = {
    "a": nbc, "b": j48, "mean": float(numpy.mean(difference)), "t": float(test.statistic),
    "p": float(test.pvalue), "lower": float(interval.low), "upper": float(interval.high),
}
one = stats.ttest_1samp(nbc, 0).confidence_interval(0.95)

# The corrected resampled t, written out from Nadeau and Bengio (2003).
ratio = 1 / 9
scale = numpy.sqrt(numpy.var(difference, ddof=1) * (1 / 10 + ratio))
statistic = numpy.mean(difference) / scale
reach = stats.t.ppf(0.975, 9) * scale
corrected = {
    "ratio": ratio, "t": float(statistic), "p": float(2 * stats.t.sf(abs(statistic), 9)),
    "lower": float(numpy.mean(difference) - reach), "upper": float(numpy.mean(difference) + reach),
}

json.dump(
    {
        "tails": tails, "quantiles": quantiles, "log_beta": betas, "paired": paired,
        "mean_interval": [float(one.low), float(one.high)], "corrected": corrected,
    },
    open("reference.json", "w"), indent=1)
