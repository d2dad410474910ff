#!/usr/bin/env python3
"""Writes welch.json: Welch's test and one-sided tests by scipy.

Made with Python 3, numpy 2.4.6, scipy 1.17.1. Run it in this directory: python3 welch.py
"""
import json

import numpy
from scipy import stats

samples = [
    ([1.02, 0.98, 1.05, 1.01, 0.97], [0.93, 0.96, 0.91, 0.95, 0.94]),
    ([0.1, 0.4, 0.2], [0.3, 0.25, 0.15, 0.22, 0.9, -0.4]),
    ([5.0, 5.0, 5.0], [4.0, 4.5, 6.25]),
    ([1e-9, 3e-9], [2e-9, 2.5e-9, 1e-9, 7e-9]),
]
rows = []
for a, b in samples:
    # Bounds in the unit of the sample: scipy loses digits where they are far larger.
    for bound in (0.0, -0.05 * max(a), 0.02 * max(a)):
        shifted = numpy.array(a) - bound
        greater = stats.ttest_ind(shifted, b, equal_var=False, alternative="greater")
        less = stats.ttest_ind(shifted, b, equal_var=False, alternative="less")
        interval = stats.ttest_ind(a, b, equal_var=False).confidence_interval(0.9)
        rows.append({"a": a, "b": b, "bound": bound, "df": float(greater.df), "above": float(greater.pvalue),
                     "below": float(less.pvalue), "lower": float(interval.low), "upper": float(interval.high)})

single = []
values = [-0.021, -0.008, -0.03, 0.004, -0.017, -0.025, -0.011, -0.002]
for bound in (-0.05, -0.01, 0.0, 0.01):
    single.append({"values": values, "bound": bound,
                   "above": float(stats.ttest_1samp(values, bound, alternative="greater").pvalue),
                   "below": float(stats.ttest_1samp(values, bound, alternative="less").pvalue)})

with open("welch.json", "w") as file:
    lines = [json.dumps(row) for row in rows], [json.dumps(row) for row in single]
    file.write('{"two": [\n' + ",\n".join(lines[0]) + '\n], "one": [\n' + ",\n".join(lines[1]) + "\n]}\n")
