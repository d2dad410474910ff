#!/usr/bin/env python3
"""Writes normal_quantile.json beside it: the standard normal's quantiles by mpmath, to 17 digits.

    python3 Tests/NumericsTests/Reference/normal_quantile.py

scipy.special.ndtri must agree to 1e-14.
"""

import json
import pathlib
import random

import mpmath
from scipy.special import ndtri

mpmath.mp.dps = 60


def quantile(probability):
    p = mpmath.mpf(probability)
    if p == mpmath.mpf(1) / 2:
        return mpmath.mpf(0)
    return mpmath.findroot(lambda x: mpmath.ncdf(x) - p if p > 1e-6 else mpmath.log(mpmath.ncdf(x)) - mpmath.log(p),
                           ndtri(probability))


def main():
    draw = random.Random(241)
    points = [0.5, 0.075, 0.925, 0.07499999999999998, 0.425, 1e-7 - 2**-52, 1 - (1e-7 - 2**-52), 1e-300, 5e-324,
              1.4e-11, 1.3887943864964e-11, 1 - 2**-53]
    points += [draw.random() for _ in range(150)] + [10 ** draw.uniform(-300, 0) for _ in range(100)]
    rows = []
    for p in points:
        q = quantile(p)
        assert abs(q - ndtri(p)) <= 1e-14 * max(1, abs(q)), p
        rows.append([p, float(q)])
    text = json.dumps(rows).replace("], ", "],\n")
    (pathlib.Path(__file__).resolve().parent / "normal_quantile.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
