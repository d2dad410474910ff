// x^y in double precision.
#include "elementary.h"
#include "logarithm.h"

// Also without the flag of Package.swift: a contracted product would have other bits.
#pragma clang fp contract(off)

/// |x|^y for finite |x| > 0 other than 1 and finite y other than 0.
static double magnitude_to_the(double x, double y) {
    // |ln x| >= 2^-54: beyond 2^64 the result is out of range, below 2^-65 it rounds to 1.
    if (y > 0x1p64) y = 0x1p64;
    if (y < -0x1p64) y = -0x1p64;
    if (y < 0x1p-65 && y > -0x1p-65) return 1;
    double_double logarithm;
    if (x < 0x1p-1022) {
        logarithm = dd_log((double_double){x * 0x1p54, 0});
        const double_double low = exact_product(-54, ln2_low);
        logarithm = dd_add(logarithm, (double_double){-54 * ln2_high, 0});
        logarithm = dd_add(logarithm, low);
    } else {
        logarithm = dd_log((double_double){x, 0});
    }
    const double_double exponent = dd_multiply((double_double){y, 0}, logarithm);
    if (exponent.high > 710) return __builtin_inf();
    if (exponent.high < -746) return 0;
    int64_t k;
    return scaled(dd_add((double_double){1, 0}, reduced_expm1(exponent, &k)).high, k);
}

double tk_pow(double x, double y) {
    const double infinity = __builtin_inf();
    if (y == 0 || x == 1) return 1;
    if (x != x || y != y) return x + y;
    const double a = x < 0 ? -x : x, b = y < 0 ? -y : y;
    // From 2^53 on every double is an even integer.
    const int integral = b >= 0x1p53 || (double)(int64_t)b == b;
    const int odd = b < 0x1p53 && integral && ((int64_t)b & 1);
    double result;
    if (a == 1) {
        // Also (-1)^±infinity is 1.
        result = 1;
    } else if (a == 0 || a == infinity) {
        result = (a == 0) == (y < 0) ? infinity : 0;
    } else if (b == infinity) {
        result = (a < 1) == (y < 0) ? infinity : 0;
    } else {
        result = magnitude_to_the(a, y);
    }
    if (to_bits(x) >> 63) {
        if (!integral && a != 0 && a != infinity) return __builtin_nan("");
        if (odd) result = -result;
    }
    return result;
}
