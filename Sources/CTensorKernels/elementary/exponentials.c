// tk_exp for eight doubles at a time: the same operations in the same order, with selections for its branches.
#include "exponentials.h"

#include <string.h>

#include "elementary.h"
#include "exponential.h"

// Also without the flag of Package.swift: a contracted product would have other bits.
#pragma clang fp contract(off)

typedef double d8 __attribute__((vector_size(64), aligned(8)));
typedef int64_t l8 __attribute__((vector_size(64), aligned(8)));
typedef uint64_t ul8 __attribute__((vector_size(64), aligned(8)));

static inline d8 all(double x) { return (d8){x, x, x, x, x, x, x, x}; }

static inline d8 choose(l8 mask, d8 a, d8 b) { return (d8)((mask & (l8)a) | (~mask & (l8)b)); }

static d8 exponential(d8 x) {
    const d8 low_end = all(-745.1332191019412), high_end = all(709.782712893384);
    const d8 bounded = choose(x < low_end, low_end, choose(x > high_end, high_end, x));
    // The nearest integer, also in the low bits of the shifted number.
    const d8 magic = all(0x1.8p52);
    const d8 shifted = bounded * all(0x1.71547652b82fep0) + magic;
    const d8 k = shifted - magic;
    const d8 high = bounded - k * all(ln2_high);
    const d8 low = k * all(ln2_low);
    const d8 r = high - low;
    d8 q = all(1.0 / 87178291200.0);
    q = q * r + all(1.0 / 6227020800.0);
    q = q * r + all(1.0 / 479001600.0);
    q = q * r + all(1.0 / 39916800.0);
    q = q * r + all(1.0 / 3628800.0);
    q = q * r + all(1.0 / 362880.0);
    q = q * r + all(1.0 / 40320.0);
    q = q * r + all(1.0 / 5040.0);
    q = q * r + all(1.0 / 720.0);
    q = q * r + all(1.0 / 120.0);
    q = q * r + all(1.0 / 24.0);
    q = q * r + all(1.0 / 6.0);
    q = q * r + all(0.5);
    const d8 tail = ((high - r) - low) + r * r * q;
    const d8 y = all(1.0) + (r + tail);
    // Two powers of two, so that neither end of the range is passed on the way; only the last product can round.
    // Shifted as unsigned numbers, k + 2048 being positive: SSE2 has no arithmetic shift of 64 bits.
    const ul8 whole = (ul8)shifted - (ul8)magic + 2048;
    const ul8 half = whole >> 1;
    const d8 first = (d8)((half + (1023 - 1024)) << 52), second = (d8)((whole - half + (1023 - 1024)) << 52);
    const d8 result = y * first * second;
    const d8 limited = choose(x < low_end, all(0.0), choose(x > high_end, all(__builtin_inf()), result));
    return choose(x != x, x, limited);
}

void tk_exponentials(const double *in, double *out, int64_t count) {
    int64_t i = 0;
    for (; i + 8 <= count; i += 8) {
        d8 x;
        memcpy(&x, in + i, sizeof x);
        const d8 y = exponential(x);
        memcpy(out + i, &y, sizeof y);
    }
    for (; i < count; i++) out[i] = tk_exp(in[i]);
}
