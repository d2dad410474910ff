#!/usr/bin/env python3
"""Known values for the synthetic classification datasets; writes DatasetsTests/Fixtures/generator_truths.json.

    python3 Tests/Reference/generator_truths.py

Error rates of the best classifiers come from integrating densities over a grid, without the formulas that the
program uses. MNIST-1D is computed from its description in the paper by NumPy and SciPy, from stored random
numbers. About two minutes.
"""

import json
import pathlib

import numpy as np
from scipy.ndimage import gaussian_filter1d
from scipy.stats import multivariate_normal, norm
from sklearn.datasets import make_circles
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier

FIXTURES = pathlib.Path(__file__).resolve().parent.parent / "DatasetsTests" / "Fixtures"


def simplex(count, side):
    """Corners at equal distances, from the singular vectors of the centred unit vectors."""
    centred = np.eye(count) - 1 / count
    left, values, _ = np.linalg.svd(centred)
    return (left * values)[:, : count - 1] * side / np.sqrt(2)


def mixture_error(weights, side):
    """1 − ∫ max_k π_k N(x; m_k, I) dx by the trapezoid rule on a grid of the simplex's own dimension."""
    priors = np.array(weights) / np.sum(weights)
    means = simplex(len(weights), side)
    dimension = means.shape[1]
    step = {1: 1e-4, 2: 0.01, 3: 0.05}[dimension]
    reach = np.abs(means).max() + 8
    axis = np.arange(-reach, reach + step, step)
    best = np.zeros((len(axis),) * dimension)
    for prior, mean in zip(priors, means):
        density = prior
        for index, coordinate in enumerate(mean):
            shape = [1] * dimension
            shape[index] = -1
            density = density * norm.pdf(axis - coordinate).reshape(shape)
        best = np.maximum(best, density)
    return float(1 - best.sum() * step**dimension)


def spurious_error(label_noise, flip, core, spurious):
    """½ ∫∫ min(p(u, v | y = 1), p(u, v | y = −1)) for signals of means ±core, ±spurious and variance 1."""
    step = 0.004
    u = np.arange(-core - 8, core + 8 + step, step)
    v = np.arange(-spurious - 8, spurious + 8 + step, step)

    def given(axis, mean, noise):
        return (1 - noise) * norm.pdf(axis - mean) + noise * norm.pdf(axis + mean)

    u_one, u_two = given(u, core, label_noise), given(u, -core, label_noise)
    v_one, v_two = given(v, spurious, flip), given(v, -spurious, flip)
    total = sum(np.minimum(a * v_one, b * v_two).sum() for a, b in zip(u_one, u_two))
    return float(0.5 * total * step * step)


def xor_error(noise, uniform):
    """The error of the sign rule, by integrating over where a coordinate came from."""
    if uniform:
        start = (np.arange(200000) + 0.5) / 200000
        wrong = norm.cdf(-start / noise).mean()
    else:
        wrong = norm.cdf(-1 / noise)
    return float(2 * wrong * (1 - wrong))


TEMPLATES = """5 6 6.5 6.75 7 7 7 7 6.75 6.5 6 5
5 3 3 3.4 3.8 4.2 4.6 5 5.4 5.8 5 5
5 6 6.5 6.5 6 5.25 4.75 4 3.5 3.5 4 5
5 6 6.5 6.5 6 5 5 6 6.5 6.5 6 5
5 4.4 3.8 3.2 2.6 2.6 5 5 5 5 5 5
5 3 3 3 3 5 6 6.5 6.5 6 4.5 5
5 4 3.5 3.25 3 3 3 3 3.25 3.5 4 5
5 7 7 6.6 6.2 5.8 5.4 5 4.6 4.2 5 5
5 4 3.5 3.5 4 5 5 4 3.5 3.5 4 5
5 4 3.5 3.5 4 5 5 5 5 4.7 4.3 5"""


def templates():
    rows = np.array([[float(word) for word in line.split()] for line in TEMPLATES.split("\n")])
    rows = (rows - rows.mean(axis=1)[:, None]) / rows.std(axis=1)[:, None]
    return (rows - rows[:, :1]) / 6


def resampled(signal, count):
    return np.interp(np.linspace(0, 1, count), np.linspace(0, 1, len(signal)), signal)


