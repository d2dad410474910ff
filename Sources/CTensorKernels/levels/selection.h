// Order statistics without sorting, and elements of rows by number.

/// Whole numbers in the order of the floats: -0 equals 0, and every NaN is the largest.
TK_INLINE i16 ordered(f16 x) {
    const i16 bits = (i16)(x + splat(0));
    const i16 largest = (i16)((u16)(bits - bits) + 0x7FFFFFFFu);
    const i16 key = bits ^ ((bits >> 31) & largest);
    return (i16)choose(x != x, (f16)largest, (f16)key);
}

/// How many of a row are below `bound`.
static int64_t count_below(const float *in, int64_t count, int32_t bound) {
    i16 lanes = (i16)splat(0);
    const i16 bounds = lanes + bound;
    int64_t i = 0;
    // A true comparison is -1.
    for (; i + 16 <= count; i += 16) lanes -= (i16)(ordered(load(in + i)) < bounds);
    int64_t total = 0;
    if (i < count) {
        const i16 rest = (i16)(ordered(load_partial(in + i, count - i)) < bounds);
        for (int64_t j = 0; j < count - i; j++) total -= rest[j];
    }
    for (int j = 0; j < 16; j++) total += lanes[j];
    return total;
}

/// The number of the first element that is as large as the k-th smallest, k counted from 0.
///
/// The k-th smallest is the largest bound that at most k elements lie below; its bits are found one by one.
static int64_t rank_index_of(const float *in, int64_t k, int64_t count) {
    uint32_t found = 0;
    for (int bit = 31; bit >= 0; bit--) {
        const uint32_t candidate = found | (1u << bit);
        if (count_below(in, count, (int32_t)(candidate ^ 0x80000000u)) <= k) found = candidate;
    }
    const int32_t key = (int32_t)(found ^ 0x80000000u);
    for (int64_t i = 0;; i += 16) {
        const int64_t rest = count - i < 16 ? count - i : 16;
        const i16 keys = ordered(load_partial(in + i, rest));
        for (int64_t j = 0; j < rest; j++) {
            if (keys[j] == key) return i + j;
        }
    }
}

static void rank_index(float *out, const float *in, float k, int64_t rows, int64_t columns) {
    const int64_t rank = row_number(k, columns);
    for (int64_t row = 0; row < rows; row++) out[row] = (float)rank_index_of(in + row * columns, rank, columns);
}

static void gather_elements(float *out, const float *in, const float *index, int64_t rows, int64_t columns) {
    for (int64_t row = 0; row < rows; row++) out[row] = in[row * columns + row_number(index[row], columns)];
}

static void scatter_elements(float *out, const float *in, const float *index, int64_t rows, int64_t columns) {
    memset(out, 0, (size_t)(rows * columns) * sizeof(float));
    for (int64_t row = 0; row < rows; row++) out[row * columns + row_number(index[row], columns)] = in[row];
}
