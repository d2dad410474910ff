// Numbers as the unevaluated sum of two doubles, about 2^-104 of relative precision, of + - * / alone.
//
// Algorithms: Dekker 1971, "A floating-point technique for extending the available precision"; Knuth, The Art
// of Computer Programming 2, 4.2.2. No fused multiply-add: plain x86-64 has none, and libm's may be anything.
#ifndef CTENSORKERNELS_DOUBLE_DOUBLE_H
#define CTENSORKERNELS_DOUBLE_DOUBLE_H

#include <float.h>
#include <stdint.h>
#include <string.h>

// Also without the flag of Package.swift: a contracted product would have other bits.
#pragma clang fp contract(off)

_Static_assert(FLT_EVAL_METHOD == 0, "float and double must be evaluated in their own precision");
_Static_assert(DBL_MANT_DIG == 53 && DBL_MAX_EXP == 1024, "double must be binary64");

/// high + low, |low| at most half a unit in the last place of high.
typedef struct {
    double high, low;
} double_double;

static inline double from_bits(uint64_t bits) {
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static inline uint64_t to_bits(double x) {
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

/// The nearest integer, for |x| < 2^51: the addition rounds to nearest even.
static inline double nearest_integer(double x) {
    const double magic = 0x1.8p52;
    return (x + magic) - magic;
}

/// y 2^k for |k| < 2040, rounded at most once unless the result is subnormal; two factors, so that both ends
/// of the range are reached without overflow on the way.
static inline double scaled(double y, int64_t k) {
    const int64_t half = k / 2;
    return y * from_bits((uint64_t)(1023 + half) << 52) * from_bits((uint64_t)(1023 + k - half) << 52);
}

/// a + b exactly, for |a| >= |b|.
static inline double_double ordered_sum(double a, double b) {
    const double high = a + b;
    return (double_double){high, b - (high - a)};
}

/// a + b exactly.
static inline double_double exact_sum(double a, double b) {
    const double high = a + b;
    const double other = high - a;
    return (double_double){high, (a - (high - other)) + (b - other)};
}

/// a b exactly, for factors below 2^995 whose product is above 2^-968.
static inline double_double exact_product(double a, double b) {
    const double splitter = 0x1p27 + 1;
    const double a_scaled = splitter * a, b_scaled = splitter * b;
    const double a_high = a_scaled - (a_scaled - a), b_high = b_scaled - (b_scaled - b);
    const double a_low = a - a_high, b_low = b - b_high;
    const double high = a * b;
    return (double_double){high, ((a_high * b_high - high) + a_high * b_low + a_low * b_high) + a_low * b_low};
}

static inline double_double dd_add(double_double a, double_double b) {
    const double_double sum = exact_sum(a.high, b.high);
    return ordered_sum(sum.high, sum.low + (a.low + b.low));
}

static inline double_double dd_multiply(double_double a, double_double b) {
    const double_double product = exact_product(a.high, b.high);
    return ordered_sum(product.high, product.low + (a.high * b.low + a.low * b.high));
}

/// a / b: a quotient in double, and one of what it leaves.
static inline double_double dd_divide(double_double a, double_double b) {
    const double first = a.high / b.high;
    const double_double taken = dd_multiply((double_double){first, 0}, b);
    const double_double left = dd_add(a, (double_double){-taken.high, -taken.low});
    return ordered_sum(first, (left.high + left.low) / b.high);
}

#endif
