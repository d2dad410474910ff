#!/usr/bin/env python3
"""Writes distributions.json: distribution functions to 50 digits, rounded to doubles, for DistributionTests.

Made with Python 3, mpmath 1.3.0, scipy 1.17.1 and statsmodels 0.15.0 (as cross-checks). Run it in this directory:
python3 distributions.py [part ...]; parts that are not named are kept as they are in the file. Every row is a list of
inputs followed by the lower and the upper tail. `python3 distributions.py mills` prints the coefficients in Normal.swift.
"""
import json
import os
import sys

import mpmath as mp
from scipy import special, stats
from statsmodels.stats.proportion import proportion_confint

mp.mp.dps = 50
TINY = mp.mpf(10) ** -290


def close(a, b, tolerance):
    return abs(mp.mpf(a) - mp.mpf(b)) <= tolerance * abs(mp.mpf(b))


def rows_of(table):
    """Drops rows with a tail below the normal doubles; rounds."""
    return [[float(x) for x in row] for row in table if min(row[-1], row[-2]) > TINY]


# --- the two incomplete functions, by series and continued fractions in 80 digits -----------------------------------

def gamma_tails(a, x):
    with mp.workdps(80):
        a, x = mp.mpf(a), mp.mpf(x)
        factor = mp.exp(a * mp.log(x) - x - mp.loggamma(a))
        if x < a + 1:
            term = total = 1 / a
            n = a
            while term > total * mp.mpf(10) ** -75:
                n += 1
                term *= x / n
                total += term
            return factor * total, 1 - factor * total
        # Legendre's fraction, by Lentz's method.
        tiny = mp.mpf(10) ** -200
        base = x + 1 - a
        c, d = 1 / tiny, 1 / base
        h = d
        n = 0
        while True:
            n += 1
            an = -n * (n - a)
            base += 2
            d = 1 / (an * d + base)
            c = base + an / c
            h *= c * d
            if abs(c * d - 1) < mp.mpf(10) ** -70:
                return 1 - factor * h, factor * h


def beta_tails(x, a, b):
    """I_x(a, b) and 1 − I_x(a, b), x an mpf."""
    with mp.workdps(80):
        x, a, b = mp.mpf(x), mp.mpf(a), mp.mpf(b)
        if x > (a + 1) / (a + b + 2):
            lower, upper = beta_tails(1 - x, b, a)
            return upper, lower
        factor = mp.exp(a * mp.log(x) + b * mp.log(1 - x) + mp.loggamma(a + b) - mp.loggamma(a) - mp.loggamma(b)) / a
        tiny = mp.mpf(10) ** -200
        c, d = mp.mpf(1), 1 / (1 - (a + b) * x / (a + 1))
        h = d
        m = 0
        while True:
            m += 1
            e = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            d = 1 / (1 + e * d)
            c = 1 + e / c
            h *= c * d
            e = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            d = 1 / (1 + e * d)
            c = 1 + e / c
            h *= c * d
            if abs(c * d - 1) < mp.mpf(10) ** -70:
                return factor * h, 1 - factor * h


def part_log_gamma():
    xs = [1e-8, 1e-3, 0.1, 0.4, 0.5, 0.75, 0.999, 1 + 2.0 ** -20, 1.25, 1.5, 1.75, 1.999, 2 + 2.0 ** -20, 2.25, 2.5, 3, 3.7, 5, 8.25,
          9.99, 10, 12.5, 30, 171.5, 1e3, 5e5, 1e10]
    return [[x, float(mp.loggamma(mp.mpf(x)))] for x in xs]


def part_normal():
    table = []
    for z in (-37, -20, -8, -5, -3, -1.96, -1, -0.5, -0.1, -1e-8, 0, 1e-5, 0.01, 0.3, 0.7, 1, 1.5, 1.959963984540054, 2.5, 3, 4, 5.5, 7, 10, 15,
              20, 25, 30, 36):
        table.append([z, mp.ncdf(mp.mpf(z)), mp.erfc(mp.mpf(z) / mp.sqrt(2)) / 2])
    return rows_of(table)


