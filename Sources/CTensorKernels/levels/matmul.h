// Matrix products. Every output element is a chain of fused multiply-adds along k, in order, from zero;
// vectors run across columns, so neither their width nor the tile's shape can change a bit.

/// A tile of `rows` x 16 `vectors` outputs, kept in registers while k runs.
TK_INLINE void tile(int rows, int vectors, int64_t depth, const float *a, int64_t a_row, int64_t a_k,
                    const float *b, int64_t b_k, float *c, int64_t c_row, int64_t columns) {
    f16 sum[TK_TILE_ROWS][TK_TILE_VECTORS];
    for (int i = 0; i < rows; i++) {
        for (int j = 0; j < vectors; j++) sum[i][j] = splat(0);
    }
    for (int64_t k = 0; k < depth; k++) {
        f16 right[TK_TILE_VECTORS];
        for (int j = 0; j < vectors; j++) right[j] = load(b + k * b_k + 16 * j);
        for (int i = 0; i < rows; i++) {
            const f16 left = splat(a[i * a_row + k * a_k]);
            for (int j = 0; j < vectors; j++) sum[i][j] = fused(left, right[j], sum[i][j]);
        }
    }
    for (int i = 0; i < rows; i++) {
        for (int j = 0; j < vectors; j++) {
            const int64_t left = columns - 16 * j;
            if (left >= 16) {
                store(c + i * c_row + 16 * j, sum[i][j]);
            } else if (left > 0) {
                store_partial(c + i * c_row + 16 * j, sum[i][j], left);
            }
        }
    }
}

#define TK_TILE(ROWS, VECTORS) \
    case (ROWS) * 8 + (VECTORS): tile(ROWS, VECTORS, depth, a, a_row, a_k, b, b_k, c, c_row, columns); break

static void any_tile(int rows, int vectors, int64_t depth, const float *a, int64_t a_row, int64_t a_k,
                     const float *b, int64_t b_k, float *c, int64_t c_row, int64_t columns) {
    switch (rows * 8 + vectors) {
        TK_TILE(1, 1);
#if TK_TILE_ROWS >= 6
        TK_TILE(2, 1);
        TK_TILE(3, 1);
        TK_TILE(4, 1);
        TK_TILE(5, 1);
        TK_TILE(6, 1);
#endif
#if TK_TILE_VECTORS >= 4
        TK_TILE(1, 2);
        TK_TILE(2, 2);
        TK_TILE(3, 2);
        TK_TILE(4, 2);
        TK_TILE(5, 2);
        TK_TILE(6, 2);
        TK_TILE(1, 3);
        TK_TILE(2, 3);
        TK_TILE(3, 3);
        TK_TILE(4, 3);
        TK_TILE(5, 3);
        TK_TILE(6, 3);
        TK_TILE(1, 4);
        TK_TILE(2, 4);
        TK_TILE(3, 4);
        TK_TILE(4, 4);
        TK_TILE(5, 4);
        TK_TILE(6, 4);
#endif
        default: __builtin_trap();
    }
}

/// `columns` floats, then zeros up to a multiple of sixteen.
TK_INLINE void pack_row(float *line, const float *source, int64_t columns) {
    int64_t j = 0;
    for (; j + 16 <= columns; j += 16) store(line + j, load(source + j));
    if (j < columns) store(line + j, load_partial(source + j, columns - j));
}

/// panel[row, j] = b[j, row] for a b of `columns` rows of k; zeros up to a multiple of sixteen columns.
static void pack_transposed(float *panel, int64_t width, const float *b, int64_t columns, int64_t k) {
    for (int64_t first = 0; first < width; first += 16) {
        for (int64_t row = 0; row < k; row += 16) {
            const int64_t depth = k - row < 16 ? k - row : 16;
            f16 block[16];
            for (int64_t j = 0; j < 16; j++) {
                const float *source = b + (first + j) * k + row;
                if (first + j >= columns) {
                    block[j] = splat(0);
                } else {
                    block[j] = load_up_to(source, depth);
                }
            }
            transpose16(block);
            for (int64_t j = 0; j < depth; j++) store(panel + (row + j) * width + first, block[j]);
        }
    }
}

/// c[m,n] = a·bᵀ computed as (b·aᵀ)ᵀ: a few rows of a and of c are transposed instead of a large b.
static void matmul_of_transposes(float *c, const float *a, const float *b, int64_t m, int64_t n, int64_t k,
                                 float *panel) {
    enum { strip = 48, widest = 16 * TK_TILE_VECTORS };
    float results[strip * widest];
    for (int64_t column = 0; column < m; column += widest) {
        const int64_t columns = m - column < widest ? m - column : widest;
        const int vectors = (int)((columns + 15) / 16);
        pack_transposed(panel, 16 * vectors, a + column * k, columns, k);
        for (int64_t first = 0; first < n; first += strip) {
            const int64_t rows = n - first < strip ? n - first : strip;
            for (int64_t row = 0; row < rows; row += TK_TILE_ROWS) {
                const int count = rows - row < TK_TILE_ROWS ? (int)(rows - row) : TK_TILE_ROWS;
                any_tile(count, vectors, k, b + (first + row) * k, k, 1, panel, 16 * vectors, results + row * widest,
                         widest, 16 * vectors);
            }
            for (int64_t row = 0; row < rows; row += 16) {
                const int64_t depth = rows - row < 16 ? rows - row : 16;
                for (int64_t j = 0; j < columns; j += 16) {
                    f16 block[16];
                    for (int64_t i = 0; i < 16; i++) {
                        block[i] = i < depth ? load(results + (row + i) * widest + j) : splat(0);
                    }
                    transpose16(block);
                    for (int64_t i = 0; i < 16 && j + i < columns; i++) {
                        store_up_to(c + (column + j + i) * n + first + row, block[i], depth);
                    }
                }
            }
        }
    }
}

/// c[m,n] = a·b; a stored [k,m] where `transpose_a`, b stored [n,k] where `transpose_b`.
static void matmul(float *c, const float *a, const float *b, int64_t m, int64_t n, int64_t k, int transpose_a,
                   int transpose_b, float *panel) {
    // What is transposed costs as much as what is written back transposed.
    if (transpose_b && !transpose_a && m * (n + k) < n * k) {
        matmul_of_transposes(c, a, b, m, n, k, panel);
        return;
    }
    const int64_t a_row = transpose_a ? 1 : k;
    const int64_t a_k = transpose_a ? m : 1;
    for (int64_t column = 0; column < n; column += 16 * TK_TILE_VECTORS) {
        const int64_t columns = n - column < 16 * TK_TILE_VECTORS ? n - column : 16 * TK_TILE_VECTORS;
        const int vectors = (int)((columns + 15) / 16);
        const float *right = b + column;
        int64_t right_k = n;
        if (transpose_b || columns % 16 != 0) {
            right_k = 16 * vectors;
            right = panel;
            if (transpose_b) {
                pack_transposed(panel, right_k, b + column * k, columns, k);
            } else {
                for (int64_t row = 0; row < k; row++) pack_row(panel + row * right_k, b + row * n + column, columns);
            }
        }
        for (int64_t row = 0; row < m; row += TK_TILE_ROWS) {
            const int rows = m - row < TK_TILE_ROWS ? (int)(m - row) : TK_TILE_ROWS;
            any_tile(rows, vectors, k, a + row * a_row, a_row, a_k, right, right_k, c + row * n + column, n, columns);
        }
    }
}
