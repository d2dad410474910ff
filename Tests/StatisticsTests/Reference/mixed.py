#!/usr/bin/env python3
"""Writes mixed.json: REML fits by dense matrices, checked here against statsmodels' MixedLM, and published ones.

Made with Python 3, numpy 2.4, scipy 1.17.1, statsmodels 0.15.0. Run it in this directory: python3 mixed.py
Dense: V is built in full, P = V^-1 - V^-1 X (X' V^-1 X)^-1 X' V^-1, and the restricted score is solved by root finding
(Searle, Casella and McCulloch 1992, chapter 6). Degrees of freedom: Satterthwaite's with the expected information.
Dyestuff (O. L. Davies 1947) and ergoStool (J. C. Pinheiro and D. M. Bates 2000, table 1.2) are public data; their fits
by lme4 and nlme are printed in D. Bates (2010), "lme4: mixed-effects modeling with R", section 1.3, and in Pinheiro and
Bates, section 1.2.
"""
import json
import warnings

import numpy as np
import pandas
import statsmodels.api as sm
from scipy import optimize

warnings.simplefilter("ignore")
EFFECTS = ("dataset", "interaction", "seed")


def indicator(labels):
    levels = sorted(set(labels))
    return np.array([[1.0 if label == level else 0.0 for level in levels] for label in labels])


def dense(rows, effects):
    """The REML fit of rows (method, dataset, seed, value)."""
    method = [r[0] for r in rows]
    columns = {
        "dataset": [(r[1],) for r in rows], "interaction": [(r[0], r[1]) for r in rows],
        "seed": [(r[1], r[2]) for r in rows]}
    y = np.array([r[3] for r in rows])
    x = indicator(method)
    zs = [indicator(columns[e]) @ indicator(columns[e]).T for e in effects] + [np.eye(len(y))]

    def parts(theta):
        v = sum(t * z for t, z in zip(theta, zs))
        inverse = np.linalg.inv(v)
        c = np.linalg.inv(x.T @ inverse @ x)
        p = inverse - inverse @ x @ c @ x.T @ inverse
        return v, inverse, c, p

    def score(theta):
        _, _, _, p = parts(theta)
        py = p @ y
        return np.array([np.trace(p @ z) - py @ z @ py for z in zs])

    def criterion(theta):
        v, inverse, c, p = parts(theta)
        n, k = x.shape
        return (np.linalg.slogdet(v)[1] - np.linalg.slogdet(c)[1] + y @ p @ y + (n - k) * np.log(2 * np.pi))

    start = np.full(len(zs), np.var(y) / len(zs))
    rough = optimize.minimize(
        lambda t: criterion(np.exp(t)), np.log(start), method="Nelder-Mead",
        options={"xatol": 1e-6, "fatol": 1e-10, "maxiter": 40000, "maxfev": 40000})
    theta = np.exp(rough.x)
    for _ in range(200):
        # Scoring to the end: the information is expected, so convergence is linear, but certain near the maximum.
        _, _, _, p = parts(theta)
        information = np.array([[np.trace(p @ a @ p @ b) for a in zs] for b in zs])
        step = -np.linalg.solve(information, score(theta))
        theta = theta + step
        if np.max(np.abs(step) / theta) < 1e-15:
            break
    assert np.all(theta > 0) and np.max(np.abs(score(theta)) * theta) < 1e-9, (theta, score(theta))
    _, inverse, c, p = parts(theta)
    information = np.array([[np.trace(p @ a @ p @ b) for a in zs] for b in zs]) / 2
    beta = c @ x.T @ inverse @ y
    contrasts = []
    k = x.shape[1]
    for first in range(k):
        for second in range(first + 1, k):
            weights = np.zeros(k)
            weights[first], weights[second] = 1, -1
            variance = weights @ c @ weights
            moved = inverse @ x @ c @ weights
            gradient = np.array([moved @ z @ moved for z in zs])
            df = 2 * variance**2 / (gradient @ np.linalg.solve(information, gradient))
            contrasts.append([first, second, beta[first] - beta[second], variance**0.5, df])
    return {
        "variances": dict(zip(effects, theta[:-1])), "residual": theta[-1], "criterion": criterion(theta),
        "means": list(beta), "contrasts": contrasts}


def statsmodels_fit(rows, effects):
    frame = pandas.DataFrame(rows, columns=["method", "dataset", "seed", "value"])
    frame["one"] = 1
    formula = {}
    if "dataset" in effects:
        formula["dataset"] = "0+C(one)"
    if "interaction" in effects:
        formula["interaction"] = "0+C(method)"
    if "seed" in effects:
        formula["seed"] = "0+C(seed)"
    model = sm.MixedLM.from_formula(
        "value ~ 0 + C(method)", frame, groups="dataset", vc_formula=formula, re_formula="0")
    fit = model.fit(reml=True, method=["lbfgs", "powell", "bfgs"], maxiter=2000)
    return dict(zip(model.exog_vc.names, fit.vcomp)), fit.scale, -2 * fit.llf


