// ln(1 + x) in double precision.
#include "elementary.h"
#include "logarithm.h"

// Also without the flag of Package.swift: a contracted product would have other bits.
#pragma clang fp contract(off)

double tk_log1p(double x) {
    if (x != x || x < -1) return __builtin_nan("");
    if (x == -1) return -__builtin_inf();
    if (x == __builtin_inf()) return x;
    // Below 2^-54, x is nearer to ln(1 + x) = x - x^2/2 + ... than any other number; also -0 is its own.
    if (x < 0x1p-54 && x > -0x1p-54) return x;
    return dd_log(exact_sum(1, x)).high;
}
