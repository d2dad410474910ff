// Standard normals, eight elements at a time: the operations of tk_normal, tk_log and tk_cos in their order, so that
// every bit is theirs. Branches are selections here, and the arguments that a draw cannot have are left out.

#include "../elementary/exponential.h"

/// tk_log of normal numbers above 0.
TK_INLINE d8 log8(d8 x) {
    const ul8 fraction = ((ul8)x & 0x000fffffffffffffull) | 0x3ff0000000000000ull;
    const l8 large = (d8)fraction > splat8(0x1.6a09e667f3bcdp0);
    const d8 m = choose8(large, (d8)fraction * splat8(0.5), (d8)fraction);
    // The exponent as the low bits of 1.5 * 2^52, which the subtraction takes away exactly.
    const d8 magic = splat8(0x1.8p52);
    const d8 n = (d8)(((ul8)x >> 52) - 1023 - (ul8)large + (ul8)magic) - magic;
    const d8 f = m - splat8(1.0);
    const d8 s = f / (splat8(2.0) + f);
    const d8 z = s * s;
    d8 r = splat8(2.0 / 25.0);
    r = r * z + splat8(2.0 / 23.0);
    r = r * z + splat8(2.0 / 21.0);
    r = r * z + splat8(2.0 / 19.0);
    r = r * z + splat8(2.0 / 17.0);
    r = r * z + splat8(2.0 / 15.0);
    r = r * z + splat8(2.0 / 13.0);
    r = r * z + splat8(2.0 / 11.0);
    r = r * z + splat8(2.0 / 9.0);
    r = r * z + splat8(2.0 / 7.0);
    r = r * z + splat8(2.0 / 5.0);
    r = r * z + splat8(2.0 / 3.0);
    r = r * z;
    const d8 half_square = splat8(0.5) * f * f;
    return n * splat8(ln2_high) - ((half_square - (s * (half_square + r) + n * splat8(ln2_low))) - f);
}

/// The reduction of tk_cos for 1/2 <= x < 8: x - quarters pi/2 = high + low. Of `quarters` the last two bits count.
TK_INLINE ul8 reduce8(d8 x, d8 *high, d8 *low) {
    // By the exponent of x, the scalar function multiplies the significand by the first 137 to 140 bits of 2/pi. Here
    // the significand is shifted instead and the 137 bits are constant; what more bits have beyond them, 1, 3 or 6,
    // is added times the significand.
    const ul8 low28 = (ul8){} + 0xfffffffu, exponent = (ul8)x >> 52;
    const ul8 significand = ((ul8)x & 0x000fffffffffffffull) | 0x0010000000000000ull;
    const ul8 shifted = significand << (exponent - 1022);
    const ul8 beyond = shifted - significand - ((ul8)(exponent == (ul8){} + 1025) & significand);
    // Digits of 28 bits: no sum of two products and a carry reaches 2^64.
    const ul8 x0 = shifted & low28, x1 = (shifted >> 28) & low28;
    const uint64_t w0 = 0x9bb81b6, w1 = 0xafa3ea6, w2 = 0xa53f84e, w3 = 0xdc9c882, w4 = 0x145f306;
    const ul8 p0 = x0 * w0 + beyond;
    const ul8 p1 = x0 * w1 + x1 * w0 + (p0 >> 28);
    const ul8 p2 = x0 * w2 + x1 * w1 + (p1 >> 28);
    const ul8 p3 = x0 * w3 + x1 * w2 + (p2 >> 28);
    const ul8 p4 = x0 * w4 + x1 * w3 + (p3 >> 28);
    const ul8 p5 = x1 * w4 + (p4 >> 28);
    // The two bits before the point are those from bit 190 on; the 190 after it go to the upper ends of a, b, c.
    ul8 a = ((p4 & low28) >> 14) | (p5 << 14);
    ul8 b = ((p2 & low28) >> 6) | ((p3 & low28) << 22) | (p4 << 50);
    ul8 c = ((p0 & low28) << 2) | ((p1 & low28) << 30) | (p2 << 58);
    const ul8 negative = (ul8)((l8)a < 0);
    const ul8 quarters = (p5 >> 50) - negative;
    c = (c ^ negative) - negative;
    const ul8 carry = negative & (ul8)(c == 0);
    b = (b ^ negative) - carry;
    a = (a ^ negative) - (carry & (ul8)(b == 0));
    // 1 <= zeros <= 54, which is that of the double next to pi/2. With the bit after its first one cleared a number
    // does not round up to a power of two, so the conversion tells where that first one is.
    const ul8 zeros = 1086 - ((ul8)__builtin_convertvector(a & ~(a >> 1), d8) >> 52);
    a = (a << zeros) | (b >> (64 - zeros));
    b = (b << zeros) | (c >> (64 - zeros));
    // high has 53 bits of a, whose first is 1; low the next 63, rounded. The scalar factors are powers of two.
    const ul8 sign = negative & 0x8000000000000000ull;
    const d8 first = (d8)(((a >> 11) & 0x000fffffffffffffull) | ((1022 - zeros) << 52) | sign);
    const d8 rest = __builtin_convertvector(((a & 0x7ff) << 52) | (b >> 12), d8);
    const d8 second = rest * (d8)(((1023 - 116 - zeros) << 52) | sign);
    // dd_multiply by pi/2.
    const double splitter = 0x1p27 + 1, factor = 0x1.921fb54442d18p+0, factor_low = 0x1.1a62633145c07p-54;
    const double factor_scaled = splitter * factor, factor_first = factor_scaled - (factor_scaled - factor);
    const d8 b_high = splat8(factor_first), b_low = splat8(factor - factor_first);
    const d8 scaled_first = splat8(splitter) * first;
    const d8 a_high = scaled_first - (scaled_first - first), a_low = first - a_high;
    const d8 product = first * splat8(factor);
    const d8 error = ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low;
    const d8 other = error + (first * splat8(factor_low) + second * splat8(factor));
    *high = product + other;
    *low = other - (*high - product);
    return quarters;
}

