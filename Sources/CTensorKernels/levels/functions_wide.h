// sin, cos and x^y of sixteen floats, computed in double and rounded once: reductions that need more than 24 bits.
//
// Of + - * / of doubles alone, which every level has; no fused step, which plain x86-64 has not.

typedef uint64_t ul8 __attribute__((vector_size(64), aligned(8)));

TK_INLINE d8 splat8(double x) { return (d8){x, x, x, x, x, x, x, x}; }
TK_INLINE l8 whole8(int64_t x) { return (l8){x, x, x, x, x, x, x, x}; }

/// mask ? a : b, the mask all ones or all zeros per lane.
TK_INLINE d8 choose8(l8 mask, d8 a, d8 b) { return (d8)((mask & (l8)a) | (~mask & (l8)b)); }

TK_INLINE d8 magnitude8(d8 a) { return (d8)((l8)a & whole8(0x7fffffffffffffff)); }

TK_INLINE d8 lower_half(f16 v) {
    return __builtin_convertvector(__builtin_shufflevector(v, v, 0, 1, 2, 3, 4, 5, 6, 7), d8);
}

TK_INLINE d8 upper_half(f16 v) {
    return __builtin_convertvector(__builtin_shufflevector(v, v, 8, 9, 10, 11, 12, 13, 14, 15), d8);
}

