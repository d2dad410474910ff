#!/usr/bin/env python3
"""Prepares a small table by scikit-learn; writes DatasetsTests/Fixtures/preprocessing_steps.json.

    python3 Tests/Reference/preprocessing_steps.py

Everything is fitted on the first 60 of 80 rows. The folds of target-encoding are drawn as bench draws them for
seed 7: rows in random order, then sorted by class, are dealt to the folds in turn.
"""

import json
import pathlib

import numpy as np
from sklearn.impute import SimpleImputer
from sklearn.model_selection import PredefinedSplit
from sklearn.preprocessing import (MinMaxScaler, OneHotEncoder, OrdinalEncoder, QuantileTransformer, RobustScaler,
                                   TargetEncoder)

from random_stream import RandomStream

OUTPUT = pathlib.Path(__file__).resolve().parent.parent / "DatasetsTests" / "Fixtures" / "preprocessing_steps.json"
TRAIN, ROWS = 60, 80


def folds(classes, count=5):
    order = RandomStream(7, "preprocessing/target-encoding").permutation(len(classes))
    order.sort(key=lambda row: classes[row])
    result = np.empty(len(classes), int)
    result[order] = np.arange(len(classes)) % count
    return result


def column(values):
    return np.asarray(values, float)[:, None]


def listed(matrix):
    return [[None if np.isnan(x) else float(x) for x in row] for row in np.asarray(matrix, float)]


def main():
    draw = np.random.default_rng(20240611)
    skewed = np.round(np.exp(draw.normal(size=ROWS) * 1.3), 3)
    tied = np.round(draw.normal(size=ROWS) * 1.5)
    gaps = np.where(draw.random(ROWS) < 0.2, np.nan, np.round(draw.normal(10, 4, size=ROWS), 2))
    gaps[:3] = [7.25, 7.25, np.nan]
    names = np.array(["ash", "beech", "cedar", "elm", "fir", "oak", "yew"])
    level = draw.choice(7, size=ROWS, p=[0.35, 0.25, 0.15, 0.1, 0.08, 0.05, 0.02])
    level[:TRAIN][level[:TRAIN] == 6] = 0  # yew is never trained on
    level[70:72] = 6
    tree = names[level]
    missing = draw.random(ROWS) < 0.1
    holed = np.where(missing, "", tree)
    labels = (level + draw.integers(0, 3, size=ROWS)) % 3
    labels[:6] = [0, 1, 2, 0, 1, 2]
    value = np.round(np.exp(0.4 * level + 0.5 * draw.normal(size=ROWS)), 3)

    result = {
        "skewed": skewed.tolist(), "tied": tied.tolist(),
        "gaps": [None if np.isnan(x) else x for x in gaps.tolist()],
        "tree": tree.tolist(), "holed": [x or None for x in holed.tolist()],
        "labels": labels.tolist(), "value": value.tolist(), "train": TRAIN,
    }
    train = slice(0, TRAIN)
    numeric = np.column_stack([skewed, tied])

    def numbers(key, transformer, matrix=numeric):
        transformer.fit(matrix[train])
        result[key] = listed(transformer.transform(matrix))

    numbers("min_max", MinMaxScaler((-1, 2)))
    numbers("min_max_clip", MinMaxScaler(clip=True))
    numbers("robust", RobustScaler())
    numbers("robust_wide", RobustScaler(quantile_range=(10, 95), unit_variance=True))
    numbers("quantile_normal", QuantileTransformer(n_quantiles=TRAIN, output_distribution="normal", subsample=None))
    numbers("quantile_normal_13", QuantileTransformer(n_quantiles=13, output_distribution="normal", subsample=None))
    low, high = np.quantile(numeric[train], [0.05, 0.9], axis=0)
    result["clip"] = listed(np.clip(numeric, low, high))
    result["signed_log"] = listed(np.sign(numeric) * np.log1p(np.abs(numeric) / 0.25))
    for strategy in ["mean", "median", "most_frequent", "constant"]:
        # The indicator of the missing cells follows the filled column.
        imputer = SimpleImputer(strategy=strategy, fill_value=-3.5 if strategy == "constant" else None,
                                add_indicator=True)
        numbers("impute_" + strategy, imputer, column(gaps))

    trees = tree[:, None].astype(object)
    holes = np.array([x or np.nan for x in holed], dtype=object)[:, None]
    imputer = SimpleImputer(strategy="most_frequent").fit(holes[train])
    result["impute_mode"] = imputer.transform(holes)[:, 0].tolist()

    def levels(key, encoder, matrix=trees):
        encoder.fit(matrix[train])
        result[key] = listed(encoder.transform(matrix))

    levels("one_hot_drop", OneHotEncoder(handle_unknown="ignore", drop="first", sparse_output=False))
    levels("one_hot_4", OneHotEncoder(handle_unknown="infrequent_if_exist", max_categories=4, sparse_output=False))
    levels("rare_8", OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=8, sparse_output=False))
    levels("rare_15_percent",
           OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=0.15, sparse_output=False))
    levels("ordinal", OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1))

    targets = {"binary": (labels == 2).astype(int), "multiclass": labels, "regression": value}
    for name, target in targets.items():
        assigned = folds([0] * TRAIN if name == "regression" else target[train].tolist())
        for label, smooth in [("auto", "auto"), ("12", 12.0)]:
            kind = {"regression": "continuous"}.get(name, name)
            encoder = TargetEncoder(target_type=kind, smooth=smooth, cv=PredefinedSplit(assigned))
            crossed = encoder.fit_transform(holes[train], target[train])
            result[f"target_{name}_{label}"] = listed(np.vstack([crossed, encoder.transform(holes[TRAIN:])]))

    OUTPUT.write_text(json.dumps(result).replace("], ", "],\n") + "\n")


if __name__ == "__main__":
    main()
