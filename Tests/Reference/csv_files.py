#!/usr/bin/env python3
"""Writes the files of DatasetsTests/Fixtures/csv and what pandas makes of them (csv.json beside that folder).

Every file deviates from RFC 4180 in its own way. The steps after pandas.read_csv are the reader's rules, each by a
function of pandas or NumPy: dates and identifiers are dropped, the target is split off, texts become sorted categories.

    python3 Tests/Reference/csv_files.py        (pandas 3.1, SciPy 1.17)
"""
import gzip
import json
import pathlib

import numpy
import pandas
import scipy.io.arff

HERE = pathlib.Path(__file__).resolve().parent.parent / "DatasetsTests/Fixtures"
FOLDER = HERE / "csv"
MISSING = ["", "NA", "N/A", "NaN", "nan", "null", "?"]
SEED = numpy.random.default_rng(42)
ROWS = 24


def number(value):
    """A finite number by its shortest decimal, missing as null."""
    return None if pandas.isna(value) else float(value)


def expected(frame, target, task, drop=(), kinds=None, roles=None):
    """The reader's view of a frame that pandas has read."""
    kinds = kinds or {}
    result = {"columns": [], "task": task, "target_name": target}
    labels = frame[target]
    if task == "regression":
        result["target"] = [float(v) for v in labels]
    else:
        classes = sorted(labels.unique())
        result["classes"] = [str(c) if isinstance(c, str) else f"{c:g}" for c in classes]
        result["target"] = [classes.index(v) for v in labels]
    skipped = {target, *drop, *(roles or {}).values()}
    for name in frame.columns:
        if name in skipped:
            continue
        series = frame[name]
        kind = kinds.get(name)
        if series.isna().all() or (series.notna().all() and series.nunique() == 1):
            continue
        if pandas.api.types.is_bool_dtype(series):
            series = series.map({True: "True", False: "False"})
        if kind is None and pandas.api.types.is_numeric_dtype(series):
            result["columns"].append({"name": name, "numbers": [number(v) for v in series]})
        else:
            text = series.map(lambda v: v if pandas.isna(v) else str(v))
            levels = kind if isinstance(kind, list) else None
            category = pandas.Categorical(text, categories=levels, ordered=levels is not None)
            result["columns"].append({
                "name": name, "levels": [str(level) for level in category.categories],
                "codes": [int(code) for code in category.codes], "ordinal": levels is not None})
    for role, name in (roles or {}).items():
        series = frame[name]
        if role == "group":
            category = pandas.Categorical(series.astype(str))
            result[role] = {"names": list(category.categories), "codes": [int(c) for c in category.codes]}
        elif role == "time":
            if not pandas.api.types.is_numeric_dtype(series):
                series = (pandas.to_datetime(series, utc=True) - pandas.Timestamp(0, tz="UTC")).dt.total_seconds()
            result[role] = [float(v) for v in series]
        elif role == "split_column":
            result[role] = [None if pandas.isna(v) else str(v) for v in series]
        else:
            result[role] = [float(v) for v in series]
    return result


def rows(columns, delimiter=","):
    """A file's text: a header and a line per row."""
    lines = [delimiter.join(columns)]
    lines += [delimiter.join(cells) for cells in zip(*columns.values())]
    return "\n".join(lines) + "\n"


def floats(scale=1.0):
    return [repr(v) for v in (SEED.standard_normal(ROWS) * scale).tolist()]


def words(*choices):
    # Every choice occurs, the rest at random.
    picks = list(choices) + [choices[i] for i in SEED.integers(0, len(choices), ROWS - len(choices))]
    return [picks[i] for i in SEED.permutation(ROWS)]