def mnist1d(template, padding, scale, translation, correlated, independent, slope):
    """One row before standardisation: the defaults of the paper's repository."""
    signal = resampled(np.append(template + 1e-8, np.zeros(padding)), 72) * (1 + 0.4 * (scale - 0.5))
    signal = np.roll(signal, translation)
    smooth = gaussian_filter1d(0.25 * correlated, 2)
    signal = np.where(signal == 0, smooth, signal) + 0.02 * independent
    return resampled(signal - 0.75 * (slope - 0.5) * np.linspace(-0.5, 0.5, 72), 40)


def random_row(generator, label):
    draws = dict(
        padding=int(generator.integers(36, 61)),
        scale=generator.random(),
        translation=int(generator.integers(48)),
        correlated=generator.standard_normal(72),
        independent=generator.standard_normal(72),
        slope=generator.random(),
    )
    return draws, mnist1d(templates()[label], **draws)


def difficulty(seed):
    """The test accuracy of nearest neighbours and of logistic regression, 4000 rows for training, 1000 for testing."""
    generator = np.random.default_rng(seed)
    labels = np.arange(5000) % 10
    rows = np.array([random_row(generator, label)[1] for label in labels])
    rows = (rows - rows.mean()) / rows.std()
    order = generator.permutation(5000)
    train, test = order[:4000], order[4000:]
    return [
        model.fit(rows[train], labels[train]).score(rows[test], labels[test])
        for model in (KNeighborsClassifier(1), LogisticRegression(max_iter=2000))
    ]


def main():
    generator = np.random.default_rng(0)
    inputs, labels = make_circles(7, shuffle=False, noise=None, factor=0.3)
    rows = []
    for label in range(10):
        draws, values = random_row(generator, label)
        draws = {key: value.tolist() if isinstance(value, np.ndarray) else value for key, value in draws.items()}
        rows.append({"label": label, **draws, "values": values.tolist()})
    scores = np.array([difficulty(seed) for seed in range(5)])

    centres, transforms = generator.standard_normal((5, 3)) * 2, generator.uniform(-1, 1, (5, 3, 3))
    sizes = [10, 20, 30, 5, 15]
    points = generator.standard_normal((40, 3)) * 2
    logs = np.array([
        np.log(size) + multivariate_normal(centre, transform.T @ transform).logpdf(points)
        for size, centre, transform in zip(sizes, centres, transforms)
    ])
    weights = np.exp(logs)
    classes = np.array([weights[0::2].sum(0), weights[1::2].sum(0)]).argmax(0)

    mixtures = [([1, 1], 2.0), ([3, 1], 1.0), ([1, 1, 1], 2.0), ([5, 2, 1], 1.5), ([1, 1, 1, 1], 3.0)]
    domains = [
        (0.25, 0.1, 4.0, 10.0), (0.25, 0.9, 4.0, 10.0), (0.0, 0.05, 1.0, 2.0), (0.1, 0.3, 2.0, 0.5),
        (0.3, 0.2, 0.3, 3.0), (0.5, 0.2, 1.0, 1.0), (0.0, 0.0, 1.0, 1.0),
    ]
    result = {
        "circles": {"x": inputs.tolist(), "y": labels.tolist()},
        "mixtures": [{"weights": w, "side": s, "error": mixture_error(w, s)} for w, s in mixtures],
        "spurious": [{"arguments": case, "error": spurious_error(*case)} for case in domains],
        "xor": [
            {"noise": noise, "uniform": uniform, "error": xor_error(noise, uniform)}
            for noise in (0.2, 0.5, 2.0) for uniform in (False, True)
        ],
        "clusters": {
            "centres": centres.tolist(), "transforms": transforms.reshape(5, 9).tolist(), "sizes": sizes,
            "points": points.tolist(), "classes": classes.tolist(),
            "determinants": [float(np.linalg.slogdet(transform)[1]) for transform in transforms],
        },
        "mnist1d": {
            "templates": templates().tolist(), "rows": rows,
            "nearest_neighbour": {"mean": scores[:, 0].mean(), "sd": scores[:, 0].std(ddof=1)},
            "logistic_regression": {"mean": scores[:, 1].mean(), "sd": scores[:, 1].std(ddof=1)},
        },
    }
    (FIXTURES / "generator_truths.json").write_text(json.dumps(result, indent=None, separators=(",", ":")) + "\n")
    print({key: result["mnist1d"][key] for key in ("nearest_neighbour", "logistic_regression")})
    print(result["mixtures"], result["spurious"], result["xor"])


main()
