// e^x in double precision.
#include "exponential.h"

#include "elementary.h"

// Also without the flag of Package.swift: a contracted product would have other bits.
#pragma clang fp contract(off)

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
    return scaled(y, (int64_t)k);
}