TK_INLINE f16 joined(d8 low, d8 high) {
    return __builtin_shufflevector(__builtin_convertvector(low, f8), __builtin_convertvector(high, f8), 0, 1, 2, 3, 4,
                                   5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
}

/// sin(x + quarter pi/2) of floats below 2^20 in magnitude.
TK_INLINE d8 sin_shifted8(d8 x, int64_t quarter) {
    // Adding 1.5 * 2^52 rounds to the nearest integer and leaves it in the low bits. With 33 bits of pi/2 in the
    // first part, k < 2^20 times it is exact, and so is the difference; what the second part loses is 2^-66.
    const d8 magic = splat8(0x1.8p52);
    const d8 shifted = x * splat8(0x1.45f306dc9c883p-1) + magic;
    const d8 k = shifted - magic;
    const d8 r = (x - k * splat8(0x1.921fb54400000p+0)) - k * splat8(0x1.0b4611a626331p-34);
    const d8 z = r * r;
    // Taylor: the next terms are below 2^-36 and 2^-32 of the result.
    d8 s = splat8(-1.0 / 39916800.0);
    s = s * z + splat8(1.0 / 362880.0);
    s = s * z - splat8(1.0 / 5040.0);
    s = s * z + splat8(1.0 / 120.0);
    s = s * z - splat8(1.0 / 6.0);
    s = r + r * z * s;
    d8 c = splat8(-1.0 / 3628800.0);
    c = c * z + splat8(1.0 / 40320.0);
    c = c * z - splat8(1.0 / 720.0);
    c = c * z + splat8(1.0 / 24.0);
    c = c * z - splat8(0.5);
    c = splat8(1) + z * c;
    const l8 quarters = (l8)shifted + quarter;
    const d8 y = choose8((quarters & 1) == 1, c, s);
    return (d8)((ul8)y ^ ((ul8)(quarters & 2) << 62));
}

/// The lanes for which `exact` is needed are found together and computed one by one; a lane's result depends
/// on its own argument alone.
TK_INLINE f16 with_large_arguments(f16 x, f16 y, double (*exact)(double)) {
    const i16 large = ~(magnitude(x) < splat(0x1p20f));
    if (__builtin_reduce_or(large)) {
        for (int i = 0; i < 16; i++) {
            if (large[i]) y[i] = (float)exact((double)x[i]);
        }
    }
    return y;
}

TK_INLINE f16 sin16(f16 x) {
    const f16 y = joined(sin_shifted8(lower_half(x), 0), sin_shifted8(upper_half(x), 0));
    // -0 is its own sine.
    return choose(x == splat(0), x, with_large_arguments(x, y, tk_sin));
}

TK_INLINE f16 cos16(f16 x) {
    const f16 y = joined(sin_shifted8(lower_half(x), 1), sin_shifted8(upper_half(x), 1));
    return with_large_arguments(x, y, tk_cos);
}

/// log2 of a float above 0; infinity and NaN are their own. Its relative error is below 2^-48.
TK_INLINE d8 log2_8(d8 a) {
    // a = 2^k m, m in [sqrt(1/2), sqrt(2)); the bits of floats as doubles stay above those of 2^-150.
    const ul8 offset = (ul8)((l8)a - whole8(0x3fe6a09e667f3bcd) + whole8((int64_t)1024 << 52));
    const l8 biased = (l8)(offset >> 52);
    const d8 m = (d8)((ul8)a - ((ul8)(biased - 1024) << 52));
    // The integer in the low bits of 2^52.
    const d8 k = (d8)(biased | whole8(0x4330000000000000)) - splat8(0x1p52 + 1024);
    // log2(1+f) = 2/ln 2 s (1 + z/3 + z^2/5 + ...), s = f/(2+f), z = s^2 <= 0.0295
    const d8 f = m - splat8(1);
    const d8 s = f / (splat8(2) + f);
    const d8 z = s * s;
    d8 q = splat8(1.0 / 17.0);
    q = q * z + splat8(1.0 / 15.0);
    q = q * z + splat8(1.0 / 13.0);
    q = q * z + splat8(1.0 / 11.0);
    q = q * z + splat8(1.0 / 9.0);
    q = q * z + splat8(1.0 / 7.0);
    q = q * z + splat8(1.0 / 5.0);
    q = q * z + splat8(1.0 / 3.0);
    q = q * z + splat8(1);
    const d8 y = k + s * splat8(0x1.71547652b82fep+1) * q;
    return choose8(a < splat8(__builtin_inf()), y, a);
}

/// 2^t for |t| <= 200, with a relative error below 2^-36.
TK_INLINE d8 exp2_8(d8 t) {
    const d8 magic = splat8(0x1.8p52);
    const d8 shifted = t + magic;
    const d8 r = (t - (shifted - magic)) * splat8(0x1.62e42fefa39efp-1);
    d8 q = splat8(1.0 / 362880.0);
    q = q * r + splat8(1.0 / 40320.0);
    q = q * r + splat8(1.0 / 5040.0);
    q = q * r + splat8(1.0 / 720.0);
    q = q * r + splat8(1.0 / 120.0);
    q = q * r + splat8(1.0 / 24.0);
    q = q * r + splat8(1.0 / 6.0);
    q = q * r + splat8(0.5);
    q = q * r + splat8(1);
    q = q * r + splat8(1);
    return q * (d8)((ul8)((l8)shifted - (l8)magic + 1023) << 52);
}

TK_INLINE d8 power8(d8 x, d8 y) {
    const d8 zero = splat8(0), one = splat8(1), infinity = splat8(__builtin_inf());
    const d8 a = magnitude8(x), b = magnitude8(y);
    const d8 logarithm = choose8(a == zero, -infinity, log2_8(a));
    d8 t = y * logarithm;
    // Beyond, the result is infinite or zero as a float.
    t = choose8(t > splat8(200), splat8(200), t);
    t = choose8(t < splat8(-200), splat8(-200), t);
    d8 result = exp2_8(t);
    // A NaN, from 0 times infinity or from an argument, would be lost in exp2_8.
    result = choose8(t != t, t, result);
    // Every float from 2^24 on is an even integer.
    const d8 magic = splat8(0x1.8p52);
    const d8 shifted = choose8(b < splat8(0x1p24), y, zero) + magic;
    const l8 integral = (b >= splat8(0x1p24)) | ((shifted - magic) == y);
    const l8 odd = integral & (((l8)shifted & 1) == 1);
    const l8 negative = (l8)x < 0;
    result = (d8)((l8)result ^ (negative & odd & (l8)splat8(-0.0)));
    result = choose8((x < zero) & ~integral & (a < infinity), splat8(__builtin_nan("")), result);
    result = choose8((a == one) & (b == infinity), one, result);
    return choose8((x == one) | (y == zero), one, result);
}

TK_INLINE f16 power16(f16 x, f16 y) {
    return joined(power8(lower_half(x), lower_half(y)), power8(upper_half(x), upper_half(y)));
}