/// tk_cos for 0 <= x < 8.
TK_INLINE d8 cos8(d8 x) {
    const l8 reduced = x > splat8(0x1.921fb54442d18p-1);
    d8 high, low;
    // Smaller arguments would be shifted the other way.
    const ul8 quarters = reduce8(choose8(reduced, x, splat8(1.0)), &high, &low);
    const ul8 quarter = ((ul8)reduced & quarters) + 1;
    const d8 r = choose8(reduced, high, x), tail = (d8)(reduced & (l8)low);
    const d8 z = r * r, half = splat8(0.5) * z;
    d8 s = splat8(-1.0 / 121645100408832000.0);
    s = s * z + splat8(1.0 / 355687428096000.0);
    s = s * z - splat8(1.0 / 1307674368000.0);
    s = s * z + splat8(1.0 / 6227020800.0);
    s = s * z - splat8(1.0 / 39916800.0);
    s = s * z + splat8(1.0 / 362880.0);
    s = s * z - splat8(1.0 / 5040.0);
    s = s * z + splat8(1.0 / 120.0);
    s = s * z - splat8(1.0 / 6.0);
    const d8 sine = r + (r * z * s + tail * (splat8(1.0) - half));
    d8 c = splat8(1.0 / 2432902008176640000.0);
    c = c * z - splat8(1.0 / 6402373705728000.0);
    c = c * z + splat8(1.0 / 20922789888000.0);
    c = c * z - splat8(1.0 / 87178291200.0);
    c = c * z + splat8(1.0 / 479001600.0);
    c = c * z - splat8(1.0 / 3628800.0);
    c = c * z + splat8(1.0 / 40320.0);
    c = c * z - splat8(1.0 / 720.0);
    c = c * z + splat8(1.0 / 24.0);
    const d8 w = splat8(1.0) - half;
    const d8 cosine = w + (((splat8(1.0) - w) - half) + (z * z * c - r * tail));
    const d8 y = choose8((l8)((quarter & 1) == 1), cosine, sine);
    return (d8)((ul8)y ^ ((quarter & 2) << 62));
}

/// tk_uniform_open of the word pair (upper, lower), of which only the lower halves of the lanes count.
TK_INLINE d8 uniform_open8(ul8 upper, ul8 lower) {
    // The leading 52 bits as the fraction of a number from 2^52 on.
    const ul8 bits = (upper << 20) | ((lower & 0xFFFFFFFFu) >> 12);
    const d8 whole = (d8)((bits & 0x000fffffffffffffull) | 0x4330000000000000ull) - splat8(0x1p52);
    return (whole + splat8(0.5)) * splat8(0x1p-52);
}

/// Element e is tk_normal of element e, rounded. A block at a time, in three short loops: as one, an iteration is so
/// long that the CPU cannot begin the next while it waits for results.
static void normal(float *out, tk_key key, uint64_t step, int64_t count) {
    enum { vectors = 16, block = 8 * vectors };
    const ul8 lane = {0, 1, 2, 3, 4, 5, 6, 7};
    for (int64_t begin = 0; begin < count; begin += block) {
        const int64_t left = count - begin < block ? count - begin : block;
        const int used = (int)((left + 7) / 8);
        d8 radius[vectors], angle[vectors];
        for (int i = 0; i < used; i++) {
            ul8 words[4];
            philox8_words(lane + (uint64_t)(begin + 8 * i), step, key, words);
            radius[i] = uniform_open8(words[0], words[1]);
            angle[i] = splat8(6.283185307179586) * uniform_open8(words[2], words[3]);
        }
        for (int i = 0; i < used; i++) radius[i] = __builtin_elementwise_sqrt(splat8(-2.0) * log8(radius[i]));
        for (int i = 0; i < used; i++) {
            const f8 draw = __builtin_convertvector(radius[i] * cos8(angle[i]), f8);
            const int64_t rest = left - 8 * i;
            float *to = out + begin + 8 * i;
            if (rest >= 8) {
                memcpy(to, &draw, sizeof draw);
            } else {
                memcpy(to, &draw, (size_t)rest * sizeof(float));
            }
        }
    }
}

void TK_LEVEL_NAME(tk_log_cos)(const double *x, double *logarithms, double *cosines, int64_t count) {
    for (int64_t first = 0; first < count; first += 8) {
        const size_t size = (size_t)(count - first < 8 ? count - first : 8) * sizeof(double);
        d8 argument = splat8(1.0);
        memcpy(&argument, x + first, size);
        const d8 logarithm = log8(argument), cosine = cos8(argument);
        memcpy(logarithms + first, &logarithm, size);
        memcpy(cosines + first, &cosine, size);
    }
}
