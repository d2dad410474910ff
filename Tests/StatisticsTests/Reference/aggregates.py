#!/usr/bin/env python3
"""Writes aggregates.json: what NumPy, SciPy and rliable say of aggregates, for StatisticsTests.

Made with Python 3.11, NumPy 2.4, SciPy 1.17.1, rliable 1.2.0. Run it in this directory: python3 aggregates.py
"""
import json
from fractions import Fraction

import numpy as np
from rliable import metrics
from scipy import stats

random = np.random.default_rng(3)


def fractional(values):
    """The mean of the middle half, written out with exact fractions from its definition."""
    ordered = sorted(Fraction(float(v)) for v in values)
    n = len(ordered)
    low, high = Fraction(n, 4), Fraction(3 * n, 4)
    weights = [max(Fraction(0), min(Fraction(i + 1), high) - max(Fraction(i), low)) for i in range(n)]
    return float(sum(w * v for w, v in zip(weights, ordered)) / (high - low))


rows = []
for n in list(range(1, 14)) + [20, 37, 100]:
    values = np.round(random.gamma(1.5, 2, n) - 1, 4)
    rows.append({
        "values": values.tolist(), "mean": float(np.mean(values)), "median": float(np.median(values)),
        "interquartileMean": float(stats.trim_mean(values, 0.25)), "trimmed": float(stats.trim_mean(values, 0.1)),
        "fractional": fractional(values), "deviation": float(stats.median_abs_deviation(values)),
        "normalDeviation": float(stats.median_abs_deviation(values, scale="normal")),
        "quantiles": [float(np.quantile(values, p)) for p in (0, 0.025, 0.25, 0.5, 0.9, 1)]})

uniform = np.random.RandomState(0).rand(5, 8)
correlations = []
for n, rho in ((3, 0.5), (10, 0.9), (30, -0.4)):
    a = random.normal(size=n)
    b = rho * a + np.sqrt(1 - rho**2) * random.normal(size=n)
    result = stats.pearsonr(a, b)
    interval = result.confidence_interval(0.95)
    correlations.append({"a": a.tolist(), "b": b.tolist(), "r": float(result.statistic),
                         "interval": [float(interval.low), float(interval.high)] if n > 3 else None})

json.dump({"rows": rows, "uniform": {"tasks": uniform.T.tolist(), "iqm": float(metrics.aggregate_iqm(uniform))},
           "correlations": correlations}, open("aggregates.json", "w"), indent=1)