def part_normal_quantiles():
    """Upper tail, z."""
    table = []
    for tail in (1e-300, 1e-100, 1e-40, 1e-16, 1e-9, 1e-5, 0.001, 0.005, 0.025, 0.05, 0.1, 0.25, 0.4, 0.499):
        start = mp.mpf(float(special.ndtri(tail)))
        z = mp.findroot(lambda t: mp.log(mp.erfc(-t / mp.sqrt(2)) / 2) - mp.log(mp.mpf(tail)), start)
        table.append([tail, float(-z)])
    return table


def part_chi_squared():
    table = []
    for df in (1, 2, 3, 4.5, 7, 10, 13, 30, 99, 500, 1e4, 1e6):
        points = [df + s * mp.sqrt(2 * df) for s in (-5, -3, -1, 0, 1, 3, 6, 15)] + [0.01 * df, 1e-6, 0.1, 3.841458820694124, 60, 400]
        for x in points:
            if x <= 0:
                continue
            x = float(x)
            lower, upper = gamma_tails(mp.mpf(df) / 2, mp.mpf(x) / 2)
            if df < 600 and upper > TINY and lower > TINY:
                assert close(mp.gammainc(mp.mpf(df) / 2, mp.mpf(x) / 2, regularized=True), upper, 1e-30), (df, x)
            table.append([df, x, lower, upper])
    return rows_of(table)


def part_fisher():
    table = []
    for n in (1, 2, 3, 5, 10, 29, 60):
        for d in (1, 2, 4, 9, 39, 200, 1e4, 1e5):
            for f in (1e-4, 0.05, 0.5, 1, 2, 4.2, 15, 120):
                x = mp.mpf(n) * mp.mpf(f) / (mp.mpf(n) * mp.mpf(f) + mp.mpf(d))
                lower, upper = beta_tails(x, mp.mpf(n) / 2, mp.mpf(d) / 2)
                if d <= 39:
                    assert close(mp.betainc(mp.mpf(n) / 2, mp.mpf(d) / 2, 0, x, regularized=True), lower, 1e-30)
                table.append([n, d, f, lower, upper])
    return rows_of(table)


def part_beta():
    table = []
    for a, b in ((0.5, 0.5), (0.1, 3), (1, 1), (2, 5), (5, 2), (0.5, 40), (9, 2), (30, 30), (199, 3), (3, 199), (1000, 1500), (80000, 20001)):
        centre = mp.mpf(a) / (a + b)
        scale = mp.sqrt(mp.mpf(a) * b / (a + b + 1)) / (a + b)
        for s in (-8, -4, -2, -0.5, 0, 1, 3, 5, 9):
            x = float(centre + s * scale)
            if 0 < x < 1:
                table.append([a, b, x, *beta_tails(x, a, b)])
        for x in (1e-5, 0.125, 0.5, 0.9375, 1 - 2.0 ** -20):
            table.append([a, b, x, *beta_tails(x, a, b)])
    return rows_of(table)


def part_binomial():
    """n, p, k, P(X = k), P(X <= k), P(X > k)."""
    table = []
    for n, p, ks in ((1, 0.3, (0,)), (5, 0.5, (0, 1, 2, 4)), (20, 0.3, (0, 4, 6, 11, 19)), (100, 0.01, (0, 1, 5, 20)), (1000, 0.9, (700, 880, 900, 930, 999)),
                     (10000, 0.5, (4500, 4950, 5000, 5100, 6000)), (1000000, 0.125, (124000, 125000, 125300, 127000))):
        for k in ks:
            p_exact = mp.mpf(p)
            mass = mp.binomial(n, k) * p_exact ** k * (1 - p_exact) ** (n - k)
            upper, lower = beta_tails(p_exact, k + 1, n - k)
            if n <= 1000:
                total = sum(mp.binomial(n, j) * p_exact ** j * (1 - p_exact) ** (n - j) for j in range(k + 1))
                assert close(total, lower, 1e-30), (n, p, k)
            table.append([n, p, k, mass, lower, upper])
    return rows_of(table)


