// The interpreter: one pass over the instructions per step, no allocation, no callback.

/// Copies a row; rows are short, so a call of memcpy would cost more than the copying.
TK_INLINE void copy_row(float *out, const float *in, int64_t width) {
    int64_t i = 0;
    for (; i + 16 <= width; i += 16) store(out + i, load(in + i));
    if (i < width) store_partial(out + i, load_partial(in + i, width - i), width - i);
}

static void gather_rows(float *out, const float *in, const float *index, int64_t count, int64_t width) {
    for (int64_t i = 0; i < count; i++) copy_row(out + i * width, in + (int64_t)index[i] * width, width);
}

static void add_row(float *out, const float *in, int64_t width) {
    int64_t i = 0;
    for (; i + 16 <= width; i += 16) store(out + i, load(out + i) + load(in + i));
    if (i < width) store_partial(out + i, load_partial(out + i, width - i) + load_partial(in + i, width - i), width - i);
}

static void scatter_add_rows(float *out, const float *in, const float *index, int64_t count, int64_t width,
                             int64_t rows) {
    memset(out, 0, (size_t)(rows * width) * sizeof(float));
    for (int64_t i = 0; i < count; i++) {
        float *row = out + (int64_t)index[i] * width;
        add_row(row, in + i * width, width);
    }
}

static void transpose(float *out, const float *in, int64_t rows, int64_t columns) {
    for (int64_t row = 0; row < rows; row += 16) {
        for (int64_t column = 0; column < columns; column += 16) {
            for (int64_t i = row; i < rows && i < row + 16; i++) {
                for (int64_t j = column; j < columns && j < column + 16; j++) out[j * rows + i] = in[i * columns + j];
            }
        }
    }
}

static void run_step(const tk_plan *plan, const tk_run *run, uint64_t done) {
    float *const *slots = run->slot_pointers;
    const uint64_t step = run->first_step + done;
    for (int64_t i = 0; i < plan->instruction_count; i++) {
        const tk_instruction *x = plan->instructions + i;
        const int64_t d0 = x->dim[0], d1 = x->dim[1], d2 = x->dim[2];
        if (x->opcode == TK_ELEMENTWISE) {
            run_program(plan, plan->programs + x->program, slots, run->scratch, d0);
            continue;
        }
        float *out = slots[x->slot[0]];
        const float *a = slots[x->slot[1]];
        const float *b = slots[x->slot[2]];
        switch (x->opcode) {
            case TK_MATMUL: matmul(out, a, b, d0, d1, d2, x->flags & 1, x->flags & 2, run->scratch); break;
            case TK_SUM_ROWS: sum_rows(out, a, d0, d1); break;
            case TK_SUM_COLUMNS: sum_columns(out, a, d0, d1); break;
            case TK_MAX_ROWS: max_rows(out, a, d0, d1); break;
            case TK_MAX_COLUMNS: max_columns(out, a, d0, d1); break;
            case TK_TRANSPOSE: transpose(out, a, d0, d1); break;
            case TK_GATHER_ROWS: gather_rows(out, a, b, d0, d1); break;
            case TK_SCATTER_ADD_ROWS: scatter_add_rows(out, a, b, d0, d1, d2); break;
            case TK_COPY: memmove(out, a, (size_t)d0 * sizeof(float)); break;
            case TK_ZERO: memset(out, 0, (size_t)d0 * sizeof(float)); break;
            case TK_UNIFORM: uniform(out, run->keys[x->stream], step, d0); break;
            case TK_BETA:
                for (int64_t e = 0; e < d0; e++) {
                    out[e] = (float)tk_beta(run->keys[x->stream], step, (uint32_t)e, (double)a[0]);
                }
                break;
            case TK_PERMUTATION: tk_permutation(run->keys[x->stream], step, d0, out); break;
            case TK_TABLE_ROW: memcpy(out, a + (int64_t)done * d0, (size_t)d0 * sizeof(float)); break;
            case TK_TRACE: out[(int64_t)done * d0 + d1] = a[0]; break;
            default: __builtin_trap();
        }
    }
}

void TK_LEVEL_NAME(tk_plan_run)(const tk_plan *plan, const tk_run *run) {
    for (int64_t i = 0; i < plan->slot_count; i++) {
        run->slot_pointers[i] = run->buffers[plan->slots[i].buffer] + plan->slots[i].offset;
    }
    for (uint64_t done = 0; done < run->step_count; done++) run_step(plan, run, done);
}
