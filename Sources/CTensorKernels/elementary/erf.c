// erf x in double precision.
#include "double_double.h"
#include "elementary.h"
#include "erf_table.h"

// Also without the flag of Package.swift: a contracted product would have other bits.
#pragma clang fp contract(off)

/// The Maclaurin series for 0 <= a < 3/8, its first coefficient 2/sqrt(pi) in two doubles.
static double near_zero(double a) {
    const double high = 0x1.20dd750429b6dp+0, low = 0x1.1ae3a914fed80p-56;
    // The next term is below 2^-55 of the first; exact_product would underflow.
    if (a < 0x1p-28) return a * high;
    const double z = a * a;
    double p = -0x1.51d7181c5d36dp-30;
    p = p * z + 0x1.fcc5720624c1cp-27;
    p = p * z - 0x1.5f742ec43e71ap-23;
    p = p * z + 0x1.b9e6c9dc651a3p-20;
    p = p * z - 0x1.f4d25c3e0c2ebp-17;
    p = p * z + 0x1.f9a326f9b89b7p-14;
    p = p * z - 0x1.c02db40040b86p-11;
    p = p * z + 0x1.565bcd0e6a53fp-8;
    p = p * z - 0x1.b82ce31288b51p-6;
    p = p * z + 0x1.ce2f21a042be2p-4;
    p = p * z - 0x1.812746b0379e7p-2;
    const double_double first = exact_product(a, high);
    return first.high + (first.low + (a * low + a * z * p));
}

double tk_erf(double x) {
    if (x != x) return x;
    const double a = x < 0 ? -x : x;
    double y;
    if (a < 0.375) {
        y = near_zero(a);
    } else if (a > 6) {
        // erfc 6 is below 2^-54.
        y = 1;
    } else {
        const double fourth = nearest_integer(4 * a);
        const double *c = erf_table[(int)fourth - 2];
        const double t = a - 0.25 * fourth;
        double p = c[14];
        for (int n = 13; n >= 2; n--) p = p * t + c[n];
        y = c[0] + (c[1] + t * p);
    }
    // The sign bit, also of -0.
    return from_bits(to_bits(y) | (to_bits(x) & 0x8000000000000000ull));
}
