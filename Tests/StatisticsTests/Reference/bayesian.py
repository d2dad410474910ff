#!/usr/bin/env python3
"""Writes bayesian.json: baycomp's correlated t, sign and signed-rank tests, and the evidence of the t mixture.

Made with Python 3, numpy 2.4, scipy 1.17.1, baycomp 1.0.3. Run it in this directory: python3 bayesian.py
"""
import json

import baycomp
import numpy as np
from scipy import integrate, stats

out = {"correlated": [], "multiple": [], "evidence": []}
random = np.random.RandomState(11)

for folds, runs, rope in ((10, 1, 0.0), (10, 1, 0.02), (50, 5, 0.01), (5, 1, 0.05)):
    x, y = random.rand(folds) * 0.1 + 0.8, random.rand(folds) * 0.1 + 0.81
    posterior = baycomp.CorrelatedTTest(x, y, rope, runs)
    out["correlated"].append({
        "differences": [float(v) for v in y - x], "ratio": 1 / (folds / runs - 1), "rope": rope,
        "probabilities": [float(p) for p in posterior.probs()]})

# Differences in steps of 1/64, so that pairs at the edge of the region are there to the last bit.
for count, shift, rope, prior in ((20, 0.05, 0.0625, 0.5), (54, 0.02, 0.03125, 0.5), (8, 0.1, 0.03125, 1.0)):
    differences = np.round((random.randn(count) * 0.1 + shift) * 64) / 64
    zero = np.zeros(count)
    draws = 400000
    rank = baycomp.SignedRankTest(zero, differences, rope, prior=prior, nsamples=draws, random_state=1).probs()
    sign = baycomp.SignTest(zero, differences, rope, prior=prior, nsamples=draws, random_state=1).probs()
    out["multiple"].append({
        "differences": differences.tolist(), "rope": rope, "prior": prior, "draws": draws,
        "signedRank": [float(p) for p in rank], "sign": [float(p) for p in sign]})

# The likelihood ratio of the t statistic, the standardised mean mixed over N(0, g): noncentral t against central t.
for count, t, g in ((2, 0.5, 1.0), (3, 2.0, 1.0), (5, 3.0, 1.0), (5, 12.0, 0.25), (12, 2.5, 1.0), (30, 0.1, 2.0)):
    for ratio in (0.0, 1 / 3):
        factor = 1 / count + ratio

        def integrand(delta):
            return stats.nct.pdf(t, count - 1, delta / factor**0.5) * stats.norm.pdf(delta, 0, g**0.5)

        value = sum(
            integrate.quad(integrand, a, b, epsabs=1e-14, epsrel=1e-11, limit=200)[0]
            for a, b in ((-10 * g**0.5, 0), (0, 2 * g**0.5), (2 * g**0.5, 10 * g**0.5)))
        out["evidence"].append({
            "count": count, "t": t, "g": g, "ratio": ratio,
            "evidence": float(value / stats.t.pdf(t, count - 1))})

with open("bayesian.json", "w") as file:
    json.dump(out, file, indent=1)
    file.write("\n")
print([(m["signedRank"], m["sign"]) for m in out["multiple"]], out["evidence"][:4])
