// Sixteen floats as one value, on every level: one AVX-512 register, two of AVX, four of SSE or NEON.
//
// Included once per level, after TK_FMA_IN_HARDWARE is defined. The width never changes a result: lanes do
// not mix except in the reductions, which use sixteen lanes everywhere.
#include <stdint.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// Also without the flag of Package.swift: a contracted product would have other bits.
#pragma clang fp contract(off)

typedef float f16 __attribute__((vector_size(64), aligned(4)));
typedef int32_t i16 __attribute__((vector_size(64), aligned(4)));
typedef uint32_t u16 __attribute__((vector_size(64), aligned(4)));
typedef uint64_t ul8 __attribute__((vector_size(64), aligned(8)));
typedef float f8 __attribute__((vector_size(32), aligned(4)));
typedef double d8 __attribute__((vector_size(64), aligned(8)));
typedef int64_t l8 __attribute__((vector_size(64), aligned(8)));

#define TK_INLINE static inline __attribute__((always_inline))

TK_INLINE f16 splat(float x) { return (f16){x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x}; }
TK_INLINE f16 load(const float *p) { return *(const f16 *)p; }
TK_INLINE void store(float *p, f16 v) { *(f16 *)p = v; }

#if TK_TILE_VECTORS >= 4 && defined(__x86_64__)
/// The first `count` floats, then zeros; nothing beyond them is touched.
TK_INLINE f16 load_partial(const float *p, int64_t count) {
    return (f16)_mm512_maskz_loadu_ps((__mmask16)((1u << count) - 1), p);
}

TK_INLINE void store_partial(float *p, f16 v, int64_t count) {
    _mm512_mask_storeu_ps(p, (__mmask16)((1u << count) - 1), (__m512)v);
}
#else
/// The first `count` floats, then zeros; nothing beyond them is touched.
TK_INLINE f16 load_partial(const float *p, int64_t count) {
    f16 v = splat(0);
    for (int64_t i = 0; i < count; i++) v[i] = p[i];
    return v;
}

TK_INLINE void store_partial(float *p, f16 v, int64_t count) {
    for (int64_t i = 0; i < count; i++) p[i] = v[i];
}
#endif

/// The first `count` floats, up to sixteen: a whole vector without a mask or a loop.
TK_INLINE f16 load_up_to(const float *p, int64_t count) { return count >= 16 ? load(p) : load_partial(p, count); }

TK_INLINE void store_up_to(float *p, f16 v, int64_t count) {
    if (count >= 16) {
        store(p, v);
    } else {
        store_partial(p, v, count);
    }
}

/// The transpose of a 16 x 16 block: halves of halves are exchanged.
TK_INLINE void transpose16(f16 r[16]) {
#define TK_EXCHANGE(d, low, high)                                        \
    for (int i = 0; i < 16; i++) {                                       \
        if (i & d) continue;                                             \
        const f16 a = r[i], b = r[i | d];                                \
        r[i] = __builtin_shufflevector(a, b, TK_UNPACK low);             \
        r[i | d] = __builtin_shufflevector(a, b, TK_UNPACK high);        \
    }
#define TK_UNPACK(...) __VA_ARGS__
    TK_EXCHANGE(8, (0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23),
                (8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31))
    TK_EXCHANGE(4, (0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 24, 25, 26, 27),
                (4, 5, 6, 7, 20, 21, 22, 23, 12, 13, 14, 15, 28, 29, 30, 31))
    TK_EXCHANGE(2, (0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29),
                (2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31))
    TK_EXCHANGE(1, (0, 16, 2, 18, 4, 20, 6, 22, 8, 24, 10, 26, 12, 28, 14, 30),
                (1, 17, 3, 19, 5, 21, 7, 23, 9, 25, 11, 27, 13, 29, 15, 31))
#undef TK_UNPACK
#undef TK_EXCHANGE
}

/// mask ? a : b, the mask all ones or all zeros per lane.
#if TK_TILE_VECTORS >= 4 && defined(__x86_64__)
TK_INLINE f16 choose(i16 mask, f16 a, f16 b) {
    return (f16)_mm512_mask_blend_ps(_mm512_movepi32_mask((__m512i)mask), (__m512)b, (__m512)a);
}
#else
TK_INLINE f16 choose(i16 mask, f16 a, f16 b) { return (f16)((mask & (i16)a) | (~mask & (i16)b)); }
#endif