# --- mixtures over W = sqrt(chi2(df) / df) --------------------------------------------------------------------------

def noncentral_t(df, delta, t):
    """Both tails as sums over y = ln W by the trapezoidal rule, with a step far below what 25 digits need."""
    df, delta, t = mp.mpf(df), mp.mpf(delta), mp.mpf(t)
    half = df / 2
    constant = mp.log(2) + half * mp.log(half) - mp.loggamma(half)
    step = min(mp.mpf(1) / 16, mp.mpf(1) / 6 / mp.sqrt(2 * df), mp.mpf(1) / 4 / (1 + max(abs(t), abs(delta))))
    tails = []
    for sign in (-1, 1):
        def term(i):
            w = mp.exp(i * step)
            return mp.exp(constant + df * i * step - half * w * w) * mp.erfc(sign * (t * w - delta) / mp.sqrt(2)) / 2
        # Uphill from y = 0, then outward.
        top = 0
        while term(top + 1) > term(top):
            top += 1
        while term(top - 1) > term(top):
            top -= 1
        total = peak = term(top)
        for direction in (1, -1):
            i = top + direction
            while True:
                value = term(i)
                total += value
                if value < peak * mp.mpf(10) ** -26:
                    break
                i += direction
        tails.append(total * step)
    return tails


def noncentral_t_series(df, delta, t):
    """The upper tail for t > 0 by the series of incomplete beta functions (Lenth 1989)."""
    df, delta, t = mp.mpf(df), mp.mpf(delta), mp.mpf(t)
    y = df / (df + t * t)
    total, j = mp.mpf(0), 0
    half = delta * delta / 2
    while j < 20 + 8 * float(half + 10):
        p = mp.exp(-half) * half ** j / mp.factorial(j)
        q = delta * mp.exp(-half) * half ** j / (mp.sqrt(2) * mp.gamma(j + mp.mpf(3) / 2))
        total += p * beta_tails(y, df / 2, j + mp.mpf(1) / 2)[0] + q * beta_tails(y, df / 2, j + 1)[0]
        j += 1
    return total / 2


def noncentral_t_of_large(df, delta, t):
    """Both tails for a δ far beyond any normal number and t > 0: the mean over Z of those of W at (Z + δ) / t."""
    df, delta, t = mp.mpf(df), mp.mpf(delta), mp.mpf(t)
    step = mp.mpf(1) / 8
    lower = upper = mp.mpf(0)
    for i in range(-30 * 8, 30 * 8 + 1):
        bound = (delta + i * step) / t
        below, above = gamma_tails(df / 2, df / 2 * bound * bound)
        weight = mp.npdf(i * step) * step
        lower, upper = lower + weight * above, upper + weight * below
    return lower, upper


def part_noncentral_t_of_large():
    """What a test at a tiny level with few pairs meets."""
    mp.mp.dps = 30
    table = []
    for df in (1, 2, 3, 7, 19, 250):
        for delta in (100, 3e3, 1e6, 4e9):
            for ratio in (0.2, 0.7, 0.95, 1, 1.1, 2, 50):
                t = float(delta * ratio)
                lower, upper = noncentral_t_of_large(df, delta, t)
                if delta == 100 and ratio < 2:
                    for one, other in zip(noncentral_t(df, delta, t), (lower, upper)):
                        assert other < TINY or close(one, other, 1e-18), (df, delta, t)
                table.append([df, delta, t, lower, upper])
        # A large t alone.
        for delta, t in ((0, 300), (5, 400)):
            table.append([df, delta, t, *noncentral_t(df, delta, t)])
    mp.mp.dps = 50
    return rows_of(table)


