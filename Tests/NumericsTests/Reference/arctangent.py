#!/usr/bin/env python3
"""Writes arctangent.csv: x, arctan x as a double, and what the double leaves in units of its last place.

    python3 Tests/NumericsTests/Reference/arctangent.py

Computed by mpmath with 300 bits. Arguments: random over many exponents, beside the multiples of 1/32 where the
implementation changes its reduction, beside 1, and the extremes.
"""

import math
import pathlib
import random

import mpmath


def main():
    mpmath.mp.prec = 300
    random.seed(1)
    arguments = [5e-324, 1e-300, 2.0**-27, 1e300, 1.7976931348623157e308, 1.0]
    for k in range(1, 33):
        for point in (k / 32, 32 / k):
            arguments += [point, math.nextafter(point, 0), math.nextafter(point, math.inf)]
    arguments += [random.uniform(0, 1) for _ in range(150)]
    arguments += [random.uniform(1, 40) for _ in range(100)]
    arguments += [random.uniform(1, 2) * 2.0 ** random.randint(-60, 60) for _ in range(150)]
    lines = []
    for x in arguments:
        for x in (x, -x):
            exact = mpmath.atan(mpmath.mpf(x))
            value = float(exact)
            rest = float((exact - mpmath.mpf(value)) / mpmath.mpf(math.ulp(value)))
            lines.append(f"{x!r},{value!r},{rest!r}")
    (pathlib.Path(__file__).parent / "arctangent.csv").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
