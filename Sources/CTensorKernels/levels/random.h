// Philox 4x32-10 for eight counters at a time, a word of each in a 64-bit lane: the product that a round needs
// is then one multiplication, and its low half needs no masking.

/// Word i of the blocks of the counters (c0, 0, step) in the lower halves of words[i]; the upper ones hold leftovers.
TK_INLINE void philox8_words(ul8 c0, uint64_t step, tk_key key, ul8 words[4]) {
    const ul8 low = (ul8){} + 0xFFFFFFFFu;
    ul8 c1 = (ul8){}, c2 = c1 + (step & 0xFFFFFFFFu), c3 = c1 + (step >> 32);
    uint32_t k0 = key.word[0], k1 = key.word[1];
    for (int round = 0; round < 10; round++) {
        // The high halves of c1 and c3 hold leftovers, which the masks remove.
        const ul8 p0 = (c0 & low) * 0xD2511F53u, p1 = (c2 & low) * 0xCD9E8D57u;
        c0 = (p1 >> 32) ^ c1 ^ k0;
        c1 = p1;
        c2 = (p0 >> 32) ^ c3 ^ k1;
        c3 = p0;
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    words[0] = c0;
    words[1] = c1;
    words[2] = c2;
    words[3] = c3;
}

/// The same as 32-bit words, block after block.
TK_INLINE void philox8(ul8 c0, uint64_t step, tk_key key, ul8 words[2]) {
    const ul8 low = (ul8){} + 0xFFFFFFFFu;
    ul8 word[4];
    philox8_words(c0, step, key, word);
    const ul8 first = (word[0] & low) | (word[1] << 32), second = (word[2] & low) | (word[3] << 32);
    words[0] = __builtin_shufflevector(first, second, 0, 8, 1, 9, 2, 10, 3, 11);
    words[1] = __builtin_shufflevector(first, second, 4, 12, 5, 13, 6, 14, 7, 15);
}

/// Element e is word e mod 4 of the block that the counter e / 4 gives, as 24 bits in [0, 1).
static void uniform(float *out, tk_key key, uint64_t step, int64_t count) {
    const ul8 lane = {0, 1, 2, 3, 4, 5, 6, 7};
    for (int64_t first = 0; first < count; first += 32) {
        ul8 words[2];
        philox8(lane + (uint64_t)(first / 4), step, key, words);
        for (int half = 0; half < 2; half++) {
            const int64_t begin = first + 16 * half, left = count - begin;
            if (left <= 0) break;
            const f16 v = __builtin_convertvector((i16)((u16)words[half] >> 8), f16) * splat(0x1p-24f);
            store_up_to(out + begin, v, left);
        }
    }
}
