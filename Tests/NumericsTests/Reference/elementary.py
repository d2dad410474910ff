#!/usr/bin/env python3
"""Writes elementary.csv beside it: exact values of the elementary functions, by mpmath.

A line is function, x, y (of pow), value, rest: value is the nearest double, and the function's exact value is
value + rest * ulp, where an ulp is that of the exact value's binade (2^-1074 for subnormal ones). All numbers are
C99 hexadecimal, so nothing is lost in reading. mpmath works with 80 digits, and with more where sin and cos
need the argument's reduction; rest keeps 53 bits of what lies beyond the double.
"""
import pathlib
import random

from mpmath import floor, log, mp, mpf

mp.dps = 80
random.seed(1)
largest = float.fromhex("0x1.fffffffffffffp+1023")
smallest = 2.0**-1022
tiny = [5e-324, 1e-320, smallest, 1e-300, 2.0**-60, 2.0**-55, 2.0**-54, 2.0**-53, 2.0**-29, 2.0**-28, 1.5 * 2.0**-28, 1e-5]


def both(values):
    for v in values:
        yield v
        yield -v


def neighbours(x, count=2):
    """x and the doubles next to it."""
    result = [x]
    up = down = x
    for _ in range(count):
        up, down = float(up + mp_ulp(up)), float(down - mp_ulp(down))
        result += [up, down]
    return result


def exponent_of(value):
    """e with 2^e <= |value| < 2^(e+1), never below that of the subnormal numbers."""
    e = int(floor(log(abs(value), 2)))
    while mpf(2) ** (e + 1) <= abs(value):
        e += 1
    while mpf(2) ** e > abs(value):
        e -= 1
    return max(e, -1022)


def mp_ulp(x):
    return 2.0 ** max(exponent_of(mpf(x)) - 52, -1074) if x else 5e-324


def logarithmic(low, high, count):
    return [(1 + random.random()) * 2.0 ** random.randint(low, high - 1) for _ in range(count)]


def near_multiples(exponents, count):
    """The doubles M 2^e nearest to multiples of pi/2, by the continued fraction of 2^e 2/pi for each e."""
    distances = []
    for e in exponents:
        mp.dps = 700
        value = mpf(2) ** e * 2 / mp.pi
        q, previous = 1, 0
        value -= floor(value)
        best = None
        while q < 2**53:
            best = q
            value = 1 / value
            whole = floor(value)
            value -= whole
            q, previous = int(whole) * q + previous, q
        x = float(best) * 2.0**e
        product = mpf(x) * 2 / mp.pi
        distances.append((float(abs(product - mp.nint(product))), x))
        mp.dps = 80
    return [x for _, x in sorted(distances)[:count]]


