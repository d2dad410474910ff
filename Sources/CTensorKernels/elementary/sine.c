// sin x and cos x in double precision, for every finite x.
#include "double_double.h"
#include "elementary.h"
#include "two_over_pi.h"

// Also without the flag of Package.swift: a contracted product would have other bits.
#pragma clang fp contract(off)

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

/// x - n pi/2 for the nearest integer n, of which the last two bits are returned; |x| > pi/4.
///
/// Payne and Hanek 1983, "Radian reduction for trigonometric functions", in integers: of 2/pi those 192 bits
/// are multiplied that decide x 2/pi modulo 4 and 190 bits after its point; the error is below 2^-137. No double
/// is nearer to a multiple of pi/2 than 2^-62 pi/2, by the continued fractions of 2^e 2/pi.
static int64_t reduce(double x, double_double *r) {
    const uint64_t bits = to_bits(x);
    const uint64_t significand = (bits & 0x000fffffffffffffull) | 0x0010000000000000ull;
    // |x| = significand 2^e; the bit with the weight 2^(1-e), which contributes 2, stands at 62 + e.
    const int64_t first = 62 + (int64_t)((bits >> 52) & 0x7ff) - 1075;
    const uint64_t *word = two_over_pi + first / 64;
    const int shift = (int)(first % 64);
    uint64_t window[3];
    for (int i = 0; i < 3; i++) window[i] = shift ? word[i] << shift | word[i + 1] >> (64 - shift) : word[i];
    const unsigned __int128 lowest = (unsigned __int128)significand * window[2];
    const unsigned __int128 middle = (unsigned __int128)significand * window[1] + (uint64_t)(lowest >> 64);
    uint64_t a = significand * window[0] + (uint64_t)(middle >> 64), b = (uint64_t)middle, c = (uint64_t)lowest;
    // Two bits before the point; the rest rounds to the nearest integer and becomes a signed fraction.
    int64_t quarters = (int64_t)(a >> 62);
    a <<= 2, a |= b >> 62, b <<= 2, b |= c >> 62, c <<= 2;
    const int negative = (int)(a >> 63);
    if (negative) {
        quarters += 1;
        c = ~c + 1;
        b = ~b + (c == 0);
        a = ~a + (c == 0 && b == 0);
    }
    // The fraction a, b, c is not zero, and above 2^-64.
    const int zeros = a ? __builtin_clzll(a) : 64;
    if (zeros == 64) a = b, b = c, c = 0;
    if (zeros % 64) {
        a = a << zeros | b >> (64 - zeros);
        b = b << zeros | c >> (64 - zeros);
    }
    const double unit = from_bits((uint64_t)(1023 - 64 - zeros) << 52);
    const double sign = negative != (int)(bits >> 63) ? -1 : 1;
    const double_double fraction = {
        sign * (double)(int64_t)(a >> 11) * 0x1p11 * unit,
        sign * (double)(int64_t)((a & 0x7ff) << 52 | b >> 12) * 0x1p-52 * unit,
    };
    *r = dd_multiply(fraction, (double_double){0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54});
    return bits >> 63 ? -quarters : quarters;
}

/// sin(x + quarter pi/2)
static double sin_shifted(double x, int64_t quarter) {
    const double a = x < 0 ? -x : x;
    if (!(a < __builtin_inf())) return __builtin_nan("");
    double_double r = {x, 0};
    if (a > 0x1.921fb54442d18p-1) quarter += reduce(x, &r);
    switch (quarter & 3) {
        case 0: return sin_polynomial(r.high, r.low);
        case 1: return cos_polynomial(r.high, r.low);
        case 2: return -sin_polynomial(r.high, r.low);
        default: return -cos_polynomial(r.high, r.low);
    }
}

double tk_sin(double x) { return x == 0 ? x : sin_shifted(x, 0); }
double tk_cos(double x) { return sin_shifted(x, 1); }
