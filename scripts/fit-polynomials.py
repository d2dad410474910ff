#!/usr/bin/env python3
"""Fits the polynomials of Sources/CTensorKernels/levels/functions.h and prints their coefficients.

Each is a minimax fit of relative error (Lawson's reweighted least squares on Chebyshev nodes, in high
precision), rounded to single precision from the lowest coefficient upwards, refitting the rest each time.

    python3 scripts/fit-polynomials.py
"""
import numpy as np
from mpmath import mp, mpf

mp.dps = 40


def nodes(low, high, count=400):
    k = np.arange(count)
    return [mpf(low) + (mpf(high) - mpf(low)) * (1 - mp.cos(mp.pi * (int(i) + mpf(1) / 2) / count)) / 2 for i in k]


def lawson(xs, target, weight, powers, rounds=60):
    """Coefficients c minimising max weight(x) |target(x) - sum c_k x^k|."""
    t = np.array([float(target(x) * weight(x)) for x in xs], dtype=np.longdouble)
    basis = np.array([[float(weight(x) * x**k) for k in powers] for x in xs], dtype=np.longdouble)
    scale = np.abs(basis).max(axis=0)
    w = np.ones(len(xs)) / len(xs)
    for _ in range(rounds):
        root = np.sqrt(w)
        c = np.linalg.lstsq((basis / scale * root[:, None]).astype(float), (t * root).astype(float), rcond=None)[0]
        error = np.abs((basis / scale) @ c - t).astype(float)
        w = w * error
        w /= w.sum()
    return c / scale, error.max()


def fit(name, low, high, target, weight, degree):
    xs = nodes(low, high)
    fixed = []
    for k in range(degree + 1):
        def remaining(x):
            return target(x) - sum(mpf(float(c)) * x**j for j, c in enumerate(fixed))
        c, worst = lawson(xs, remaining, weight, list(range(k, degree + 1)))
        fixed.append(np.float32(c[0]))
    print(f"{name}: relative error {float(worst):.2e}")
    for k, c in enumerate(fixed):
        print(f"    x^{k}: {float(c).hex()}  // {c!r}")


def limit(f, at_zero):
    return lambda x: f(x) if abs(x) > mpf(10) ** -12 else mpf(at_zero)


ln2 = mp.log(2)
fit("exp, q in e^r = 1 + r + r^2 q(r)", -ln2 / 2, ln2 / 2, limit(lambda r: (mp.exp(r) - 1 - r) / r**2, 0.5),
    lambda r: r**2 / mp.exp(r), 4)
fit("log, q in log(1+f) = f - f^2/2 + f^3 q(f)", mp.sqrt(mpf(1) / 2) - 1, mp.sqrt(2) - 1,
    limit(lambda f: (mp.log(1 + f) - f + f**2 / 2) / f**3, mpf(1) / 3),
    limit(lambda f: f**3 / mp.log(1 + f), 0), 8)
fit("tanh, q in tanh x = x + x^3 q(x^2)", 0, mpf(0.55) ** 2, limit(lambda z: (mp.tanh(mp.sqrt(z)) - mp.sqrt(z)) / mp.sqrt(z) ** 3, -mpf(1) / 3),
    limit(lambda z: mp.sqrt(z) ** 3 / mp.tanh(mp.sqrt(z)), 0), 4)
fit("erf, q in erf x = x + x q(x^2)", 0, mpf(0.875) ** 2, limit(lambda z: mp.erf(mp.sqrt(z)) / mp.sqrt(z) - 1, 2 / mp.sqrt(mp.pi) - 1),
    limit(lambda z: mp.sqrt(z) / mp.erf(mp.sqrt(z)), mp.sqrt(mp.pi) / 2), 6)
fit("erf, p in erf x = 1 - exp(p(x - 2))", mpf(0.875) - 2, 2, lambda x: mp.log(mp.erfc(x + 2)),
    lambda x: mp.erfc(x + 2) / mp.erf(x + 2), 8)