def cases():
    """(file, bytes, arguments of the source, arguments of read_csv, arguments of `expected`)."""
    read = dict(keep_default_na=False, na_values=MISSING, skipinitialspace=True)
    binary = words("no", "yes")

    text = rows({"length": floats(), "width": floats(1e-9), "mass": floats(1e12), "colour": words("red", "blue"),
                 "y": binary})
    yield "plain.csv", text.encode(), {}, read, dict(target="y", task="classification")

    text = rows({"a": floats(), "b": [str(v) for v in SEED.integers(-99, 99, ROWS)], "kind": words("u", "v", "w"),
                 "class": words("x", "z")}).replace("\n", "\r\n")
    yield "windows.csv", b"\xef\xbb\xbf" + text.encode(), {}, dict(read, encoding="utf-8-sig"), \
        dict(target="class", task="classification")

    text = rows({"temperature": [f"{v:.3f}".replace(".", ",") for v in SEED.normal(20, 5, ROWS)],
                 "pressure": [f"{v:.4e}".replace(".", ",") for v in SEED.normal(1e5, 1e3, ROWS)],
                 "site": words("Köln", "Zürich", "Ås"), "y": [f"{v:.2f}".replace(".", ",") for v in
                                                              SEED.normal(0, 1, ROWS)]}, ";")
    yield "semicolon_decimal_comma.csv", text.encode(), {}, dict(read, sep=";", decimal=","), \
        dict(target="y", task="regression")

    text = rows({"a": floats(), "note": words("a, b", "c, d", "e"), "label": words("1", "2", "3")}, "\t")
    yield "tab.csv", text.encode(), {}, dict(read, sep="\t"), dict(target="label", task="classification")

    text = rows({"a": floats(), "b": floats(), "target": binary}, "|")
    yield "pipe.csv", text.encode(), {}, dict(read, sep="|"), dict(target="target", task="classification")

    values = SEED.normal(0, 1, (ROWS, 4))
    text = "".join("  ".join(f"{v:10.6f}" for v in row) + "\n" for row in values)
    names = [f"column{i + 1}" for i in range(4)]
    yield "spaces_no_header.csv", text.encode(), {}, dict(sep=r"\s+", header=None, names=names), \
        dict(target="column4", task="regression")

    texts = ['"say ""hello"""', '"two\nlines"', '"a, b"', '" kept "', "plain"]
    text = rows({"a": floats(), "remark": words(*texts), "y": binary})
    yield "quotes.csv", text.encode(), {}, dict(read, skipinitialspace=False), \
        dict(target="y", task="classification")

    text = rows({"a": floats(), "remark": words("'it is, here'", "'there'", "plain"), "y": binary})
    yield "single_quotes.csv", text.encode(), {}, dict(read, quotechar="'"), dict(target="y", task="classification")

    body = rows({"a": floats(), "b": words("#1", "#2"), "y": binary}).splitlines()
    text = "# made by hand\n" + body[0] + "\n" + "\n".join(body[1:9]) + "\n# half of it\n\n" + "\n".join(body[9:])
    cut = "\n".join(line for line in text.split("\n") if not line.startswith("#"))
    yield "comments.csv", text.encode(), {"comment": "#"}, read, \
        dict(target="y", task="classification", source=cut.encode())

    def holes(cells, marks):
        cells = list(cells)
        for mark, place in zip(marks, SEED.permutation(ROWS)):
            cells[place] = mark
        return cells
    text = rows({"a": holes(floats(), MISSING), "b": holes(floats(), ["NA"] * 3), "c": holes(words("p", "q"), MISSING),
                 "none": [""] * ROWS, "same": ["7"] * ROWS, "y": floats()})
    yield "missing.csv", text.encode(), {}, read, dict(target="y", task="regression")

    text = rows({"a": holes(floats(), ["-999", "-999", "n.d."]), "b": holes(words("1", "2"), ["n.d."]), "y": binary})
    yield "own_missing.csv", text.encode(), {"missing_values": ["-999", "n.d."]}, \
        dict(read, na_values=["-999", "n.d."]), dict(target="y", task="classification")

    days = pandas.date_range("2023-01-30", periods=ROWS, freq="D")
    text = rows({"id": [f"P{i:05d}" for i in SEED.permutation(ROWS)], "row": [str(i + 1) for i in range(ROWS)],
                 "iso": [d.strftime("%Y-%m-%dT%H:%M:%SZ") for d in days], "german": [d.strftime("%d.%m.%Y") for d in
                                                                                     days],
                 "words": [d.strftime("%d %b %Y") for d in days], "a": floats(), "y": binary})
    yield "dates_identifiers.csv", text.encode(), {}, read, \
        dict(target="y", task="classification", drop=["id", "row", "iso", "german", "words"])

    text = rows({"patient": words("p1", "p2", "p3", "p4"), "day": [d.strftime("%m/%d/%Y") for d in days],
                 "w": [f"{v:.3f}" for v in SEED.uniform(0, 2, ROWS)], "part": words("train", "val", "test"),
                 "a": floats(), "y": floats()})
    yield "roles.csv", text.encode(), \
        {"group": "patient", "time": "day", "weight": "w", "split_column": "part"}, read, \
        dict(target="y", task="regression", roles={"group": "patient", "time": "day", "weight": "w",
                                                   "split_column": "part"})

    text = rows({"size": words("small", "medium", "large"), "zip": words("01067", "10115", "80331"),
                 "flag": words("True", "False"), "a": floats(), "y": binary})
    yield "kinds.csv", text.encode(), \
        {"columns": {"size": ["small", "medium", "large"], "zip": "categorical"}}, dict(read, dtype={"zip": str}), \
        dict(target="y", task="classification", kinds={"size": ["small", "medium", "large"]})

    text = rows({"f\xe4rbe": words("gr\xfcn", "rot", "wei\xdf"), "a": floats(), "y": binary})
    yield "latin1.csv", text.encode("latin-1"), {"encoding": "latin-1"}, dict(read, encoding="latin-1"), \
        dict(target="y", task="classification")

    text = rows({"a": floats(1e30), "b": floats(1e-30), "c": [f"{v:.2f}" for v in SEED.normal(0, 9, ROWS)],
                 "y": floats()}).encode()
    yield "compressed.csv.gz", gzip.compress(text[:300], mtime=0) + gzip.compress(text[300:], mtime=0), {}, read, \
        dict(target="y", task="regression", source=text)

    pixels = {f"pixel_{r}_{c}": [str(v) for v in (SEED.integers(0, 17, ROWS) if 0 < r < 3 else [0] * ROWS)]
              for r in range(4) for c in range(3)}
    text = rows({**pixels, "digit": words("0", "1", "2")})
    yield "image.csv", text.encode(), {"shape": [4, 3, 1]}, read, \
        dict(target="digit", task="classification", keep_constant=True)


