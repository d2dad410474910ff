// Changes of shape: axes exchanged, runs of floats copied, repeated, cut and joined; sums between kept axes.

/// out = in, for runs that are often shorter than a call of memcpy is worth.
TK_INLINE void copy_run(float *out, const float *in, int64_t count) {
    int64_t i = 0;
    for (; i + 16 <= count; i += 16) store(out + i, load(in + i));
    if (i < count) store_partial(out + i, load_partial(in + i, count - i), count - i);
}

TK_INLINE void add_run(float *out, const float *in, int64_t count) {
    int64_t i = 0;
    for (; i + 16 <= count; i += 16) store(out + i, load(out + i) + load(in + i));
    if (i < count) {
        const int64_t rest = count - i;
        store_partial(out + i, load_partial(out + i, rest) + load_partial(in + i, rest), rest);
    }
}

TK_INLINE void zero_run(float *out, int64_t count) {
    int64_t i = 0;
    for (; i + 16 <= count; i += 16) store(out + i, splat(0));
    if (i < count) store_partial(out + i, splat(0), count - i);
}

/// A row's number from a float, held between the first and the last: nothing outside is ever touched. NaN is 0.
TK_INLINE int64_t row_number(float index, int64_t rows) {
    if (!(index > 0)) return 0;
    return index < (float)rows ? (int64_t)index : rows - 1;
}

/// out[c * out_stride + r] = in[r * in_stride + c].
static void transpose_strided(float *out, int64_t out_stride, const float *in, int64_t in_stride, int64_t rows,
                              int64_t columns) {
    for (int64_t row = 0; row < rows; row += 16) {
        for (int64_t column = 0; column < columns; column += 16) {
            if (row + 16 <= rows && column + 16 <= columns) {
                f16 block[16];
                for (int64_t i = 0; i < 16; i++) block[i] = load(in + (row + i) * in_stride + column);
                transpose16(block);
                for (int64_t j = 0; j < 16; j++) store(out + (column + j) * out_stride + row, block[j]);
                continue;
            }
            for (int64_t i = row; i < rows && i < row + 16; i++) {
                for (int64_t j = column; j < columns && j < column + 16; j++) {
                    out[j * out_stride + i] = in[i * in_stride + j];
                }
            }
        }
    }
}

/// `axes` holds count, stride in, stride out of each; see TK_PERMUTE.
static void permute(float *out, const float *in, const int64_t *axes, int64_t rank, int is_transposition) {
    if (is_transposition && rank == 2) {
        transpose_strided(out, axes[2], in, axes[4], axes[3], axes[0]);
    } else if (rank == 1) {
        copy_run(out, in, axes[0]);
    } else {
        for (int64_t i = 0; i < axes[0]; i++) {
            permute(out + i * axes[2], in + i * axes[1], axes + 3, rank - 1, is_transposition);
        }
    }
}

static void repeat_runs(float *out, const float *in, int64_t outer, int64_t times, int64_t inner) {
    for (int64_t o = 0; o < outer; o++) {
        for (int64_t n = 0; n < times; n++) copy_run(out + (o * times + n) * inner, in + o * inner, inner);
    }
}

static void sum_middle(float *out, const float *in, int64_t outer, int64_t reduced, int64_t inner) {
    for (int64_t o = 0; o < outer; o++) sum_columns(out + o * inner, in + o * reduced * inner, reduced, inner);
}

static void max_middle(float *out, const float *in, int64_t outer, int64_t reduced, int64_t inner) {
    for (int64_t o = 0; o < outer; o++) max_columns(out + o * inner, in + o * reduced * inner, reduced, inner);
}

static void slice_rows(float *out, const float *in, int64_t outer, int64_t width, int64_t in_width, int64_t start) {
    for (int64_t o = 0; o < outer; o++) copy_run(out + o * width, in + o * in_width + start, width);
}

static void pad_rows(float *out, const float *in, int64_t outer, int64_t width, int64_t in_width, int64_t start) {
    for (int64_t o = 0; o < outer; o++) {
        float *row = out + o * width;
        zero_run(row, start);
        copy_run(row + start, in + o * in_width, in_width);
        zero_run(row + start + in_width, width - start - in_width);
    }
}

static void concatenate_rows(float *out, const float *a, const float *b, int64_t outer, int64_t width_a,
                             int64_t width_b) {
    for (int64_t o = 0; o < outer; o++) {
        float *row = out + o * (width_a + width_b);
        copy_run(row, a + o * width_a, width_a);
        copy_run(row + width_a, b + o * width_b, width_b);
    }
}
