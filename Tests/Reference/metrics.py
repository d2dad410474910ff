"""Writes metrics.json: metrics of small random and degenerate predictions by scikit-learn, torchmetrics and SciPy.

    python3 Tests/Reference/metrics.py

Made with scikit-learn 1.9.1, torchmetrics 1.9.0 (torch 2.13.0), SciPy 1.17, NumPy 2.4. Probabilities are stored in
thousandths, so that ties and bin bounds are exact. Where a library has no such metric, or another convention at ties, the
number comes from a plain formula below; where a library gives a number to something undefined, null (NaN) is stored.
"""
import json
import math
import os
import sys
import warnings
from fractions import Fraction

import numpy as np
import torch
from scipy import integrate, stats
from sklearn import metrics as sk
from torchmetrics.functional.classification import binary_calibration_error, multiclass_calibration_error

warnings.filterwarnings("ignore")
BINS = 15
NAN = float("nan")
by_torch = by_formula = 0


def in_bins(confidence, thousandths):
    """The bin of every confidence among (m/15, (m+1)/15], by whole numbers."""
    return np.maximum(0, -(-(thousandths * BINS) // 1000) - 1)


def calibration(forecast, event, thousandths, norm):
    """Expected (l1) or largest (max) calibration error of a binary forecast in 15 bins of equal width."""
    bins = in_bins(forecast, thousandths)
    gaps = [(np.mean(bins == b), abs(event[bins == b].mean() - forecast[bins == b].mean()))
            for b in range(BINS) if (bins == b).any()]
    return sum(w * g for w, g in gaps) if norm == "l1" else max(g for _, g in gaps)


def on_bound(thousandths):
    """Whether a confidence lies on a bound of the bins, where torchmetrics' bins are closed below."""
    return bool(((thousandths * BINS) % 1000 == 0).any())


def roc(labels, scores):
    return NAN if len(set(labels)) < 2 else sk.roc_auc_score(labels, scores)


def risks(forecast, event):
    """Risk at every coverage; the mean over the orders of equal confidences, in exact arithmetic."""
    order = sorted(range(len(forecast)), key=lambda i: -forecast[i])
    result, wrong, i = [], Fraction(0), 0
    while i < len(order):
        group = [j for j in order if forecast[j] == forecast[order[i]]]
        share = Fraction(sum(1 for j in group if not event[j]), len(group))
        for _ in group:
            wrong += share
            result.append(wrong / (len(result) + 1))
        i += len(group)
    return result


def classification(labels, thousandths):
    global by_torch, by_formula
    y, t = np.array(labels), np.array(thousandths)
    p = t / 1000
    n, k = p.shape
    guess = p.argmax(axis=1)
    present = sorted(set(labels))
    out = {
        "accuracy": sk.accuracy_score(y, guess),
        "balanced_accuracy": sk.recall_score(y, guess, labels=present, average="macro", zero_division=0),
        "f1_macro": sk.f1_score(y, guess, average="macro", zero_division=0),
        "f1_micro": sk.f1_score(y, guess, average="micro", zero_division=0),
        "f1_weighted": sk.f1_score(y, guess, average="weighted", zero_division=0),
        "mcc": sk.matthews_corrcoef(y, guess),
        "kappa": NAN if len(set(labels) | set(guess)) == 1 else sk.cohen_kappa_score(y, guess),
        "brier": float(((p - np.eye(k)[y]) ** 2).sum(axis=1).mean()),
    }
    if len(set(y)) > 1:
        assert abs(out["balanced_accuracy"] - sk.balanced_accuracy_score(y, guess)) < 1e-12
    with np.errstate(divide="ignore"):
        out["log_loss"] = float(-np.log(p[np.arange(n), y]).mean())
    if np.isfinite(out["log_loss"]) and (t > 0).all():
        assert abs(out["log_loss"] - sk.log_loss(y, p, labels=range(k))) < 1e-12
    for top in (2, 3, 5):
        if k > top:
            # scikit-learn takes the last of equal scores; the tilt makes it the first.
            tilted = p - 1e-9 * np.arange(k)
            out["top_%d_accuracy" % top] = sk.top_k_accuracy_score(y, tilted, k=top, labels=range(k))
    if k == 2:
        area = roc(y, p[:, 1])
        out["auroc"] = out["auroc_weighted"] = out["auroc_pairwise"] = area
        out["auprc"] = sk.average_precision_score(y, p[:, 1]) if (y == 1).any() else NAN
    else:
        areas = {c: roc(y == c, p[:, c]) for c in present}
        out["auroc"] = float(np.mean(list(areas.values()))) if len(present) > 1 else NAN
        out["auroc_weighted"] = sum((y == c).mean() * a for c, a in areas.items()) if len(present) > 1 else NAN
        pairs = [roc(y[(y == a) | (y == b)] == a, p[(y == a) | (y == b), a]) for a in present for b in present if a != b]
        out["auroc_pairwise"] = float(np.mean(pairs)) if pairs else NAN
        out["auprc"] = float(np.mean([sk.average_precision_score(y == c, p[:, c]) for c in present]))
        if len(present) == k:
            for name, mode, average in [("auroc", "ovr", "macro"), ("auroc_weighted", "ovr", "weighted"),
                                        ("auroc_pairwise", "ovo", "macro")]:
                theirs = sk.roc_auc_score(y, p, multi_class=mode, average=average)
                assert abs(out[name] - theirs) < 1e-12, (name, out[name], theirs)
    confidence, ct, right = p[np.arange(n), guess], t[np.arange(n), guess], guess == y
    for name, norm in [("ece", "l1"), ("mce", "max")]:
        out[name] = float(calibration(confidence, right, ct, norm))
        if not on_bound(ct):
            theirs = float(multiclass_calibration_error(
                torch.tensor(p), torch.tensor(y), num_classes=k, n_bins=BINS, norm=norm))
            assert abs(theirs - out[name]) < 3e-7, (name, theirs, out[name])
            by_torch += 1
        else:
            by_formula += 1
    parts = []
    for c in range(k):
        parts.append(calibration(p[:, c], y == c, t[:, c], "l1"))
        if not on_bound(t[:, c]):
            theirs = float(binary_calibration_error(torch.tensor(p[:, c]), torch.tensor((y == c) * 1), n_bins=BINS))
            assert abs(theirs - parts[-1]) < 3e-7
    out["ece_class_wise"] = float(np.mean(parts))
    bounds = np.quantile(confidence, [b / BINS for b in range(1, BINS + 1)], method="inverted_cdf")
    bins = np.searchsorted(bounds, confidence, side="left")
    out["ece_equal_mass"] = float(sum(
        (bins == b).mean() * abs(right[bins == b].mean() - confidence[bins == b].mean()) for b in set(bins)))
    reliability = resolution = uncertainty = within = 0.0
    for c in range(k):
        f, o, bins = p[:, c], (y == c) * 1.0, in_bins(p[:, c], t[:, c])
        uncertainty += o.mean() * (1 - o.mean())
        for b in set(bins):
            here = bins == b
            reliability += here.mean() * (o[here].mean() - f[here].mean()) ** 2
            resolution += here.mean() * (o[here].mean() - o.mean()) ** 2
            within += here.mean() * (f[here].var() - 2 * np.mean((f[here] - f[here].mean()) * (o[here] - o[here].mean())))
    assert abs(reliability - resolution + uncertainty + within - out["brier"]) < 1e-12
    out.update(brier_reliability=reliability, brier_resolution=resolution, brier_uncertainty=uncertainty,
               brier_within_bins=within)
    curve = risks(list(ct), list(right))
    area = sum(curve) / n
    best = risks([1] * int(right.sum()) + [0] * int(n - right.sum()), [True] * int(right.sum()) + [False] * int(n - right.sum()))
    # All errors after all rows that are right, in any order among themselves.
    out["aurc"] = float(area)
    out["e_aurc"] = float(area - sum(best) / n)
    return out


def regression(truths, values, sigma):
    y, f = np.array(truths), np.array(values)
    out = {
        "rmse": math.sqrt(sk.mean_squared_error(y, f)), "mae": sk.mean_absolute_error(y, f),
        "r2": sk.r2_score(y, f) if len(set(truths)) > 1 else NAN,
    }
    for percent in (10, 50, 90):
        level = percent / 100
        out["pinball_%d" % percent] = sk.mean_pinball_loss(y, f + sigma * stats.norm.ppf(level), alpha=level)
    if sigma == 0:
        out.update(crps=out["mae"], coverage_90=float(np.mean(y == f)), interval_width_90=0.0, pit_calibration_error=NAN)
        return out
    z = (y - f) / sigma
    out["crps"] = float(np.mean(sigma * (z * (2 * stats.norm.cdf(z) - 1) + 2 * stats.norm.pdf(z) - 1 / math.sqrt(math.pi))))
    low = integrate.quad(lambda x: stats.norm.cdf(x) ** 2, -40, z[0], epsabs=1e-12)[0] if z[0] < 30 else 0
    high = integrate.quad(lambda x: stats.norm.sf(x) ** 2, z[0], 40, epsabs=1e-12)[0] if z[0] < 30 else 0
    if abs(z[0]) < 30:
        assert abs(sigma * (low + high) - sigma * (z[0] * (2 * stats.norm.cdf(z[0]) - 1) + 2 * stats.norm.pdf(z[0])
                                                   - 1 / math.sqrt(math.pi))) < 1e-8 * sigma
    lower, upper = stats.norm.interval(0.9, f, sigma)
    out["coverage_90"] = float(np.mean((y >= lower) & (y <= upper)))
    out["interval_width_90"] = float(upper[0] - lower[0])
    levels = np.sort(stats.norm.cdf(z))
    n = len(levels)
    # |F(u) − u| is linear between these points; F is taken within each piece.
    points = sorted({0.0, 1.0, *levels, *[i / n for i in range(n + 1)]})
    area = 0.0
    for a, b in zip(points, points[1:]):
        share = np.mean(levels <= a)
        area += (abs(share - a) + abs(share - b)) / 2 * (b - a)
    out["pit_calibration_error"] = area
    return out


def thousandths(random, rows, k, grid):
    """Rows of k whole numbers of multiples of 1000/grid that sum to 1000, none of them 0."""
    result = []
    step = 1000 // grid
    for _ in range(rows):
        shares = random.dirichlet([random.choice([0.3, 1.0, 3.0])] * k)
        counts = np.floor(shares * (grid - k)).astype(int) + 1
        counts[int(shares.argmax())] += grid - counts.sum()
        result.append([int(c) * step for c in counts])
    return result


def main():
    random = np.random.default_rng(20250101)
    cases = {"classification": [], "regression": []}

    def add(name, labels, table):
        labels = [int(v) for v in labels]
        cases["classification"].append(
            {"name": name, "classes": len(table[0]), "labels": labels, "thousandths": sum(table, []),
             "expected": classification(labels, table)})

    def add_numbers(name, truths, values, sigma):
        cases["regression"].append({"name": name, "truths": truths, "values": values, "sigma": sigma,
                                    "expected": regression(truths, values, sigma)})

    for index in range(140):
        k = int(random.choice([2, 2, 2, 3, 3, 4, 6, 8]))
        rows = int(random.integers(5, 41))
        table = thousandths(random, rows, k, int(random.choice([20, 50, 200, 1000])))
        skill = random.choice([0.0, 0.5, 1.0, 3.0])
        labels = []
        for row in table:
            weights = (np.array(row) / 1000) ** skill
            labels.append(random.choice(k, p=weights / weights.sum()))
        add("random %d" % index, labels, table)
    for index in range(60):
        rows = int(random.integers(3, 41))
        digits = int(random.choice([1, 3]))
        scale = float(random.choice([0.5, 2, 300]))
        values = [round(float(v), digits) for v in random.normal(0, scale, rows)]
        truths = [round(v + float(e), digits) for v, e in zip(values, random.standard_t(4, rows) * scale / 2)]
        sigma = round(float(random.choice([0.2, 0.5, 1.0])) * scale, 3)
        add_numbers("random %d" % index, truths, values, sigma)

    half = [500, 500]
    add("one class only, two known", [0, 0, 0], [[900, 100], [400, 600], [700, 300]])
    add("the second class only", [1, 1, 1], [[900, 100], [400, 600], [700, 300]])
    add("one class only, three known", [2, 2], [[200, 300, 500], [600, 300, 100]])
    add("one class only, always right", [1, 1], [[100, 900], [200, 800]])
    add("constant scores", [0, 1, 1, 0, 1], [half] * 5)
    add("constant scores of three classes", [0, 1, 2, 2], [[333, 333, 334]] * 4)
    add("certain and right", [0, 1, 2, 1], [[1000, 0, 0], [0, 1000, 0], [0, 0, 1000], [0, 1000, 0]])
    add("certain and wrong", [0, 1, 0], [[0, 1000], [1000, 0], [0, 1000]])
    add("a single row, right", [1], [[100, 900]])
    add("a single row, wrong", [0], [[100, 900]])
    add("a class that no row has", [0, 0, 2, 2], [[700, 200, 100], [300, 400, 300], [100, 100, 800], [500, 300, 200]])
    add("a class that is never predicted", [0, 1, 2], [[900, 50, 50], [800, 150, 50], [100, 100, 800]])
    add("on the bounds of bins", [0, 1, 0, 1, 0], [[200, 800], [400, 600], [600, 400], [800, 200], [1000, 0]])
    add("six classes, equal scores", [5, 0, 3], [[166, 166, 167, 167, 167, 167]] * 3)
    add_numbers("perfect", [1.0, 2.0, 4.0], [1.0, 2.0, 4.0], 0.5)
    add_numbers("perfect, no spread", [1.0, 2.0, 4.0], [1.0, 2.0, 4.0], 0.0)
    add_numbers("wrong, no spread", [1.0, 2.0, 4.0], [1.0, 2.0, 3.0], 0.0)
    add_numbers("constant truths", [3.0, 3.0, 3.0], [2.0, 3.0, 5.0], 1.0)
    add_numbers("a single row", [3.0], [2.0], 1.0)
    add_numbers("far outside", [0.0, 1e6], [0.0, 0.0], 1.0)

    def plain(value):
        if isinstance(value, dict):
            return {k: plain(v) for k, v in value.items()}
        if isinstance(value, (list, tuple)):
            return [plain(v) for v in value]
        if isinstance(value, (float, np.floating)):
            value = float(value)
            return None if math.isnan(value) else "inf" if math.isinf(value) else value
        return value

    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "metrics.json")
    lines = ["{"]
    for place, kind in enumerate(cases):
        lines.append(json.dumps(kind) + ": [")
        lines += [json.dumps(plain(c), separators=(",", ":")) + ("," if c is not cases[kind][-1] else "") for c in cases[kind]]
        lines.append("]" + ("," if place == 0 else ""))
    lines.append("}")
    with open(path, "w") as file:
        file.write("\n".join(lines) + "\n")
    json.load(open(path))
    print({k: len(v) for k, v in cases.items()}, "ece and mce by torchmetrics:", by_torch, "by formula:", by_formula,
          file=sys.stderr)


main()