ARFF = """% Hand-made, in the forms that SciPy reads too.
@RELATION flowers

@ATTRIBUTE length\tNUMERIC
@attribute 'petal width' real
@Attribute colour {red, green, blue, 'none of them'}
@ATTRIBUTE count INTEGER
@ATTRIBUTE kind {rose,tulip,lily}

@DATA
% rows
5.1,0.2,red,3,rose
4.9,?,blue, 4,tulip
4.7,1.3e-2,?,3,rose
6.25,0.125,green,9,tulip

7.0,-1.5,blue,?,rose
"""


def arff_case():
    """The ARFF file's expectation from scipy.io.arff."""
    path = FOLDER / "flowers.arff"
    path.write_text(ARFF)
    data, meta = scipy.io.arff.loadarff(path)
    columns = []
    for name in meta.names()[:-1]:
        kind, levels = meta[name]
        if kind == "nominal":
            texts = [value.decode() for value in data[name]]
            codes = [-1 if text == "?" else levels.index(text) for text in texts]
            columns.append({"name": name, "levels": list(levels), "codes": codes, "ordinal": False})
        else:
            columns.append({"name": name, "numbers": [number(value) for value in data[name]]})
    labels = [value.decode() for value in data["kind"]]
    # A class without rows is no class.
    classes = [level for level in meta["kind"][1] if level in labels]
    return {"file": path.name, "arguments": {}, "columns": columns, "task": "classification", "target_name": "kind",
            "classes": classes, "target": [classes.index(label) for label in labels]}


def main():
    FOLDER.mkdir(exist_ok=True)
    document = {"pandas": pandas.__version__, "files": []}
    for name, content, arguments, reading, rules in cases():
        (FOLDER / name).write_bytes(content)
        source = HERE / "source.csv"
        source.write_bytes(rules.pop("source", content))
        frame = pandas.read_csv(source, **reading)
        source.unlink()
        keep = rules.pop("keep_constant", False)
        result = expected(frame, **rules)
        if keep:
            result["columns"] = [{"name": c, "numbers": [float(v) for v in frame[c]]} for c in frame.columns
                                 if c != rules["target"]]
        document["files"].append({"file": name, "arguments": arguments, **result})
    document["files"].append(arff_case())
    (HERE / "csv.json").write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
