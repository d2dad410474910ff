// Reductions: sixteen lanes (element i goes to lane i mod 16, in order), then the fixed tree of sum_lanes.

static void sum_rows(float *out, const float *in, int64_t rows, int64_t columns) {
    for (int64_t row = 0; row < rows; row++, in += columns) {
        f16 lanes = splat(0);
        int64_t i = 0;
        for (; i + 16 <= columns; i += 16) lanes += load(in + i);
        if (i < columns) lanes += load_partial(in + i, columns - i);
        out[row] = sum_lanes(lanes);
    }
}

static void max_rows(float *out, const float *in, int64_t rows, int64_t columns) {
    for (int64_t row = 0; row < rows; row++, in += columns) {
        const f16 first = splat(in[0]);
        f16 best = first;
        int64_t i = 0;
        for (; i + 16 <= columns; i += 16) best = larger(load(in + i), best);
        if (i < columns) {
            // Lanes beyond the row repeat its first element.
            const f16 lane = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
            const f16 rest = load_partial(in + i, columns - i);
            best = larger(choose(lane < splat((float)(columns - i)), rest, first), best);
        }
        best = larger(best, __builtin_shufflevector(best, best, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15));
        best = larger(best, __builtin_shufflevector(best, best, 4, 5, 6, 7, 4, 5, 6, 7, 4, 5, 6, 7, 4, 5, 6, 7));
        best = larger(best, __builtin_shufflevector(best, best, 2, 3, 2, 3, 2, 3, 2, 3, 2, 3, 2, 3, 2, 3, 2, 3));
        best = larger(best, __builtin_shufflevector(best, best, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1));
        out[row] = best[0];
    }
}

/// Sixteen columns at a time, the sixteen lanes of each column in sixteen vectors.
static void sum_columns(float *out, const float *in, int64_t rows, int64_t columns) {
    for (int64_t column = 0; column < columns; column += 16) {
        const int64_t width = columns - column < 16 ? columns - column : 16;
        f16 lane[16];
        for (int i = 0; i < 16; i++) lane[i] = splat(0);
        for (int64_t row = 0; row < rows; row++) {
            const float *source = in + row * columns + column;
            lane[row % 16] += width == 16 ? load(source) : load_partial(source, width);
        }
        for (int half = 8; half >= 1; half /= 2) {
            for (int i = 0; i < half; i++) lane[i] += lane[i + half];
        }
        store_partial(out + column, lane[0], width);
    }
}

static void max_columns(float *out, const float *in, int64_t rows, int64_t columns) {
    for (int64_t column = 0; column < columns; column += 16) {
        const int64_t width = columns - column < 16 ? columns - column : 16;
        f16 best = load_partial(in + column, width);
        for (int64_t row = 0; row < rows; row++) {
            best = larger(load_partial(in + row * columns + column, width), best);
        }
        store_partial(out + column, best, width);
    }
}
