// Measures the errors of the elementary functions in units in the last place, for docs/numerics.md.
//
//     clang -O2 -ffp-contract=off -Wno-psabi -ISources/CTensorKernels -ISources/CTensorKernels/include
//         Benchmarks/elementary_accuracy.c Sources/CTensorKernels/elementary/*.c -lm -o accuracy
//     ./accuracy [stride]
//
// Single precision: all 2^32 arguments, against the double functions of the system's library. x^y: all 2^32
// arguments for each of six y, and all 2^32 pairs of floats whose lower 16 bits are zero. Double precision:
// random arguments, against the system's long double functions (64-bit significands on x86). The unit is that of
// the binade of the exact value, 2^-149 and 2^-1074 for subnormal ones. A stride above 1 visits only every
// stride-th argument. Needs AVX2; half an hour. elementary_accuracy.py checks the worst cases by mpmath.
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

static uint64_t stride = 1;

typedef struct {
    double worst;
    double x, y;
    // Results that are not as special as they must be: NaN, infinity, the sign of a zero.
    long wrong;
    // Results of 0 where the exact one is subnormal.
    long flushed;
} tally;

static double sigmoid(double x) { return x < 0 ? exp(x) / (1 + exp(x)) : 1 / (1 + exp(-x)); }

static void compare(tally *t, float result, double exact, double x, double y) {
    const float rounded = (float)exact;
    if (rounded != rounded || result != result) {
        t->wrong += !(rounded != rounded && result != result);
    } else if (exact == 0) {
        t->wrong += result != 0 || signbit(result) != signbit(exact);
    } else if (isinf(rounded) || isinf(result)) {
        t->wrong += rounded != result;
    } else if (result == 0 && fabs(exact) < 0x1p-126) {
        t->flushed += rounded != 0;
        t->wrong += signbit(result) != signbit(exact);
    } else {
        uint64_t bits;
        memcpy(&bits, &exact, sizeof bits);
        int64_t exponent = (int64_t)((bits >> 52) & 0x7ff) - 1023;
        if (exponent < -126) exponent = -126;
        bits = (uint64_t)(1023 + 23 - exponent) << 52;
        double units;
        memcpy(&units, &bits, sizeof units);
        const double error = fabs(result - exact) * units;
        if (error > t->worst) t->worst = error, t->x = x, t->y = y;
    }
}

static void print(const char *name, const char *domain, tally t, int binary) {
    if (binary) {
        printf("| %s | float | %s | %.3f | %a, %a | %ld | %ld |\n", name, domain, t.worst, t.x, t.y, t.wrong, t.flushed);
    } else {
        printf("| %s | float | %s | %.3f | %a | %ld | %ld |\n", name, domain, t.worst, t.x, t.wrong, t.flushed);
    }
    fflush(stdout);
}

#define TK_SINGLE(name, kernel, exact)                                             \
    do {                                                                           \
        tally t = {0};                                                             \
        for (uint64_t first = 0; first < 1ull << 32; first += 16 * stride) {       \
            u16 bits;                                                              \
            for (int i = 0; i < 16; i++) bits[i] = (uint32_t)(first + i * stride); \
            const f16 x = (f16)bits;                                               \
            const f16 result = kernel(x);                                          \
            for (int i = 0; i < 16; i++) compare(&t, result[i], exact(x[i]), x[i], 0); \
        }                                                                          \
        print(name, "all", t, 0);                                                  \
    } while (0)

static void fixed_power(float y, const char *domain) {
    tally t = {0};
    for (uint64_t first = 0; first < 1ull << 32; first += 16 * stride) {
        u16 bits;
        for (int i = 0; i < 16; i++) bits[i] = (uint32_t)(first + i * stride);
        const f16 x = (f16)bits;
        const f16 result = power16(x, splat(y));
        for (int i = 0; i < 16; i++) compare(&t, result[i], pow(x[i], y), x[i], y);
    }
    print("pow", domain, t, 1);
}

