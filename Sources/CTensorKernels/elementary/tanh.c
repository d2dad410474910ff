// tanh x in double precision.
#include "elementary.h"
#include "exponential.h"

// Also without the flag of Package.swift: a contracted product would have other bits.
#pragma clang fp contract(off)

double tk_tanh(double x) {
    // Below 2^-28 the next term, x^3/3, is below 2^-57 x; also NaN and -0 are their own.
    if (!(x >= 0x1p-28 || x <= -0x1p-28)) return x;
    if (x > 20) return 1;
    if (x < -20) return -1;
    // tanh x = m / (m + 2), m = e^2x - 1
    int64_t k;
    const double twice = x < 0 ? -2 * x : 2 * x;
    double_double m = reduced_expm1((double_double){twice, 0}, &k);
    if (k != 0) {
        const double power = from_bits((uint64_t)(1023 + k) << 52);
        m = dd_add((double_double){power - 1, 0}, (double_double){m.high * power, m.low * power});
    }
    const double result = dd_divide(m, dd_add((double_double){2, 0}, m)).high;
    return x < 0 ? -result : result;
}
