// e^x beyond double precision, for the functions that are built on it.
#ifndef CTENSORKERNELS_EXPONENTIAL_H
#define CTENSORKERNELS_EXPONENTIAL_H

#include "double_double.h"

// ln 2 = high + low + lower, high with 32 trailing zero bits so that k * high is exact for |k| < 2^20.
static const double ln2_high = 0x1.62e42fee00000p-1;
static const double ln2_low = 0x1.a39ef35793c76p-33;
static const double ln2_lower = 0x1.cc01f97b57a08p-87;

/// e with e^x = 2^k (1 + e), |e| < 0.42, for |x| < 1000; its relative error is below 2^-70.
///
/// With k = 0, which is where |x| < 0.34, 1 + e needs not be formed: e is e^x - 1.
static inline double_double reduced_expm1(double_double x, int64_t *k) {
    const double n = nearest_integer(x.high * 0x1.71547652b82fep0);
    *k = (int64_t)n;
    double_double r = exact_sum(x.high - n * ln2_high, x.low);
    if (n != 0) {
        const double_double middle = exact_product(n, -ln2_low);
        r = dd_add(r, (double_double){middle.high, middle.low - n * ln2_lower});
    }
    // e = r (1 + r (1/2 + r (1/6 + ...))); the terms from r^7/7! on are below 2^-21 r, so double suffices.
    double q = 1.0 / 6402373705728000.0;
    q = q * r.high + 1.0 / 355687428096000.0;
    q = q * r.high + 1.0 / 20922789888000.0;
    q = q * r.high + 1.0 / 1307674368000.0;
    q = q * r.high + 1.0 / 87178291200.0;
    q = q * r.high + 1.0 / 6227020800.0;
    q = q * r.high + 1.0 / 479001600.0;
    q = q * r.high + 1.0 / 39916800.0;
    q = q * r.high + 1.0 / 3628800.0;
    q = q * r.high + 1.0 / 362880.0;
    q = q * r.high + 1.0 / 40320.0;
    q = q * r.high + 1.0 / 5040.0;
    // 1/720, 1/120, 1/24, 1/6, 1/2, 1
    static const double_double inverse_factorials[6] = {
        {0x1.6c16c16c16c17p-10, -0x1.f49f49f49f49fp-65}, {0x1.1111111111111p-7, 0x1.1111111111111p-63},
        {0x1.5555555555555p-5, 0x1.5555555555555p-59},   {0x1.5555555555555p-3, 0x1.5555555555555p-57},
        {0.5, 0},                                        {1, 0},
    };
    double_double e = {q, 0};
    for (int i = 0; i < 6; i++) e = dd_add(dd_multiply(e, r), inverse_factorials[i]);
    return dd_multiply(e, r);
}

#endif