static void grid_power(void) {
    tally t = {0};
    for (uint64_t first = 0; first < 1ull << 32; first += 16 * stride) {
        u16 a, b;
        for (int i = 0; i < 16; i++) {
            const uint32_t pair = (uint32_t)(first + i * stride);
            a[i] = pair & 0xffff0000u;
            b[i] = pair << 16;
        }
        const f16 x = (f16)a, y = (f16)b;
        const f16 result = power16(x, y);
        for (int i = 0; i < 16; i++) compare(&t, result[i], pow(x[i], y[i]), x[i], y[i]);
    }
    print("pow", "all pairs of bfloat16 numbers", t, 1);
}

static void single(void) {
    TK_SINGLE("exp", exp16, exp);
    TK_SINGLE("log", log16, log);
    TK_SINGLE("log1p", log1p16, log1p);
    TK_SINGLE("tanh", tanh16, tanh);
    TK_SINGLE("sigmoid", sigmoid16, sigmoid);
    TK_SINGLE("erf", erf16, erf);
    TK_SINGLE("sin", sin16, sin);
    TK_SINGLE("cos", cos16, cos);
    TK_SINGLE("sqrt", __builtin_elementwise_sqrt, sqrt);
    fixed_power(-1, "all x, y = -1");
    fixed_power(0.5f, "all x, y = 1/2");
    fixed_power(3, "all x, y = 3");
    fixed_power(0x1.555556p-2f, "all x, y = 0x1.555556p-2");
    fixed_power(-2.7f, "all x, y = -0x1.59999ap+1");
    fixed_power(0x1.6p20f, "all x, y = 0x1.6p+20");
    grid_power();
}

/// One value, for elementary_accuracy.py, which loads this file as a library.
float single_value(const char *name, float x, float y) {
    const f16 a = splat(x);
    if (!strcmp(name, "exp")) return exp16(a)[0];
    if (!strcmp(name, "log")) return log16(a)[0];
    if (!strcmp(name, "log1p")) return log1p16(a)[0];
    if (!strcmp(name, "tanh")) return tanh16(a)[0];
    if (!strcmp(name, "sigmoid")) return sigmoid16(a)[0];
    if (!strcmp(name, "erf")) return erf16(a)[0];
    if (!strcmp(name, "sin")) return sin16(a)[0];
    if (!strcmp(name, "cos")) return cos16(a)[0];
    if (!strcmp(name, "sqrt")) return __builtin_elementwise_sqrt(a)[0];
    return power16(a, splat(y))[0];
}
#pragma clang attribute pop

static uint64_t state = 88172645463325252ull;
static double uniform01(void) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (double)(state >> 11) * 0x1p-53;
}

/// The error of `ours` against a long double, in units of the binade of the latter.
static double error_of(double ours, long double exact) {
    int exponent = ilogbl(exact);
    if (exponent < -1022) exponent = -1022;
    return (double)fabsl(ldexpl((long double)ours - exact, 52 - exponent));
}

enum { uniformly, by_exponent, near_quarter_turns };

static void twice(const char *name, double (*ours)(double), long double (*exact)(long double), double low, double high,
                  int kind, const char *domain) {
    double worst = 0, where = 0;
    for (long i = 0; i < 50000000; i += (long)stride) {
        double x = low + (high - low) * uniform01();
        if (kind == by_exponent) x = ldexp(1 + uniform01(), (int)x);
        if (kind == near_quarter_turns) x = (double)(rintl((long double)x) * 1.5707963267948966192L);
        const long double e = exact(x);
        if (e == 0 || isinf(e)) continue;
        const double error = error_of(ours(x), e);
        if (error > worst) worst = error, where = x;
    }
    printf("| %s | double | %s | %.3f | %a | – | – |\n", name, domain, worst, where);
    fflush(stdout);
}

