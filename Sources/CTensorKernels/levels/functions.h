// exp, log, log1p, tanh, sigmoid and erf of sixteen floats. Coefficients: scripts/fit-polynomials.py.

TK_INLINE f16 exp16(f16 x) {
    // x = k ln 2 + r; adding 1.5 * 2^23 rounds to the nearest integer and leaves it in the low bits.
    const f16 magic = splat(0x1.8p23f);
    const f16 shifted = fused(x, splat(0x1.715476p0f), magic);
    const f16 k = shifted - magic;
    f16 r = fused(k, splat(-0x1.62e400p-1f), x);
    r = fused(k, splat(-0x1.7f7d1cp-20f), r);
    f16 q = splat(0x1.6a5198p-10f);
    q = fused(q, r, splat(0x1.12397cp-7f));
    q = fused(q, r, splat(0x1.5558acp-5f));
    q = fused(q, r, splat(0x1.555492p-3f));
    q = fused(q, r, splat(0x1.fffffcp-2f));
    const f16 y = splat(1) + fused(r * r, q, r);
    // 2^k in two factors: k reaches 128 before the result overflows.
    const i16 whole = (i16)shifted - (i16)magic;
    const i16 half = whole >> 1;
    const f16 scaled = y * (f16)((half + 127) << 23) * (f16)((whole - half + 127) << 23);
    // Results below the smallest normal number are flushed to zero by a comparison (docs/numerics.md).
    const f16 flushed = choose(x < splat(-0x1.5d589ep6f), splat(0), scaled);
    const f16 bounded = choose(x > splat(0x1.62e42ep6f), splat(__builtin_inff()), flushed);
    return choose(x != x, x, bounded);
}

/// q in log(1 + f) = f - f^2/2 + f^3 q(f), for 1 + f in [sqrt(1/2), sqrt(2)].
TK_INLINE f16 log_polynomial(f16 f) {
    f16 q = splat(0x1.1484e8p-4f);
    q = fused(q, f, splat(-0x1.de1004p-4f));
    q = fused(q, f, splat(0x1.e6c03ep-4f));
    q = fused(q, f, splat(-0x1.fc26acp-4f));
    q = fused(q, f, splat(0x1.233b78p-3f));
    q = fused(q, f, splat(-0x1.555c4ep-3f));
    q = fused(q, f, splat(0x1.99a478p-3f));
    q = fused(q, f, splat(-0x1.000006p-2f));
    return fused(q, f, splat(0x1.555548p-2f));
}

TK_INLINE f16 log16(f16 x) {
    const f16 smallest = splat(0x1p-126f);
    const i16 tiny = x < smallest;
    const f16 scaled = choose(tiny, x * splat(0x1p24f), x);
    // m in [sqrt(1/2), sqrt(2)), x = 2^k m
    const i16 offset = (i16)scaled - 0x3f3504f3;
    i16 k = offset >> 23;
    const f16 m = (f16)((i16)scaled - (i16)((u16)k << 23));
    k -= tiny & 24;
    const f16 f = m - splat(1);
    const f16 q = log_polynomial(f);
    const f16 square = f * f;
    const f16 n = __builtin_convertvector(k, f16);
    f16 y = fused(square * f, q, n * splat(-0x1.05c610p-29f));
    y = fused(square, splat(-0.5f), y);
    f16 result = fused(n, splat(0x1.62e430p-1f), f + y);
    result = choose(x == splat(__builtin_inff()), x, result);
    result = choose(x == splat(0), splat(-__builtin_inff()), result);
    return choose((x < splat(0)) | (x != x), splat(__builtin_nanf("")), result);
}