#if TK_FMA_IN_HARDWARE
/// a * b + c, rounded once.
TK_INLINE f16 fused(f16 a, f16 b, f16 c) { return __builtin_elementwise_fma(a, b, c); }
#else
// Without the instruction: the product of two floats is exact in double (53 >= 2 * 24 bits); the sum is rounded
// to odd (its last bit set where it was inexact), which makes the second rounding, to float, the right one
// (Boldo & Melquiond 2008, "Emulation of a FMA and correctly rounded sums"; 53 >= 24 + 2 bits).
TK_INLINE f8 fused_half(f8 a, f8 b, f8 c) {
    const d8 product = __builtin_convertvector(a, d8) * __builtin_convertvector(b, d8);
    const d8 addend = __builtin_convertvector(c, d8);
    const d8 sum = product + addend;
    const d8 other = sum - product;
    const d8 error = (product - (sum - other)) + (addend - other);
    const d8 zero = {0, 0, 0, 0, 0, 0, 0, 0};
    const l8 one = {1, 1, 1, 1, 1, 1, 1, 1};
    l8 bits = (l8)sum;
    const l8 inexact = (error > zero) | (error < zero);
    const l8 even = (bits & one) == (one - one);
    // Towards the error: away from zero when error and sum have the same sign.
    const l8 away = (error > zero) == (sum > zero);
    const l8 direction = (away & one) | (~away & -one);
    bits += inexact & even & direction;
    return __builtin_convertvector((d8)bits, f8);
}

TK_INLINE f16 fused(f16 a, f16 b, f16 c) {
    f8 low[3], high[3];
    const f16 *const inputs[3] = {&a, &b, &c};
    for (int i = 0; i < 3; i++) {
        memcpy(&low[i], inputs[i], 32);
        memcpy(&high[i], (const char *)inputs[i] + 32, 32);
    }
    const f8 first = fused_half(low[0], low[1], low[2]);
    const f8 second = fused_half(high[0], high[1], high[2]);
    f16 result;
    memcpy(&result, &first, 32);
    memcpy((char *)&result + 32, &second, 32);
    return result;
}
#endif

/// a where a > b, b where b >= a, and NaN where either is NaN.
#if TK_TILE_VECTORS >= 4 && defined(__x86_64__)
// The instruction gives b where either is NaN.
TK_INLINE f16 larger(f16 a, f16 b) { return choose(a != a, a, (f16)_mm512_max_ps((__m512)a, (__m512)b)); }
TK_INLINE f16 smaller(f16 a, f16 b) { return choose(a != a, a, (f16)_mm512_min_ps((__m512)a, (__m512)b)); }
#else
TK_INLINE f16 larger(f16 a, f16 b) { return choose(a != a, a, choose(a > b, a, b)); }
TK_INLINE f16 smaller(f16 a, f16 b) { return choose(a != a, a, choose(a < b, a, b)); }
#endif

TK_INLINE f16 magnitude(f16 a) {
    return (f16)((i16)a & (i16)(((u16)splat(0) - 1) >> 1));
}

/// 0 where |a| < 2^-126, else a.
TK_INLINE f16 without_subnormals(f16 a) {
#if TK_TILE_VECTORS >= 4 && defined(__x86_64__)
    // Zeros of either sign, and subnormals.
    return (f16)_mm512_mask_blend_ps(_mm512_fpclass_ps_mask((__m512)a, 0x26), (__m512)a, (__m512)splat(0));
#else
    return choose(magnitude(a) < splat(0x1p-126f), splat(0), a);
#endif
}

/// The fixed tree over the sixteen lanes: halves are added until one is left.
TK_INLINE float sum_lanes(f16 v) {
    v += __builtin_shufflevector(v, v, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15);
    v += __builtin_shufflevector(v, v, 4, 5, 6, 7, 4, 5, 6, 7, 4, 5, 6, 7, 4, 5, 6, 7);
    v += __builtin_shufflevector(v, v, 2, 3, 2, 3, 2, 3, 2, 3, 2, 3, 2, 3, 2, 3, 2, 3);
    v += __builtin_shufflevector(v, v, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
    return v[0];
}
