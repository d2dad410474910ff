#!/usr/bin/env python3
"""Writes the tables of the double-precision elementary functions, from mpmath with enough digits.

    python3 scripts/elementary-constants.py

writes Sources/CTensorKernels/elementary/erf_table.h and two_over_pi.h, and prints the constants in two or
three doubles that stand in the other files of that folder.
"""
import pathlib

from mpmath import floor, mp, mpf

mp.dps = 500
folder = pathlib.Path(__file__).resolve().parent.parent / "Sources" / "CTensorKernels" / "elementary"


def parts(value, count):
    """Nearest double, the nearest to what is left, and so on."""
    result = []
    for _ in range(count):
        result.append(float(value))
        value -= mpf(result[-1])
    return result


def text(value):
    return float(value).hex()


def erf_table():
    lines = [
        "// Taylor series of erf at multiples of 1/4. Written by scripts/elementary-constants.py.",
        "",
        "/// Row i: erf(c) as the sum of two doubles, then erf^(n)(c) / n! for n = 1 ... 13, with c = (i + 2) / 4.",
        "static const double erf_table[23][15] = {",
    ]
    for i in range(23):
        c = mpf(i + 2) / 4
        # erf^(n) / n! by the recurrence of erf'' = -2 x erf'.
        a = [mp.erf(c), 2 / mp.sqrt(mp.pi) * mp.exp(-c * c)]
        for n in range(2, 14):
            a.append(-2 * (c * a[n - 1] * (n - 1) + (a[n - 2] * (n - 2) if n > 2 else 0)) / (n * (n - 1)))
        row = parts(a[0], 2) + [float(v) for v in a[1:]]
        lines.append("    {" + text(row[0]) + ",")
        for k in range(1, 15, 4):
            lines.append("     " + ", ".join(text(v) for v in row[k : k + 4]) + ("," if k + 4 < 15 else "},"))
    lines.append("};")
    (folder / "erf_table.h").write_text("\n".join(lines) + "\n")


def two_over_pi():
    lines = [
        "// The first 1280 bits of 2/pi. Written by scripts/elementary-constants.py.",
        "#include <stdint.h>",
        "",
        "/// Word 0 is 0; the bits of word i > 0 have the weights 2^(63 - 64 i) ... 2^(-64 i).",
        "static const uint64_t two_over_pi[21] = {",
        "    0,",
    ]
    value = 2 / mp.pi
    words = []
    for _ in range(20):
        value *= 2**64
        words.append(int(floor(value)))
        value -= words[-1]
    for k in range(0, 20, 4):
        lines.append("    " + " ".join(f"0x{w:016x}u," for w in words[k : k + 4]))
    lines.append("};")
    (folder / "two_over_pi.h").write_text("\n".join(lines) + "\n")


erf_table()
two_over_pi()
# 33 and 53 bits, then what is left.
ln2 = mp.log(2)
high = mpf(float.fromhex("0x1.62e42fee00000p-1"))
print("ln 2:", text(high), *map(text, parts(ln2 - high, 2)))
half_pi = mpf(float.fromhex("0x1.921fb54400000p+0"))
print("pi/2, the first part of 33 bits:", text(half_pi), *map(text, parts(mp.pi / 2 - half_pi, 1)))
print("pi/2:", *map(text, parts(mp.pi / 2, 2)))
print("2/sqrt(pi):", *map(text, parts(2 / mp.sqrt(mp.pi), 2)))
for n in (3, 5, 7, 6, 24, 120, 720):
    print(f"1/{n}:", *map(text, parts(mpf(1) / n, 2)))
print("1/ln 2:", *map(text, parts(1 / ln2, 1)), " 2/ln 2:", *map(text, parts(2 / ln2, 1)))
print("2/pi:", *map(text, parts(2 / mp.pi, 1)))
for n in range(12):
    print(f"2/sqrt(pi) (-1)^n / (n! (2 n + 1)), n = {n}:", text(2 / mp.sqrt(mp.pi) * (-1) ** n / (mp.factorial(n) * (2 * n + 1))))
