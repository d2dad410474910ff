// 1 / (1 + e^-x) in double precision.
#include "elementary.h"
#include "exponential.h"

// Also without the flag of Package.swift: a contracted product would have other bits.
#pragma clang fp contract(off)

double tk_sigmoid(double x) {
    if (x != x) return x;
    if (x > 40) return 1;
    if (x < -746) return 0;
    int64_t k;
    const double_double one = {1, 0};
    double_double numerator = one;
    double_double e = reduced_expm1((double_double){x < 0 ? x : -x, 0}, &k);
    e = dd_add(one, e);
    // e^-40 is below a quarter of an ulp of 1: the quotient is the numerator.
    if (x < -40) return scaled(e.high, k);
    const double power = from_bits((uint64_t)(1023 + k) << 52);
    e = (double_double){e.high * power, e.low * power};
    if (x < 0) numerator = e;
    return dd_divide(numerator, dd_add(one, e)).high;
}
