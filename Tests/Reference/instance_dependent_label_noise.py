#!/usr/bin/env python3
"""Flips labels by Xia et al. 2020, algorithm 2; writes DatasetsTests/Fixtures/instance_dependent_label_noise.json.

    python3 Tests/Reference/instance_dependent_label_noise.py

The flip rates come from SciPy's truncated normal and the softmax from NumPy; the draws are those of bench's stream
"corruption/instance-dependent-label-noise/0" under seed 11: a flip rate and a uniform per row, then a matrix per
class, row by row, the levels after the numbers.
"""

import json
import pathlib

import numpy as np
from scipy.special import softmax
from scipy.stats import truncnorm

from random_stream import RandomStream

OUTPUT = pathlib.Path(__file__).resolve().parent.parent / "DatasetsTests" / "Fixtures"
RATE, DEVIATION, CLASSES, LEVELS = 0.4, 0.15, 3, 2


def main():
    draw = np.random.default_rng(5)
    rows = 200
    numbers = np.round(draw.normal([1, -2], [2, 0.5], size=(rows, 2)), 3)
    levels = draw.integers(0, LEVELS, size=rows)
    labels = draw.integers(0, CLASSES, size=rows)
    inputs = np.column_stack([(numbers - numbers.mean(0)) / numbers.std(0), np.eye(LEVELS)[levels]])

    stream = RandomStream(11, "corruption/instance-dependent-label-noise/0")
    pairs = [(stream.uniform(), stream.uniform()) for _ in range(rows)]
    bounds = -RATE / DEVIATION, (1 - RATE) / DEVIATION
    rates = truncnorm.ppf([pair[0] for pair in pairs], *bounds, loc=RATE, scale=DEVIATION)
    matrices = [np.array([[stream.normal() for _ in range(CLASSES)] for _ in range(inputs.shape[1])])
                for _ in range(CLASSES)]
    noisy = []
    for x, y, rate, (_, uniform) in zip(inputs, labels, rates, pairs):
        scores = x @ matrices[y]
        scores[y] = -np.inf
        # The flipped classes fill the beginning of [0, 1), the old one the rest.
        ends = np.append(np.cumsum(rate * softmax(scores)), 1)
        chosen = int(np.searchsorted(ends, uniform, side="right"))
        noisy.append(int(y) if chosen == CLASSES else chosen)
    result = {"numbers": numbers.tolist(), "levels": levels.tolist(), "labels": labels.tolist(), "noisy": noisy,
              "meanRate": float(truncnorm.mean(*bounds, loc=RATE, scale=DEVIATION))}
    text = json.dumps(result).replace("], ", "],\n")
    (OUTPUT / "instance_dependent_label_noise.json").write_text(text + "\n")
    print(np.mean(np.array(noisy) != labels))


if __name__ == "__main__":
    main()
