// Sixteen Philox blocks at a time: sixty-four uniforms.

TK_INLINE u16 multiply_high(u16 a, uint32_t b) {
    const ul16 wide = __builtin_convertvector(a, ul16) * (uint64_t)b;
    return __builtin_convertvector(wide >> 32, u16);
}

static void uniform(float *out, tk_key key, uint64_t step, int64_t count) {
    for (int64_t first = 0; first < count; first += 64) {
        u16 c0, c1 = (u16)splat(0), c2 = c1 + (uint32_t)step, c3 = c1 + (uint32_t)(step >> 32);
        for (int i = 0; i < 16; i++) c0[i] = (uint32_t)(first / 4 + i);
        uint32_t k0 = key.word[0], k1 = key.word[1];
        for (int round = 0; round < 10; round++) {
            const u16 high0 = multiply_high(c0, 0xD2511F53u), low0 = c0 * 0xD2511F53u;
            const u16 high1 = multiply_high(c2, 0xCD9E8D57u), low1 = c2 * 0xCD9E8D57u;
            c0 = high1 ^ c1 ^ k0;
            c1 = low1;
            c2 = high0 ^ c3 ^ k1;
            c3 = low0;
            k0 += 0x9E3779B9u;
            k1 += 0xBB67AE85u;
        }
        const u16 words[4] = {c0, c1, c2, c3};
        float values[64];
        for (int word = 0; word < 4; word++) {
            const f16 v = __builtin_convertvector((i16)(words[word] >> 8), f16) * splat(0x1p-24f);
            for (int i = 0; i < 16; i++) values[4 * i + word] = v[i];
        }
        const int64_t left = count - first < 64 ? count - first : 64;
        memcpy(out + first, values, (size_t)left * sizeof(float));
    }
}
