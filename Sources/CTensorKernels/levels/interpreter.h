// The interpreter: one pass over the instructions per step, no allocation, no callback.

static void gather_rows(float *out, const float *in, const float *index, int64_t count, int64_t width,
                        int64_t rows) {
    for (int64_t i = 0; i < count; i++) copy_run(out + i * width, in + row_number(index[i], rows) * width, width);
}

static void scatter_add_rows(float *out, const float *in, const float *index, int64_t count, int64_t width,
                             int64_t rows) {
    memset(out, 0, (size_t)(rows * width) * sizeof(float));
    for (int64_t i = 0; i < count; i++) {
        add_run(out + row_number(index[i], rows) * width, in + i * width, width);
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
        const int64_t *extents = plan->extents + x->extents;
        const tk_window *window = (const tk_window *)extents;
        switch (x->opcode) {
            case TK_MATMUL: matmul(out, a, b, d0, d1, d2, x->flags & 1, x->flags & 2, run->scratch); break;
            case TK_SUM_ROWS: sum_rows(out, a, d0, d1); break;
            case TK_SUM_COLUMNS: sum_columns(out, a, d0, d1); break;
            case TK_MAX_ROWS: max_rows(out, a, d0, d1); break;
            case TK_MAX_COLUMNS: max_columns(out, a, d0, d1); break;
            case TK_TRANSPOSE: transpose_strided(out, d0, a, d1, d0, d1); break;
            case TK_GATHER_ROWS: gather_rows(out, a, b, d0, d1, d2); break;
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
            case TK_PERMUTE: permute(out, a, extents + 1, extents[0], x->flags & 1); break;
            case TK_REPEAT: repeat_runs(out, a, d0, d1, d2); break;
            case TK_SUM_MIDDLE: sum_middle(out, a, d0, d1, d2); break;
            case TK_MAX_MIDDLE: max_middle(out, a, d0, d1, d2); break;
            case TK_SLICE_ROWS: slice_rows(out, a, d0, d1, d2, extents[0]); break;
            case TK_PAD_ROWS: pad_rows(out, a, d0, d1, d2, extents[0]); break;
            case TK_CONCATENATE_ROWS: concatenate_rows(out, a, b, d0, d1, d2); break;
            case TK_BATCHED_MATMUL:
                for (int64_t item = 0; item < extents[0]; item++) {
                    matmul(out + item * d0 * d1, a + item * d0 * d2, b + item * d1 * d2, d0, d1, d2, x->flags & 1,
                           x->flags & 2, run->scratch);
                }
                break;
            case TK_EXTRACT_PATCHES: extract_patches(out, a, window); break;
            case TK_FOLD_PATCHES: fold_patches(out, a, window); break;
            case TK_SUM_WINDOWS: sum_windows(out, a, window); break;
            case TK_SPREAD_WINDOWS: spread_windows(out, a, window); break;
            case TK_WINDOW_ARGUMENT: window_argument(out, a, window); break;
            case TK_WINDOW_SELECT: window_select(out, a, b, window); break;
            case TK_WINDOW_SCATTER: window_scatter(out, a, b, window); break;
            case TK_RANK_INDEX: rank_index(out, a, b[0], d0, d1); break;
            case TK_GATHER_ELEMENTS: gather_elements(out, a, b, d0, d1); break;
            case TK_SCATTER_ELEMENTS: scatter_elements(out, a, b, d0, d1); break;
            case TK_NORMAL: normal(out, run->keys[x->stream], step, d0); break;
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
