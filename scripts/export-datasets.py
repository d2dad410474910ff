#!/usr/bin/env python3
"""Writes the real data sets under suites/data from the copies that scikit-learn ships.

    python3 scripts/export-datasets.py [FOLDER]     # default: suites/data beside this script

The output depends on scikit-learn's bundled files only: rows in their order, classes as text, the shortest
decimal text that reads back as the same double, integers without a fraction, "\n" line ends. It prints the
table of suites/data/README.md (rows, columns, SHA-256), which Tests/DatasetsTests checks against the files.
"""

import hashlib
import pathlib
import re
import sys

import sklearn
from sklearn import datasets

VERSION = "1.9.1"


def snake_case(name):
    """A clean header: "sepal length (cm)" -> "sepal_length_cm"."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


def number(value):
    """The shortest decimal that reads back as `value`; whole numbers without a fraction."""
    value = float(value)
    return str(int(value)) if value.is_integer() else repr(value)


def table(bunch, target, classes=None, columns=None):
    """The header and the rows of a bunch as text, the target last."""
    header = [snake_case(name) for name in (columns or bunch.feature_names)] + [target]
    rows = []
    for features, label in zip(bunch.data, bunch.target):
        last = classes[int(label)] if classes is not None else number(label)
        rows.append([number(value) for value in features] + [last])
    return header, rows


def tables():
    """Every data set: file name -> (header, rows)."""
    iris, wine, cancer = datasets.load_iris(), datasets.load_wine(), datasets.load_breast_cancer()
    diabetes = datasets.load_diabetes(scaled=False)
    yield "iris.csv", table(iris, "species", [str(name) for name in iris.target_names])
    yield "wine.csv", table(wine, "cultivar", [str(name) for name in wine.target_names])
    yield "breast_cancer.csv", table(cancer, "diagnosis", [str(name) for name in cancer.target_names])
    yield "digits.csv", table(datasets.load_digits(), "digit")
    yield "diabetes.csv", table(diabetes, "progression")


def main():
    if sklearn.__version__ != VERSION:
        sys.exit(f"scikit-learn {VERSION} is needed, found {sklearn.__version__}")
    default = pathlib.Path(__file__).resolve().parent.parent / "suites" / "data"
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else default
    folder.mkdir(parents=True, exist_ok=True)
    for name, (header, rows) in tables():
        assert len(set(header)) == len(header) and all(header), name
        text = "".join(",".join(cells) + "\n" for cells in [header, *rows])
        content = text.encode("ascii")
        (folder / name).write_bytes(content)
        digest = hashlib.sha256(content).hexdigest()
        print(f"| {name} | {len(rows)} | {len(header) - 1} | `{digest}` |")


if __name__ == "__main__":
    main()