def simulate(seed, methods, datasets, seeds, missing, sds):
    random = np.random.RandomState(seed)
    a, b = sds["dataset"] * random.randn(datasets), sds["interaction"] * random.randn(methods, datasets)
    c = sds["seed"] * random.randn(datasets, seeds)
    rows = []
    for d in range(datasets):
        for m in range(methods):
            for s in range(seeds):
                e = random.randn()
                if random.rand() >= missing:
                    rows.append([m, d, s, round(float(0.8 + 0.1 * m + a[d] + b[m, d] + c[d, s] + 0.05 * e), 6)])
    return rows


out = {"cases": []}
usual = {"dataset": 0.3, "interaction": 0.1, "seed": 0.08}
for name, rows, effects in (
    ("balanced", simulate(1, 3, 5, 4, 0, usual), EFFECTS),
    ("unbalanced", simulate(2, 4, 6, 5, 0.25, usual), EFFECTS),
    ("two methods", simulate(3, 2, 8, 3, 0.1, usual), EFFECTS),
    ("without interaction", simulate(4, 3, 4, 6, 0.2, usual), ("dataset", "seed")),
    ("one seed", simulate(5, 4, 9, 1, 0.15, usual), ("dataset",)),
    ("one dataset", simulate(6, 3, 1, 9, 0.1, usual), ("seed",)),
):
    fit = dense(rows, effects)
    try:
        components, scale, minus_two = statsmodels_fit(rows, effects)
        for effect in effects:
            assert abs(components[effect] / fit["variances"][effect] - 1) < 5e-3, (name, components, fit)
        assert abs(scale / fit["residual"] - 1) < 5e-3, (name, scale, fit)
        agrees = True
    except (np.linalg.LinAlgError, ValueError, KeyError) as error:
        print(name, "statsmodels:", error)
        agrees = False
    out["cases"].append({
        "name": name, "effects": list(effects), "rows": rows, "checkedAgainstStatsmodels": agrees, **fit})

dyestuff = [
    [1545, 1440, 1440, 1520, 1580], [1540, 1555, 1490, 1560, 1495], [1595, 1550, 1605, 1510, 1560],
    [1445, 1440, 1595, 1465, 1545], [1595, 1630, 1515, 1635, 1625], [1520, 1455, 1450, 1480, 1445]]
rows = [[0, d, s, float(v)] for d, batch in enumerate(dyestuff) for s, v in enumerate(batch)]
out["dyestuff"] = {"rows": rows, **dense(rows, ("dataset",))}
stool = [
    [12, 15, 12, 10], [10, 14, 13, 12], [7, 14, 13, 9], [7, 11, 10, 9], [8, 11, 8, 7], [9, 11, 11, 10],
    [8, 12, 12, 11], [7, 11, 8, 7], [9, 13, 10, 8]]
rows = [[m, d, 0, float(v)] for d, subject in enumerate(stool) for m, v in enumerate(subject)]
out["ergoStool"] = {"rows": rows, **dense(rows, ("dataset",))}
# A small unbalanced set in whole numbers, with all three effects: value[dataset][seed][method], None is missing.
small = [
    [[81, 84, 78], [76, 82, 75], [85, None, 84]], [[64, 70, 66], [60, 69, 63], [61, 65, 60]],
    [[92, 93, None], [88, 90, 83], [90, 96, 89]], [[55, 66, 50], [52, 58, 49], [None, 61, 51]],
    [[70, 71, 70], [75, 79, 73], [72, 75, None]]]
rows = [
    [m, d, s, float(v)] for d, block in enumerate(small) for s, line in enumerate(block)
    for m, v in enumerate(line) if v is not None]
out["small"] = {"rows": rows, **dense(rows, EFFECTS)}
components, scale, _ = statsmodels_fit(rows, EFFECTS)
for effect in EFFECTS:
    assert abs(components[effect] / out["small"]["variances"][effect] - 1) < 5e-3
print({k: v for k, v in out["small"].items() if k != "rows"})
print({k: v for k, v in out["dyestuff"].items() if k != "rows"})
print({k: v for k, v in out["ergoStool"].items() if k != "rows"})
print([(c["name"], c["variances"], c["residual"], c["checkedAgainstStatsmodels"]) for c in out["cases"]])

with open("mixed.json", "w") as file:
    json.dump(out, file, indent=1)
    file.write("\n")
