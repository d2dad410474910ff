// Measures the errors of the elementary functions in units in the last place, for docs/numerics.md.
//
//     clang -O2 -ffp-contract=off -Wno-psabi -ISources/CTensorKernels -ISources/CTensorKernels/include
//         Benchmarks/elementary_accuracy.c Sources/CTensorKernels/elementary.c -lm -o accuracy && ./accuracy
//
// Single precision: all 2^32 arguments, against the double functions of the system's library. Double precision:
// random arguments, against its long double functions (64-bit significands). Results below the smallest normal
// number are left out of the maximum: they are flushed or rounded to few bits. Needs AVX2.
#include <immintrin.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "elementary.h"

#define TK_FMA_IN_HARDWARE 1
#define TK_TILE_VECTORS 1
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#include "levels/vector.h"

#include "levels/functions.h"

static f16 apply16(int function, f16 x) {
    switch (function) {
        case 0: return exp16(x);
        case 1: return log16(x);
        case 2: return tanh16(x);
        default: return erf16(x);
    }
}

static double (*const exact[])(double) = {exp, log, tanh, erf};
static const char *const names[] = {"exp", "log", "tanh", "erf"};

static void single(int function) {
    double worst = 0;
    float where = 0;
    long wrong = 0;
    for (uint64_t first = 0; first < (1ull << 32); first += 16) {
        u16 bits;
        for (int i = 0; i < 16; i++) bits[i] = (uint32_t)(first + i);
        const f16 x = (f16)bits;
        const f16 y = apply16(function, x);
        for (int i = 0; i < 16; i++) {
            const double e = exact[function](x[i]);
            const float rounded = (float)e;
            if (rounded != rounded || y[i] != y[i] || isinf(rounded) || isinf(y[i])) {
                // Special values must be special, and only they.
                if (!(rounded != rounded && y[i] != y[i]) && rounded != y[i]) wrong++;
                continue;
            }
            if (fabs(e) < 0x1p-126) {
                if (fabs((double)y[i]) > 0x1p-126) wrong++;
                continue;
            }
            const double ulp = ldexp(1, ilogb(e) - 23);
            const double error = fabs(y[i] - e) / ulp;
            if (error > worst) worst = error, where = x[i];
        }
    }
    printf("| %s | float | all 2^32 | %.3f | %a | %ld |\n", names[function], worst, where, wrong);
    fflush(stdout);
}
#pragma clang attribute pop

static uint64_t state = 88172645463325252ull;
static double uniform01(void) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (double)(state >> 11) * 0x1p-53;
}

static void twice(const char *name, double (*ours)(double), long double (*exact)(long double), double low, double high,
                  int logarithmic) {
    double worst = 0, where = 0;
    for (long i = 0; i < 50000000; i++) {
        double x = low + (high - low) * uniform01();
        if (logarithmic) x = ldexp(1 + uniform01(), (int)x);
        const long double e = exact(x);
        if (fabsl(e) < 0x1p-1022L) continue;
        const double error = (double)(fabsl(ours(x) - e) / ldexpl(1, ilogbl(e) - 52));
        if (error > worst) worst = error, where = x;
    }
    printf("| %s | double | 5e7 in [%g, %g]%s | %.3f | %a | |\n", name, low, high,
           logarithmic ? " as exponents" : "", worst, where);
    fflush(stdout);
}

int main(void) {
    printf("| function | precision | arguments | largest error, ulp | at | special values wrong |\n");
    printf("| --- | --- | --- | --: | --- | --: |\n");
    twice("exp", tk_exp, expl, -708, 709.7, 0);
    twice("exp", tk_exp, expl, -1, 1, 0);
    twice("log", tk_log, logl, 0.5, 2, 0);
    twice("log", tk_log, logl, -1022, 1023, 1);
    twice("sin", tk_sin, sinl, -10, 10, 0);
    twice("sin", tk_sin, sinl, -1e6, 1e6, 0);
    twice("cos", tk_cos, cosl, -10, 10, 0);
    twice("cos", tk_cos, cosl, -1e6, 1e6, 0);
    for (int function = 0; function < 4; function++) single(function);
    return 0;
}
