#!/usr/bin/env python3
"""Writes bootstrap.json: intervals of scipy.stats.bootstrap with the very replicates they were made of, and rliable's
intervals from many replicates, for StatisticsTests.

Made with Python 3.11, NumPy 2.4, SciPy 1.17.1, rliable 1.2.0, arch 7.2. Run it in this directory: python3 bootstrap.py
"""
import json
import itertools

import numpy as np
import pandas.util._decorators as decorators

# arch 7.2 calls a decorator of pandas in a way that pandas 3 no longer knows; none of what it decorates is used here.
decorators.deprecate_kwarg = lambda *arguments, **named: lambda function: function

from arch.bootstrap import IIDBootstrap
from rliable import library, metrics
from scipy import stats

random = np.random.default_rng(11)
LEVELS = (0.95, 0.8)


def mean(x, axis=-1):
    return np.mean(x, axis=axis)


def median(x, axis=-1):
    return np.median(x, axis=axis)


def interquartile(x, axis=-1):
    return stats.trim_mean(x, 0.25, axis=axis)


AGGREGATES = {"mean": mean, "median": median, "interquartileMean": interquartile}


def given_replicates(name, data, aggregate, statistic, count=199):
    result = {"name": name, "data": [list(map(float, d)) for d in data], "aggregate": aggregate, "intervals": []}
    replicates = None
    for level in LEVELS:
        for method in ("percentile", "basic", "BCa"):
            # The same seed gives the same resamples.
            made = stats.bootstrap(data, statistic, n_resamples=count, confidence_level=level, method=method,
                                   vectorized=True, rng=np.random.default_rng(3))
            if replicates is None:
                replicates = made.bootstrap_distribution
            assert (made.bootstrap_distribution == replicates).all()
            result["intervals"].append({"kind": method.lower(), "level": level,
                                        "lower": float(made.confidence_interval.low),
                                        "upper": float(made.confidence_interval.high)})
    result["replicates"] = replicates.tolist()
    result["standard_error"] = float(made.standard_error)
    return result


skewed = np.round(random.gamma(1.2, 2, 14), 3)
ties = np.array([0.91, 0.92, 0.92, 0.93, 0.93, 0.93, 0.94, 0.97, 0.99])
one = np.round(random.normal(1, 1, 8), 3)
two = np.round(random.gamma(2, 1, 11), 3)
shared = [
    given_replicates("mean, skewed", (skewed,), "mean", mean),
    given_replicates("interquartile mean, skewed", (skewed,), "interquartileMean", interquartile),
    given_replicates("median, ties", (ties,), "median", median),
    given_replicates("mean, ties", (ties,), "mean", mean),
    given_replicates("two samples, means", (one, two), "mean", lambda x, y, axis=-1: mean(x, axis) - mean(y, axis)),
    given_replicates("two samples, medians", (one, two), "median", lambda x, y, axis=-1: median(x, axis) - median(y, axis)),
    given_replicates("two samples, interquartile means", (one, two), "interquartileMean",
                     lambda x, y, axis=-1: interquartile(x, axis) - interquartile(y, axis)),
]

# All 256 resamples of four values, in the order of the digits of 0 ... 255 in base 4: intervals without chance.
four = [1.0, 2.0, 4.0, 11.0]
everything = np.array([mean(np.array(four)[list(index)]) for index in itertools.product(range(4), repeat=4)])
exhaustive = {"data": four, "intervals": []}
for level in LEVELS:
    for method in ("percentile", "basic", "BCa"):
        previous = stats.bootstrap((four,), mean, n_resamples=1, rng=0)
        previous.bootstrap_distribution = everything
        made = stats.bootstrap((four,), mean, n_resamples=0, bootstrap_result=previous, confidence_level=level, method=method)
        assert len(made.bootstrap_distribution) == 256
        exhaustive["intervals"].append({"kind": method.lower(), "level": level,
                                        "lower": float(made.confidence_interval.low), "upper": float(made.confidence_interval.high)})
exhaustive["standard_error"] = float(np.std(everything))

# Standard errors of trimmed means (Tukey and McLaughlin): SciPy's where n divides by 4, as it takes the nominal share.
errors = []
for n in (8, 12, 20):
    values = np.round(random.gamma(1.5, 1, n), 3)
    errors.append({"values": values.tolist(), "mean": float(stats.sem(values)),
                   "interquartileMean": float(stats.mstats.trimmed_stde(values, limits=(0.25, 0.25)))})

# The studentised interval, written out with NumPy from resamples of its own, with 200,000 replicates.
index = np.random.default_rng(5).integers(0, len(skewed), (200_000, len(skewed)))
drawn = skewed[index]
pivots = (drawn.mean(1) - skewed.mean()) / stats.sem(drawn, axis=1)
lower, upper = np.quantile(pivots, [0.025, 0.975])
large = {"studentized": [float(skewed.mean() - upper * stats.sem(skewed)), float(skewed.mean() - lower * stats.sem(skewed))]}
for method in ("percentile", "bca"):
    large[method] = stats.bootstrap((skewed,), mean, n_resamples=200_000, method=method if method == "percentile" else "BCa",
                                    rng=np.random.default_rng(1), batch=20_000).confidence_interval
    large[method] = [float(large[method].low), float(large[method].high)]
package = IIDBootstrap(skewed, seed=np.random.default_rng(2)).conf_int(np.mean, reps=20_000, method="bca").ravel()
large["arch_bca"] = package.tolist()

# rliable: runs x tasks; its intervals are percentile intervals of a stratified bootstrap.
scores_a = np.round(random.normal([0.2, 0.5, 1.0, 1.4], [0.1, 0.3, 0.2, 0.6], (10, 4)), 2)
scores_b = np.round(random.normal([0.25, 0.3, 0.9, 1.2], [0.1, 0.3, 0.2, 0.6], (8, 4)), 2)
agents = {"a": scores_a}
rliable = {"a": scores_a.T.tolist(), "b": scores_b.T.tolist()}
REPS = 20_000
for name, function in (("interquartileMean", metrics.aggregate_iqm), ("mean", metrics.aggregate_mean), ("median", metrics.aggregate_median)):
    point, interval = library.get_interval_estimates(agents, lambda x: np.array([function(x)]), reps=REPS,
                                                     random_state=np.random.RandomState(0))
    rliable[name] = {"estimate": float(point["a"][0]), "interval": interval["a"].ravel().tolist()}
point, interval = library.get_interval_estimates(
    {"pair": (scores_a, scores_b)}, lambda x, y: np.array([metrics.probability_of_improvement(x, y)]), reps=4_000,
    random_state=np.random.RandomState(0))
rliable["improvement"] = {"estimate": float(point["pair"][0]), "interval": interval["pair"].ravel().tolist()}
thresholds = np.array([0.0, 0.3, 0.5, 0.9, 1.2, 2.0])
profile, bands = library.create_performance_profile(agents, thresholds, reps=REPS)
rliable["profile"] = {"thresholds": thresholds.tolist(), "shares": profile["a"].tolist(), "bands": bands["a"].tolist()}

json.dump({"shared": shared, "exhaustive": exhaustive, "errors": errors, "skewed": skewed.tolist(), "large": large, "rliable": rliable},
          open("bootstrap.json", "w"), indent=1)
