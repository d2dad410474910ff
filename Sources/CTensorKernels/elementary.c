// Double-precision elementary functions of + - * / only: argument reduction, then a Taylor polynomial long
// enough that its truncation error is far below half a unit in the last place.
#include "elementary.h"

#include <stdint.h>
#include <string.h>

// Also without the flag of Package.swift: a contracted product would have other bits.
#pragma clang fp contract(off)

static double from_bits(uint64_t bits) {
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static uint64_t to_bits(double x) {
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

// ln 2 = high + low, high with 32 trailing zero bits so that k * high is exact for |k| < 2^20.
static const double ln2_high = 0x1.62e42fee00000p-1;
static const double ln2_low = 0x1.a39ef35793c76p-33;

/// The nearest integer, for |x| < 2^51: the addition rounds to nearest even.
static double nearest_integer(double x) {
    const double magic = 0x1.8p52;
    return (x + magic) - magic;
}

double tk_exp(double x) {
    if (x != x) return x;
    if (x > 709.782712893384) return __builtin_inf();
    if (x < -745.1332191019412) return 0.0;
    const double k = nearest_integer(x * 0x1.71547652b82fep0);
    const double high = x - k * ln2_high;
    const double low = k * ln2_low;
    const double r = high - low;
    // e^r = 1 + r + r^2 q(r), |r| <= 0.3466
    double q = 1.0 / 87178291200.0;
    q = q * r + 1.0 / 6227020800.0;
    q = q * r + 1.0 / 479001600.0;
    q = q * r + 1.0 / 39916800.0;
    q = q * r + 1.0 / 3628800.0;
    q = q * r + 1.0 / 362880.0;
    q = q * r + 1.0 / 40320.0;
    q = q * r + 1.0 / 5040.0;
    q = q * r + 1.0 / 720.0;
    q = q * r + 1.0 / 120.0;
    q = q * r + 1.0 / 24.0;
    q = q * r + 1.0 / 6.0;
    q = q * r + 0.5;
    const double tail = ((high - r) - low) + r * r * q;
    const double y = 1.0 + (r + tail);
    // Two factors, so that results near both ends of the range are reached without overflow on the way.
    const int64_t whole = (int64_t)k;
    const int64_t half = whole / 2;
    return y * from_bits((uint64_t)(1023 + half) << 52) * from_bits((uint64_t)(1023 + whole - half) << 52);
}

double tk_log(double x) {
    if (x != x || x < 0) return __builtin_nan("");
    if (x == 0) return -__builtin_inf();
    if (x == __builtin_inf()) return x;
    int64_t k = 0;
    if (x < 0x1p-1022) {
        x *= 0x1p54;
        k = -54;
    }
    uint64_t bits = to_bits(x);
    k += (int64_t)(bits >> 52) - 1023;
    bits = (bits & 0x000fffffffffffffull) | 0x3ff0000000000000ull;
    double m = from_bits(bits);
    if (m > 0x1.6a09e667f3bcdp0) {
        m *= 0.5;
        k += 1;
    }
    // log(1+f) = f - f^2/2 + s (f^2/2 + R), s = f/(2+f), R = 2 (s^2/3 + s^4/5 + ...), |s| <= 0.1716
    const double f = m - 1.0;
    const double s = f / (2.0 + f);
    const double z = s * s;
    double r = 2.0 / 25.0;
    r = r * z + 2.0 / 23.0;
    r = r * z + 2.0 / 21.0;
    r = r * z + 2.0 / 19.0;
    r = r * z + 2.0 / 17.0;
    r = r * z + 2.0 / 15.0;
    r = r * z + 2.0 / 13.0;
    r = r * z + 2.0 / 11.0;
    r = r * z + 2.0 / 9.0;
    r = r * z + 2.0 / 7.0;
    r = r * z + 2.0 / 5.0;
    r = r * z + 2.0 / 3.0;
    r = r * z;
    const double half_square = 0.5 * f * f;
    const double n = (double)k;
    return n * ln2_high - ((half_square - (s * (half_square + r) + n * ln2_low)) - f);
}

// sin(r + tail) and cos(r + tail) for |r| <= pi/4, tail below an ulp of r.
static double sin_polynomial(double r, double tail) {
    const double z = r * r;
    double p = -1.0 / 121645100408832000.0;
    p = p * z + 1.0 / 355687428096000.0;
    p = p * z - 1.0 / 1307674368000.0;
    p = p * z + 1.0 / 6227020800.0;
    p = p * z - 1.0 / 39916800.0;
    p = p * z + 1.0 / 362880.0;
    p = p * z - 1.0 / 5040.0;
    p = p * z + 1.0 / 120.0;
    p = p * z - 1.0 / 6.0;
    return r + (r * z * p + tail * (1.0 - 0.5 * z));
}

static double cos_polynomial(double r, double tail) {
    const double z = r * r;
    double p = 1.0 / 2432902008176640000.0;
    p = p * z - 1.0 / 6402373705728000.0;
    p = p * z + 1.0 / 20922789888000.0;
    p = p * z - 1.0 / 87178291200.0;
    p = p * z + 1.0 / 479001600.0;
    p = p * z - 1.0 / 3628800.0;
    p = p * z + 1.0 / 40320.0;
    p = p * z - 1.0 / 720.0;
    p = p * z + 1.0 / 24.0;
    const double half = 0.5 * z;
    const double w = 1.0 - half;
    return w + (((1.0 - w) - half) + (z * z * p - r * tail));
}

/// sin(x + quarter * pi/2), by Cody and Waite's three-part reduction.
static double sin_shifted(double x, int64_t quarter) {
    if (!(x <= 1e6 && x >= -1e6)) return __builtin_nan("");
    // pi/2 in three parts; k * part is exact for the first two while |k| < 2^20.
    const double part1 = 0x1.921fb54400000p+0;
    const double part2 = 0x1.0b4611a600000p-34;
    const double part3 = 0x1.3198a2e037073p-69;
    const double k = nearest_integer(x * 0x1.45f306dc9c883p-1);
    const double first = x - k * part1;
    const double w = k * part2;
    const double second = first - w;
    const double lost = (first - second) - w;
    const double third = k * part3;
    const double r = second - (third - lost);
    const double tail = (second - r) - (third - lost);
    switch (((int64_t)k + quarter) & 3) {
        case 0: return sin_polynomial(r, tail);
        case 1: return cos_polynomial(r, tail);
        case 2: return -sin_polynomial(r, tail);
        default: return -cos_polynomial(r, tail);
    }
}

double tk_sin(double x) { return sin_shifted(x, 0); }
double tk_cos(double x) { return sin_shifted(x, 1); }
