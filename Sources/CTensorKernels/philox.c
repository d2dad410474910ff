#include "philox.h"

#include "elementary.h"

// Also without the flag of Package.swift: a contracted product would have other bits.
#pragma clang fp contract(off)

void tk_philox(const uint32_t counter[4], tk_key key, uint32_t out[4]) {
    uint32_t c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3];
    uint32_t k0 = key.word[0], k1 = key.word[1];
    for (int round = 0; round < 10; round++) {
        const uint64_t p0 = (uint64_t)0xD2511F53u * c0;
        const uint64_t p1 = (uint64_t)0xCD9E8D57u * c2;
        c0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0;
        c1 = (uint32_t)p1;
        c2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
        c3 = (uint32_t)p0;
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    out[0] = c0;
    out[1] = c1;
    out[2] = c2;
    out[3] = c3;
}

double tk_uniform_open(tk_key key, uint64_t step, uint32_t element, uint32_t index) {
    const uint32_t counter[4] = {element, index / 2, (uint32_t)step, (uint32_t)(step >> 32)};
    uint32_t word[4];
    tk_philox(counter, key, word);
    const uint32_t *pair = word + 2 * (index & 1);
    const uint64_t bits = ((uint64_t)pair[0] << 32) | pair[1];
    return ((double)(bits >> 12) + 0.5) * 0x1p-52;
}

double tk_normal(tk_key key, uint64_t step, uint32_t element, uint32_t index) {
    const double u = tk_uniform_open(key, step, element, index);
    const double v = tk_uniform_open(key, step, element, index + 1);
    return __builtin_sqrt(-2.0 * tk_log(u)) * tk_cos(6.283185307179586 * v);
}

/// The logarithm of a Gamma(shape, 1) variate; uses word pairs from *index on.
static double log_gamma_variate(tk_key key, uint64_t step, uint32_t element, uint32_t *index, double shape) {
    double boost = 0;
    double a = shape;
    if (a < 1) {
        boost = tk_log(tk_uniform_open(key, step, element, *index)) / a;
        *index += 1;
        a += 1;
    }
    const double d = a - 1.0 / 3.0;
    const double c = 1.0 / __builtin_sqrt(9.0 * d);
    for (;;) {
        const double x = tk_normal(key, step, element, *index);
        const double u = tk_uniform_open(key, step, element, *index + 2);
        *index += 3;
        const double t = 1.0 + c * x;
        if (t <= 0) continue;
        const double v = t * t * t;
        if (tk_log(u) < 0.5 * x * x + d * (1.0 - v + tk_log(v))) return tk_log(d * v) + boost;
    }
}

double tk_beta(tk_key key, uint64_t step, uint32_t element, double alpha) {
    if (!(alpha > 0)) return 1.0;
    // The limit of infinite alpha; the rejection below would never end.
    if (!(alpha < 1e300)) return 0.5;
    uint32_t index = 0;
    const double x = log_gamma_variate(key, step, element, &index, alpha);
    const double y = log_gamma_variate(key, step, element, &index, alpha);
    return 1.0 / (1.0 + tk_exp(y - x));
}

/// A uniform integer below `bound` by Lemire's multiplication with rejection, hence without bias.
static uint32_t integer_below(tk_key key, uint64_t step, uint32_t element, uint32_t bound) {
    const uint32_t threshold = (uint32_t)(-bound) % bound;
    for (uint32_t attempt = 0;; attempt++) {
        const uint32_t counter[4] = {element, attempt, (uint32_t)step, (uint32_t)(step >> 32)};
        uint32_t word[4];
        tk_philox(counter, key, word);
        for (int i = 0; i < 4; i++) {
            const uint64_t product = (uint64_t)word[i] * bound;
            if ((uint32_t)product >= threshold) return (uint32_t)(product >> 32);
        }
    }
}

void tk_permutation(tk_key key, uint64_t step, int64_t count, float *out) {
    for (int64_t i = 0; i < count; i++) out[i] = (float)i;
    for (int64_t i = count - 1; i > 0; i--) {
        const int64_t j = integer_below(key, step, (uint32_t)i, (uint32_t)(i + 1));
        const float held = out[i];
        out[i] = out[j];
        out[j] = held;
    }
}
