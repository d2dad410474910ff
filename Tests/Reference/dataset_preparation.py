#!/usr/bin/env python3
"""Prepares DatasetsTests/Fixtures/mixed.csv with pandas and NumPy; writes mixed_prepared.json beside it.

    python3 Tests/Reference/dataset_preparation.py

Rows i with i mod 5 in 0..2 are for training, 3 for validation, 4 for testing; everything is fitted on the
training rows. The classification predicts `species` from all columns but `score`, the regression the reverse.
`code` is categorical by order. scikit-learn's SimpleImputer and StandardScaler must agree with the formulas.
"""

import json
import pathlib

import numpy as np
import pandas as pd
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import StandardScaler

FIXTURES = pathlib.Path(__file__).resolve().parent.parent / "DatasetsTests" / "Fixtures"
MISSING = ["", "NA", "N/A", "NaN", "nan", "null", "?"]


def prepare(frame, columns, train):
    names, blocks = [], []
    for column in columns:
        series = frame[column]
        if pd.api.types.is_numeric_dtype(series):
            values = series.to_numpy(float)
            fitted = values[train]
            filled = np.where(np.isnan(values), np.nanmean(fitted), values)
            sd = filled[train].std()
            scaled = (filled - filled[train].mean()) / sd if sd > 0 else np.zeros(len(values))
            imputed = SimpleImputer().fit(fitted[:, None])
            scaler = StandardScaler().fit(imputed.transform(fitted[:, None]))
            if sd > 0:
                other = scaler.transform(imputed.transform(values[:, None]))[:, 0]
                assert np.allclose(scaled, other, rtol=1e-13, atol=1e-13), column
            names.append(column)
            blocks.append(scaled)
            if np.isnan(fitted).any():
                names.append(f"{column}=missing")
                blocks.append(np.isnan(values).astype(float))
        else:
            fitted = series[train]
            for level in sorted(fitted.dropna().unique()):
                names.append(f"{column}={level}")
                blocks.append((series == level).to_numpy(float))
            if fitted.isna().any():
                names.append(f"{column}=missing")
                blocks.append(series.isna().to_numpy(float))
    return names, np.column_stack(blocks)


def main():
    frame = pd.read_csv(
        FIXTURES / "mixed.csv", keep_default_na=False, na_values=MISSING, dtype={"code": str})
    part = np.arange(len(frame)) % 5
    rows = {"train": np.flatnonzero(part <= 2), "validation": np.flatnonzero(part == 3),
            "test": np.flatnonzero(part == 4)}
    inputs = ["age", "income", "colour", "code", "trend"]  # `site` is constant
    names, matrix = prepare(frame, inputs + ["score"], rows["train"])
    classes = sorted(frame["species"].unique())
    score = frame["score"].to_numpy(float)
    mean, sd = score[rows["train"]].mean(), score[rows["train"]].std()
    regression_names, regression = prepare(frame, inputs + ["species"], rows["train"])

    def task(names, matrix, targets):
        return {"names": names,
                **{key: {"inputs": matrix[index].tolist(), "targets": np.asarray(targets)[index].tolist()}
                   for key, index in rows.items()}}

    result = {
        "classification": task(names, matrix, [classes.index(name) for name in frame["species"]]),
        "regression": {**task(regression_names, regression, (score - mean) / sd), "mean": mean, "sd": sd},
    }
    (FIXTURES / "mixed_prepared.json").write_text(json.dumps(result).replace("], ", "],\n") + "\n")


if __name__ == "__main__":
    main()
