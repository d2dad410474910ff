#!/usr/bin/env python3
"""Values that the synthetic regressions are tested against; writes DatasetsTests/Fixtures/regressions.json.

    python3 Tests/Reference/regression_generators.py

`friedman` are noise-free rows of scikit-learn's make_friedman1 to 3; `signals` the functions of Donoho & Johnstone
1994, table 1, written out in NumPy; `marchenko_pastur` integrals over the density of Marchenko & Pastur by
scipy.integrate.quad (with the mass at 0 for γ > 1); `matern` the Matérn kernel by scipy.special.kv.
"""

import json
import pathlib

import numpy as np
from scipy.integrate import quad
from scipy.special import gamma as gamma_function
from scipy.special import kv
from sklearn.datasets import make_friedman1, make_friedman2, make_friedman3

FIXTURES = pathlib.Path(__file__).resolve().parent.parent / "DatasetsTests" / "Fixtures"


def friedman():
    result = []
    for make in (make_friedman1, make_friedman2, make_friedman3):
        x, y = make(n_samples=25, noise=0.0, random_state=3)
        result.append({"inputs": x.tolist(), "targets": y.tolist()})
    return result


def signals():
    x = np.concatenate([np.linspace(0.001, 0.999, 41), [0.0, 0.0999, 0.1001, 0.78, 0.5, 1.0]])
    places = np.array([0.1, 0.13, 0.15, 0.23, 0.25, 0.40, 0.44, 0.65, 0.76, 0.78, 0.81])
    jumps = np.array([4, -5, 3, -4, 5, -4.2, 2.1, 4.3, -3.1, 2.1, -4.2])
    heights = np.abs([4, 5, 3, 4, 5, 4.2, 2.1, 4.3, 3.1, 5.1, 4.2])
    widths = np.array([0.005, 0.005, 0.006, 0.01, 0.01, 0.03, 0.01, 0.01, 0.005, 0.008, 0.005])
    t = x[:, None] - places
    return {
        "places": x.tolist(),
        "blocks": (np.heaviside(t, 1.0) @ jumps).tolist(),
        "bumps": ((1 + np.abs(t / widths)) ** -4.0 @ heights).tolist(),
        "heavisine": (4 * np.sin(4 * np.pi * x) - np.sign(x - 0.3) - np.sign(0.72 - x)).tolist(),
        "doppler": (np.sqrt(x * (1 - x)) * np.sin(2 * np.pi * 1.05 / (x + 0.05))).tolist(),
    }


def marchenko_pastur():
    rows = []
    for ratio in (0.1, 0.5, 0.9, 1.0, 1.5, 4.0):
        low, high = (1 - np.sqrt(ratio)) ** 2, (1 + np.sqrt(ratio)) ** 2
        for penalty in (0.05, 0.5, 2.0):
            moments = []
            for power in (1, 2):
                # s = (low + high)/2 − (high − low)/2 cos u turns the square-root ends into smooth ones.
                half = (high - low) / 2

                def integrand(u):
                    s = (low + high) / 2 - half * np.cos(u)
                    return (half * np.sin(u)) ** 2 / (2 * np.pi * ratio * s) / (s + penalty) ** power

                value = quad(integrand, 0, np.pi, epsabs=1e-13, epsrel=1e-13, limit=500)[0]
                moments.append(value + max(0, 1 - 1 / ratio) / penalty**power)
            rows.append([ratio, penalty, *moments])
    return rows


def matern():
    rows = []
    for smoothness in (0, 1, 2):
        nu = smoothness + 0.5
        for distance in (0.3, 1.0, 2.5):
            s = np.sqrt(2 * nu) * distance
            rows.append([smoothness, distance, 2 ** (1 - nu) / gamma_function(nu) * s**nu * kv(nu, s)])
    return rows


def main():
    document = {
        "friedman": friedman(),
        "signals": signals(),
        "marchenko_pastur": marchenko_pastur(),
        "matern": matern(),
    }
    (FIXTURES / "regressions.json").write_text(json.dumps(document, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