def part_noncentral_t():
    mp.mp.dps = 30
    table = []
    for df in (1, 2, 3, 9, 19, 64, 1000, 100000):
        for delta in (-2, 0, 0.5, 2, 5, 15, 40):
            scale = mp.sqrt(1 + mp.mpf(delta) ** 2 / (2 * df))
            for s in (-6, -2, 0, 1, 3, 10):
                t = float(delta + s * scale)
                lower, upper = noncentral_t(df, delta, t)
                assert abs(lower + upper - 1) < mp.mpf(10) ** -20, (df, delta, t, lower + upper)
                if 0 < delta <= 2 and t > 0 and df <= 19:
                    assert close(noncentral_t_series(df, delta, t), upper, 1e-14), (df, delta, t)
                table.append([df, delta, t, lower, upper])
    mp.mp.dps = 50
    return rows_of(table)


def range_tails(k, r):
    """Lower and upper tail of the range of k normals (x is the smallest of them), by the trapezoidal rule."""
    r = mp.mpf(r)
    root = mp.sqrt(2)
    h = mp.mpf(1) / 16
    lower = upper = mp.mpf(0)
    for i in range(int(-26 / h), int(10 / h)):
        x = i * h
        density = mp.exp(-x * x / 2) / mp.sqrt(2 * mp.pi)
        above, beyond = mp.erfc(x / root) / 2, mp.erfc((x + r) / root) / 2
        rest = (above - beyond) ** (k - 1)
        lower += density * rest
        upper += density * (above ** (k - 1) - rest)
    return k * h * lower, k * h * upper


def part_range():
    """Infinite degrees of freedom: k, q, lower, upper."""
    mp.mp.dps = 90
    table = []
    for k in (2, 3, 4, 6, 10, 20, 50, 100):
        for q in (0.01, 0.1, 0.5, 1, 2, 3, 3.314493, 4, 5.5, 8, 12, 20):
            lower, upper = range_tails(k, q)
            if k == 2:
                assert close(mp.erfc(mp.mpf(q) / 2), upper, 1e-25), (q, upper)
            assert abs(lower + upper - 1) < mp.mpf(10) ** -25, (k, q, lower + upper)
            table.append([k, q, lower, upper])
    mp.mp.dps = 50
    return rows_of(table)


def part_studentized_range():
    """Finite degrees of freedom: k, df, q, lower, upper; Gauss-Legendre of an inner rule on a fixed grid."""
    mp.mp.dps = 30
    table = []
    # The trapezoidal rule on a fine grid for the inner integral: 30 digits for a Gaussian-like integrand.
    h = mp.mpf(1) / 16
    root = mp.sqrt(2)
    xs = [-14 + h * i for i in range(int(22 / h) + 1)]
    phi = [mp.exp(-x * x / 2) / mp.sqrt(2 * mp.pi) for x in xs]
    tail = [mp.erfc(x / root) / 2 for x in xs]

    def inner(k, r):
        lower = upper = mp.mpf(0)
        for x, f, a in zip(xs, phi, tail):
            b = mp.erfc((x + r) / root) / 2
            rest = (a - b) ** (k - 1)
            lower += f * rest
            if b < a * mp.mpf(10) ** -12:
                e = b / a
                n = k - 1
                upper += f * a ** n * (n * e - mp.mpf(n * (n - 1)) / 2 * e * e + mp.mpf(n * (n - 1) * (n - 2)) / 6 * e ** 3)
            else:
                upper += f * (a ** (k - 1) - rest)
        return k * lower * h, k * upper * h

    check_lower, check_upper = range_tails(5, 3)
    got = inner(5, mp.mpf(3))
    assert close(got[0], check_lower, 1e-20) and close(got[1], check_upper, 1e-20), (got, check_lower, check_upper)

    for k, df, q in ((3, 3, 1.5), (3, 3, 5.909), (3, 10, 3.877), (3, 10, 9), (4, 5, 5.218), (10, 10, 5.599), (10, 10, 2), (10, 38, 4.75), (20, 60, 5.24), (5, 200, 3.9),
                     (6, 95, 8), (3, 26, 0.2), (50, 30, 7), (100, 1000, 6.5), (8, 2, 12), (4, 1, 40)):
        # In y = ln w, by the trapezoidal rule as well, with its own step.
        step = min(mp.mpf(1) / 8, mp.mpf(1) / 5 / mp.sqrt(2 * mp.mpf(df)))
        half = mp.mpf(df) / 2
        constant = mp.log(2) + half * mp.log(half) - mp.loggamma(half)
        lower = upper = mp.mpf(0)
        for direction in (1, -1):
            i = 0 if direction > 0 else 1
            while True:
                y = direction * i * step
                weight = mp.exp(constant + 2 * half * y - half * mp.exp(2 * y))
                if weight < mp.mpf(10) ** -24:
                    break
                one, other = inner(k, q * mp.exp(y))
                lower += weight * one
                upper += weight * other
                i += 1
        lower, upper = lower * step, upper * step
        assert abs(lower + upper - 1) < mp.mpf(10) ** -14
        assert close(stats.studentized_range.sf(q, k, df), upper, 1e-5)
        table.append([k, df, q, lower, upper])
    mp.mp.dps = 50
    return rows_of(table)


