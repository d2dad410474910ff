#!/usr/bin/env python3
"""Writes elementary.csv beside it: function, argument, value, both as C99 hexadecimal doubles (mpmath, 60 digits)."""
import pathlib
import random

from mpmath import mp, mpf

mp.dps = 60
random.seed(1)


def rows():
    exponents = [random.uniform(-745, 709.7) for _ in range(120)] + [random.uniform(-1, 1) for _ in range(60)]
    exponents += [0.0, 1.0, -1.0, 0.5, 1e-300, -1e-17, 709.782, -708.39, -745.0, -744.4400719213812]
    for x in exponents:
        yield "exp", x, mp.exp(mpf(x))
    positives = [random.uniform(0.5, 2) for _ in range(100)] + [2.0 ** random.uniform(-1070, 1023) for _ in range(100)]
    positives += [1.0, 2.0, 5e-324, 1.7976931348623157e308, 1 + 2.0**-52, 1 - 2.0**-53, 0.7071067811865476]
    for x in positives:
        yield "log", x, mp.log(mpf(x))
    angles = [random.uniform(-10, 10) for _ in range(100)] + [random.uniform(-1e6, 1e6) for _ in range(60)]
    angles += [0.0, 3.141592653589793, 1.5707963267948966, 6.283185307179586, 1e-10, 355.0, 710.0, 948.0, 999999.0]
    for x in angles:
        yield "sin", x, mp.sin(mpf(x))
        yield "cos", x, mp.cos(mpf(x))


with open(pathlib.Path(__file__).with_name("elementary.csv"), "w") as file:
    for name, x, value in rows():
        file.write(f"{name},{float(x).hex()},{float(value).hex()}\n")