static void twice_power(int kind, const char *domain) {
    double worst = 0, x = 0, y = 0;
    for (long i = 0; i < 50000000; i += (long)stride) {
        double a, b;
        if (kind == uniformly) {
            a = 4 * uniform01();
            b = 40 * uniform01() - 20;
        } else {
            // Results over the whole range, subnormal ones included.
            a = ldexp(1 + uniform01(), (int)(2096 * uniform01()) - 1074);
            if (kind == near_quarter_turns) a = 1 + ldexp(uniform01() - 0.5, -(int)(40 * uniform01()));
            b = (1454 * uniform01() - 745) / log(a);
        }
        const long double e = powl(a, b);
        if (!(e > 0) || e > 0x1.fffffffffffffp1023L) continue;
        const double error = error_of(tk_pow(a, b), e);
        if (error > worst) worst = error, x = a, y = b;
    }
    printf("| pow | double | %s | %.3f | %a, %a | – | – |\n", domain, worst, x, y);
    fflush(stdout);
}

static long double sigmoidl(long double x) { return x < 0 ? expl(x) / (1 + expl(x)) : 1 / (1 + expl(-x)); }

int main(int count, char **words) {
    if (count > 1) stride = strtoull(words[1], 0, 10);
    printf("| function | type | arguments | largest error (ulp) | at | special values wrong | flushed |\n");
    printf("| :-- | :-- | :-- | --: | :-- | --: | --: |\n");
    twice("exp", tk_exp, expl, -745.1, 709.78, uniformly, "-745.1 to 709.78");
    twice("exp", tk_exp, expl, -1, 1, uniformly, "-1 to 1");
    twice("log", tk_log, logl, 0.5, 2, uniformly, "1/2 to 2");
    twice("log", tk_log, logl, -1074, 1023, by_exponent, "2^-1074 to 2^1024");
    twice("log1p", tk_log1p, log1pl, -1, 1, uniformly, "-1 to 1");
    twice("log1p", tk_log1p, log1pl, -1074, 1023, by_exponent, "2^-1074 to 2^1024");
    twice("tanh", tk_tanh, tanhl, -20, 20, uniformly, "-20 to 20");
    twice("tanh", tk_tanh, tanhl, -1074, 4, by_exponent, "2^-1074 to 2^4");
    twice("sigmoid", tk_sigmoid, sigmoidl, -745.1, 40, uniformly, "-745.1 to 40");
    twice("sigmoid", tk_sigmoid, sigmoidl, -2, 2, uniformly, "-2 to 2");
    twice("erf", tk_erf, erfl, -6, 6, uniformly, "-6 to 6");
    twice("erf", tk_erf, erfl, -1074, 2, by_exponent, "2^-1074 to 2^2");
    twice("sin", tk_sin, sinl, -10, 10, uniformly, "-10 to 10");
    twice("sin", tk_sin, sinl, -1e6, 1e6, uniformly, "-10^6 to 10^6");
    twice("sin", tk_sin, sinl, -1e12, 1e12, near_quarter_turns, "next to multiples of pi/2 to 10^12");
    twice("sin", tk_sin, sinl, -1074, 1023, by_exponent, "2^-1074 to 2^1024");
    twice("cos", tk_cos, cosl, -10, 10, uniformly, "-10 to 10");
    twice("cos", tk_cos, cosl, -1e6, 1e6, uniformly, "-10^6 to 10^6");
    twice("cos", tk_cos, cosl, -1e12, 1e12, near_quarter_turns, "next to multiples of pi/2 to 10^12");
    twice("cos", tk_cos, cosl, -1074, 1023, by_exponent, "2^-1074 to 2^1024");
    twice("sqrt", tk_sqrt, sqrtl, -1074, 1023, by_exponent, "2^-1074 to 2^1024");
    twice_power(uniformly, "0 to 4, -20 to 20");
    twice_power(by_exponent, "2^-1074 to 2^1022, all results");
    twice_power(near_quarter_turns, "x next to 1, all results");
    single();
    return 0;
}