def part_studentized_quantiles():
    """What scipy prints for the 0.95 quantile: k, df, q; agreeing to about 1e-9, scipy's own tolerance."""
    return [[k, df, float(stats.studentized_range.ppf(0.95, k, df))]
            for k, df in ((2, 10), (3, 10), (3, 60), (5, 20), (10, 38), (20, 120))]


def part_proportions():
    """Successes, trials, level, Clopper-Pearson, Wilson (scipy's binomtest)."""
    table = []
    for hits, trials in ((0, 10), (1, 10), (8, 10), (10, 10), (3, 3), (263, 1000), (29, 30), (19870, 20000), (50, 100)):
        for level in (0.9, 0.95, 0.99):
            test = stats.binomtest(hits, trials)
            # statsmodels has the exact limits from beta quantiles, scipy by bisection.
            theirs = proportion_confint(hits, trials, 1 - level, "beta") + proportion_confint(hits, trials, 1 - level, "wilson")
            exact, wilson = (test.proportion_ci(level, method=m) for m in ("exact", "wilson"))
            ours = [float(x) for x in (exact.low, exact.high, wilson.low, wilson.high)]
            assert all(abs(a - b) < 5e-12 for a, b in zip(ours, theirs)), (hits, trials, ours, theirs)
            # A limit at the edge is exactly there.
            table.append([hits, trials, level] + [float(x) for x in theirs[:2]] + ours[2:])
    return table


def mills():
    """Chebyshev coefficients of (z + 2) · P(Z > z) / φ(z) in t = (z − 5) / (z + 5)."""
    mp.mp.dps = 40

    def ratio(z):
        if z < 60:
            return mp.erfc(z / mp.sqrt(2)) / 2 * mp.sqrt(2 * mp.pi) * mp.exp(z * z / 2)
        return sum((-1) ** k * mp.fac2(2 * k - 1) / z ** (2 * k + 1) for k in range(25))
    n = 60
    angles = [mp.pi * (k + mp.mpf(1) / 2) / n for k in range(n)]
    values = []
    for angle in angles:
        t = mp.cos(angle)
        z = 5 * (1 + t) / (1 - t)
        values.append((z + 2) * ratio(z))
    for j in range(26):
        print(mp.nstr((2 if j else 1) * sum(v * mp.cos(j * a) for v, a in zip(values, angles)) / n, 17))


if sys.argv[1:] == ["mills"]:
    mills()
    sys.exit()
parts = {name[5:]: function for name, function in globals().items() if name.startswith("part_")}
result = json.load(open("distributions.json")) if os.path.exists("distributions.json") else {}
for name in sys.argv[1:] or parts:
    result[name] = parts[name]()
    print(name, len(result[name]), file=sys.stderr)
with open("distributions.json", "w") as file:
    file.write("{\n" + ",\n".join(
        f' "{name}": [\n  ' + ",\n  ".join(json.dumps(row) for row in result[name]) + "\n ]" for name in sorted(result)) + "\n}\n")