TK_INLINE f16 log1p16(f16 x) {
    // 1 + x = u + lost exactly; u = 2^k m with m in [sqrt(1/2), sqrt(2)).
    const f16 one = splat(1);
    const f16 u = one + x;
    const f16 other = u - one;
    const f16 lost = (one - (u - other)) + (x - other);
    const i16 offset = (i16)u - 0x3f3504f3;
    const i16 k = offset >> 23;
    const f16 m = (f16)((i16)u - (i16)((u16)k << 23));
    // Where k = 0, f is x itself. Elsewhere what was lost, scaled alike, is added at the end as lost / (1 + f).
    // From 2^25 on it is below an eighth of a unit in the last place, and its scale would leave the range.
    const i16 same = k == 0;
    const f16 f = choose(same, x, m - one);
    const i16 capped = ((k > 25) & 25) | (~(k > 25) & k);
    const f16 scaled = lost * (f16)((127 - capped) << 23);
    const f16 rest = choose(same, splat(0), fused(-scaled, f, scaled));
    const f16 q = log_polynomial(f);
    const f16 square = f * f;
    const f16 n = __builtin_convertvector(k, f16);
    f16 y = fused(square * f, q, fused(n, splat(-0x1.05c610p-29f), rest));
    y = fused(square, splat(-0.5f), y);
    f16 result = fused(n, splat(0x1.62e430p-1f), f + y);
    result = choose((x == splat(0)) | (x == splat(__builtin_inff())), x, result);
    result = choose(x == splat(-1), splat(-__builtin_inff()), result);
    return choose((x < splat(-1)) | (x != x), splat(__builtin_nanf("")), result);
}

TK_INLINE f16 tanh16(f16 x) {
    const f16 a = magnitude(x);
    const f16 z = x * x;
    f16 q = splat(-0x1.9921a0p-8f);
    q = fused(q, z, splat(0x1.58e518p-6f));
    q = fused(q, z, splat(-0x1.b91e7ep-5f));
    q = fused(q, z, splat(0x1.110ceep-3f));
    q = fused(q, z, splat(-0x1.55554ap-2f));
    const f16 near = fused(z * x, q, x);
    const f16 far = splat(1) - splat(2) / (exp16(a + a) + splat(1));
    const f16 signed_far = choose(x < splat(0), -far, far);
    // Also -0 is its own tangent.
    return choose((x != x) | (x == splat(0)), x, choose(a < splat(0.55f), near, signed_far));
}

TK_INLINE f16 sigmoid16(f16 x) {
    // With e = exp(-|x|): 1 / (1 + e) or e / (1 + e). The denominator is known as h + l, and one step corrects
    // the quotient for l and for the rounding of the reciprocal.
    const f16 e = exp16(-magnitude(x));
    const f16 h = splat(1) + e;
    const f16 l = e - (h - splat(1));
    const f16 numerator = choose(x < splat(0), e, splat(1));
    const f16 reciprocal = splat(1) / h;
    const f16 quotient = numerator * reciprocal;
    const f16 left = fused(-quotient, l, fused(-quotient, h, numerator));
    return fused(left, reciprocal, quotient);
}

TK_INLINE f16 erf16(f16 x) {
    const f16 a = magnitude(x);
    const f16 z = x * x;
    f16 q = splat(0x1.48ed6ep-14f);
    q = fused(q, z, splat(-0x1.a491c0p-11f));
    q = fused(q, z, splat(0x1.542c6ap-8f));
    q = fused(q, z, splat(-0x1.b7ff38p-6f));
    q = fused(q, z, splat(0x1.ce2d5ap-4f));
    q = fused(q, z, splat(-0x1.812740p-2f));
    q = fused(q, z, splat(0x1.06eba8p-3f));
    const f16 near = fused(x, q, x);
    const f16 t = choose(a < splat(4), a, splat(4)) - splat(2);
    f16 p = splat(0x1.c23b2ap-19f);
    p = fused(p, t, splat(-0x1.34e202p-18f));
    p = fused(p, t, splat(0x1.577c20p-13f));
    p = fused(p, t, splat(-0x1.7b620ep-11f));
    p = fused(p, t, splat(0x1.d1e27cp-9f));
    p = fused(p, t, splat(-0x1.0dfb3ep-6f));
    p = fused(p, t, splat(-0x1.d8f616p-1f));
    p = fused(p, t, splat(-0x1.1ac322p+2f));
    p = fused(p, t, splat(-0x1.575b32p+2f));
    const f16 far = splat(1) - exp16(p);
    const f16 signed_far = choose(x < splat(0), -far, far);
    return choose(x != x, x, choose(a < splat(0.875f), near, signed_far));
}

#include "functions_wide.h"