def arguments():
    uniform = random.uniform
    yield "exp", (
        [uniform(-745, 709.7) for _ in range(200)] + [uniform(-1, 1) for _ in range(80)] + list(both(tiny))
        + [0.0, 1.0, -1.0, 0.5, 709.782, 709.782712893384, -708.39, -745.0, -744.4400719213812, -745.1332191019411]
        + [uniform(-745.1, -708.3) for _ in range(60)] + [(k + 0.5) * 0.6931471805599453 for k in range(-1000, 1000, 50)])
    yield "log", (
        [uniform(0.5, 2) for _ in range(150)] + logarithmic(-1074, 1023, 150) + neighbours(1.0, 4) + tiny
        + [1.0, 2.0, largest, 0.7071067811865476, 0.7071067811865475, 1.4142135623730951, 1.414213562373095]
        + [1 + s * 2.0**-k for k in range(3, 53, 5) for s in (1, -1)])
    yield "log1p", (
        [uniform(-0.5, 1) for _ in range(120)] + logarithmic(-60, 1023, 120) + [-v for v in logarithmic(-60, -1, 80)]
        + list(both(tiny)) + [0.0, -1 + 2.0**-53, -1 + 2.0**-52, -0.9999999, -0.5, -0.2928932188134524, -0.29289321881345254,
                              0.41421356237309503, 0.4142135623730951, largest, 1.0, 2.0**53, 2.0**54])
    yield "tanh", (
        [uniform(-3, 3) for _ in range(150)] + [uniform(-22, 22) for _ in range(80)] + list(both(logarithmic(-40, 0, 60)))
        + list(both(tiny)) + [0.0, 19.06, 19.0615, 20.0, 20.1, -20.0, 100.0, 0.17328679513998632, 0.1732867951399863, largest])
    yield "sigmoid", (
        [uniform(-40, 40) for _ in range(150)] + [uniform(-745, -40) for _ in range(80)] + [uniform(-1, 1) for _ in range(80)]
        + list(both(tiny)) + [0.0, 40.0, -40.0, 40.1, -40.1, -708.3, -709.0, -744.4, -745.1, 36.7, 37.5, largest]
        + [uniform(-745, -708) for _ in range(40)])
    yield "erf", (
        [uniform(-3, 3) for _ in range(150)] + [uniform(-6.1, 6.1) for _ in range(80)] + list(both(logarithmic(-40, 0, 60)))
        + list(both(tiny)) + [0.0, 6.0, 5.9, 5.92, 6.01, largest] + [k / 8 for k in range(1, 50)]
        + [v for k in (3, 5, 7) for v in neighbours(k / 8)])
    near = near_multiples(range(-52, 971), 100)
    angles = (
        [uniform(-10, 10) for _ in range(80)] + [uniform(-1e6, 1e6) for _ in range(60)] + logarithmic(-30, 1023, 100)
        + [float(k * mp.pi / 2) for k in list(range(1, 30)) + [2**j for j in range(5, 40, 3)]] + near
        + list(both(tiny)) + [0.0, 355.0, 710.0, 948.0, 999999.0, largest, 0.7853981633974483, 0.7853981633974484,
                              6381956970095103.0 * 2.0**797, float.fromhex("0x1.93c05c9ed3cbcp+19"),
                              float.fromhex("0x1.93c05c9ed3cbcp+18"), float.fromhex("0x1.6ac5b262ca1ffp+849")])
    yield "sin", angles
    yield "cos", angles
    yield "sqrt", logarithmic(-1074, 1023, 150) + [0.0, 1.0, 2.0, largest, 1 + 2.0**-52, 1 - 2.0**-53] + tiny
    pairs = [(uniform(0, 4), uniform(-20, 20)) for _ in range(120)]
    for x in logarithmic(-1074, 1023, 150):
        # Results over the whole range, subnormal ones included.
        pairs.append((x, uniform(-744, 709) / float(log(mpf(x)))))
    for k in range(3, 53, 3):
        x = 1 + random.choice((1, -1)) * 2.0**-k
        pairs.append((x, uniform(-744, 709) / float(log(mpf(x)))))
    pairs += [(-1.5, 3.0), (-1.5, 4.0), (-2.0, -1075.0 + 2), (2.0, -1074.0), (2.0, 1023.0), (10.0, 308.0), (10.0, -323.0),
              (3.0, 0.5), (2.0, 0.5), (5e-324, 0.5), (5e-324, -0.9), (5e-324, 1.0), (largest, 1.0), (largest, -1.0),
              (largest, -1.04), (1 + 2.0**-52, 2.0**58), (1 - 2.0**-53, -2.0**59), (0.5, 2.0**-66), (1e300, 5e-324), (-7.0, 301.0)]
    pairs += [(uniform(0, 2), float(n)) for n in range(-30, 31)]
    yield "pow", pairs


functions = {
    "exp": mp.exp, "log": mp.log, "log1p": mp.log1p, "tanh": mp.tanh, "erf": mp.erf, "sqrt": mp.sqrt, "pow": mp.power,
    # mpmath's 1 / (1 + e^-x) of 80 digits is exact enough: the denominator is at least 1.
    "sigmoid": lambda x: 1 / (1 + mp.exp(-x)), "sin": mp.sin, "cos": mp.cos,
}


def row(name, x, y):
    mp.dps = 1200 if name in ("tanh", "sigmoid", "log1p") and abs(x) < 1e-10 or name in ("log1p", "pow") else 80
    if name in ("sin", "cos") and abs(x) > 1:
        mp.dps = 420
    if name in ("cos", "exp", "sigmoid", "erf") and 0 < abs(x) < 1e-20:
        mp.dps = 700
    if name == "erf" and x > 100:
        exact = mpf(1)
    elif name == "tanh" and abs(x) > 1e5:
        exact = mpf(1)
    elif name == "sigmoid" and x > 1e5:
        exact = mpf(1)
    else:
        exact = functions[name](mpf(x), mpf(y)) if name == "pow" else functions[name](mpf(x))
    if exact == 0:
        return f"{name},{x.hex()},,{0.0.hex()},{0.0.hex()}"
    ulp = mpf(2) ** (exponent_of(exact) - 52)
    units = int(mp.nint(exact / ulp))
    rest = float(exact / ulp - units)
    value = float(units * ulp)
    assert mpf(value) == units * ulp, (name, x, y)
    return f"{name},{x.hex()},{y.hex() if name == 'pow' else ''},{value.hex()},{rest.hex()}"


with open(pathlib.Path(__file__).with_name("elementary.csv"), "w") as file:
    for name, values in arguments():
        for value in values:
            x, y = value if name == "pow" else (value, 0.0)
            file.write(row(name, float(x), float(y)) + "\n")
