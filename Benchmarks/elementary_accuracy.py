#!/usr/bin/env python3
"""Checks the table of elementary_accuracy.c: every worst case is computed again and measured by mpmath.

    python3 Benchmarks/elementary_accuracy.py [docs/numerics.md]

The table was measured against the system's libm. This compares the stated errors with exact ones at the stated
arguments, and ends with 1 where one differs by more than the libm may be wrong by. Needs clang and AVX2.
"""
import ctypes
import pathlib
import re
import subprocess
import sys
import tempfile

from mpmath import floor, log, mp, mpf

root = pathlib.Path(__file__).resolve().parent.parent
table = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else root / "docs" / "numerics.md"
# Enough for 2^1023 modulo pi/2, and for ln(1 + x) and x^y of tiny x.
mp.dps = 700
exact = {
    "exp": mp.exp, "log": mp.log, "log1p": mp.log1p, "tanh": mp.tanh, "erf": mp.erf, "sin": mp.sin, "cos": mp.cos,
    "sqrt": mp.sqrt, "sigmoid": lambda x: 1 / (1 + mp.exp(-x)), "pow": mp.power,
}

folder = tempfile.mkdtemp()
library = f"{folder}/accuracy.so"
kernels = root / "Sources" / "CTensorKernels"
subprocess.run(
    ["clang", "-O2", "-ffp-contract=off", "-Wno-psabi", "-shared", "-fPIC", f"-I{kernels}", f"-I{kernels}/include",
     str(root / "Benchmarks" / "elementary_accuracy.c"), *map(str, (kernels / "elementary").glob("*.c")), "-lm", "-o",
     library], check=True)
functions = ctypes.CDLL(library)
functions.single_value.restype = ctypes.c_float


def value(name, kind, x, y):
    if kind == "float":
        return functions.single_value(name.encode(), ctypes.c_float(x), ctypes.c_float(y))
    function = functions["tk_" + name]
    function.restype = ctypes.c_double
    return function(*(ctypes.c_double(v) for v in ((x, y) if name == "pow" else (x,))))


def error(name, kind, x, y):
    true = exact[name](mpf(x), mpf(y)) if name == "pow" else exact[name](mpf(x))
    bits, lowest = (24, -126) if kind == "float" else (53, -1022)
    e = max(int(floor(log(abs(true), 2))), lowest)
    return abs(mpf(value(name, kind, x, y)) - true) / mpf(2) ** (e + 1 - bits)


wrong = rows = 0
for line in table.read_text().splitlines():
    fields = [f.strip() for f in line.split("|")]
    if len(fields) < 7 or fields[1] not in exact or fields[2] not in ("float", "double"):
        continue
    name, kind, stated = fields[1], fields[2], float(fields[4])
    x, y = (list(map(float.fromhex, re.split(", *", fields[5]))) + [0.0])[:2]
    measured = float(error(name, kind, x, y))
    rows += 1
    # Half of the last digit, and three units of a 64-bit significand.
    if abs(measured - stated) > 0.0005 + 3 * 2.0**-11:
        wrong += 1
    print(f"{name} {kind} {fields[5]}: stated {stated:.3f}, exactly {measured:.5f}")
print(f"{rows} rows, {wrong} differ")
sys.exit(1 if wrong or not rows else 0)
