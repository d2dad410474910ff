#!/usr/bin/env python3
"""Splits by scikit-learn's deterministic splitters; writes DatasetsTests/Fixtures/splits.json.

    python3 Tests/Reference/splits.py

`time_series` are TimeSeriesSplit of n rows whose times are a fixed permutation of 0 ... n - 1 (row r at time
(7 r + 3) mod n), `leave_one_group_out` LeaveOneGroupOut, `stratified` the sizes per fold and class of
StratifiedKFold on classes that come in blocks.
"""

import json
import pathlib

import numpy as np
from sklearn.model_selection import LeaveOneGroupOut, StratifiedKFold, TimeSeriesSplit

FIXTURES = pathlib.Path(__file__).resolve().parent.parent / "DatasetsTests" / "Fixtures"


def main():
    time_series = []
    for n, folds, gap in [(12, 3, 0), (20, 4, 0), (23, 5, 2), (50, 2, 7), (101, 10, 1)]:
        times = (7 * np.arange(n) + 3) % n
        assert len(set(times)) == n
        order = np.argsort(times)
        parts = [
            {"train": sorted(order[train].tolist()), "test": sorted(order[test].tolist())}
            for train, test in TimeSeriesSplit(n_splits=folds, gap=gap).split(order)
        ]
        time_series.append({"rows": n, "folds": folds, "gap": gap, "times": times.tolist(), "parts": parts})

    groups = [2, 0, 0, 1, 3, 2, 2, 0, 3, 1, 1, 1, 0, 5, 5]
    leave_one_out = {
        "groups": groups,
        "test": [test.tolist() for _, test in LeaveOneGroupOut().split(groups, groups, groups)],
    }

    stratified = []
    for sizes, folds in [([7, 59, 5, 31], 5), ([10, 11], 10), ([3, 4, 5, 6, 7], 3), ([100, 3], 2)]:
        y = np.repeat(np.arange(len(sizes)), sizes)
        counts = [
            np.bincount(y[test], minlength=len(sizes)).tolist()
            for _, test in StratifiedKFold(n_splits=folds).split(y, y)
        ]
        stratified.append({"classes": sizes, "folds": folds, "counts": counts})

    document = {"time_series": time_series, "leave_one_group_out": leave_one_out, "stratified": stratified}
    (FIXTURES / "splits.json").write_text(json.dumps(document, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
