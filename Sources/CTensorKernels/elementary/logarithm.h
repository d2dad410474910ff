// ln x beyond double precision, for the functions that are built on it.
#ifndef CTENSORKERNELS_LOGARITHM_H
#define CTENSORKERNELS_LOGARITHM_H

#include "exponential.h"

/// ln x for positive normal x with a relative error below 2^-70.
static inline double_double dd_log(double_double x) {
    // x = 2^k m, m in [sqrt(1/2), sqrt(2)), up to the low part
    int64_t k = (int64_t)(to_bits(x.high) >> 52) - 1023;
    if (from_bits((to_bits(x.high) & 0x000fffffffffffffull) | 0x3ff0000000000000ull) > 0x1.6a09e667f3bcdp0) k += 1;
    const double_double f = exact_sum(scaled(x.high, -k) - 1, scaled(x.low, -k));
    // log(1+f) = 2 s (1 + z/3 + z^2/5 + ...), s = f/(2+f), z = s^2 <= 0.0295; the terms from z^4/9 on are
    // below 2^-23, so double suffices.
    const double_double s = dd_divide(f, dd_add((double_double){2, 0}, f));
    const double_double z = dd_multiply(s, s);
    double q = 1.0 / 31.0;
    q = q * z.high + 1.0 / 29.0;
    q = q * z.high + 1.0 / 27.0;
    q = q * z.high + 1.0 / 25.0;
    q = q * z.high + 1.0 / 23.0;
    q = q * z.high + 1.0 / 21.0;
    q = q * z.high + 1.0 / 19.0;
    q = q * z.high + 1.0 / 17.0;
    q = q * z.high + 1.0 / 15.0;
    q = q * z.high + 1.0 / 13.0;
    q = q * z.high + 1.0 / 11.0;
    q = q * z.high + 1.0 / 9.0;
    // 1/7, 1/5, 1/3, 1
    static const double_double odd_reciprocals[4] = {
        {0x1.2492492492492p-3, 0x1.2492492492492p-57},
        {0x1.999999999999ap-3, -0x1.999999999999ap-57},
        {0x1.5555555555555p-2, 0x1.5555555555555p-56},
        {1, 0},
    };
    double_double series = {q, 0};
    for (int i = 0; i < 4; i++) series = dd_add(dd_multiply(series, z), odd_reciprocals[i]);
    const double_double mantissa = dd_multiply((double_double){2 * s.high, 2 * s.low}, series);
    if (k == 0) return mantissa;
    const double n = (double)k;
    const double_double middle = exact_product(n, ln2_low);
    const double_double power = dd_add((double_double){n * ln2_high, 0},
                                       (double_double){middle.high, middle.low + n * ln2_lower});
    return dd_add(power, mantissa);
}

#endif
