// Fused elementwise programs: block by block through an accumulator that stays in vector registers, one
// switch per operation and block, none per element.

/// Longer operations, kept out of the interpreter's loop so that its accumulator stays in registers.
static __attribute__((noinline)) void apply_function(int32_t opcode, float *out, const float *a, const float *b,
                                                     int vectors) {
#define TK_FUNCTION(NAME, EXPRESSION)                                   \
    case NAME:                                                          \
        for (int i = 0; i < vectors; i++) {                             \
            const f16 x = load(a + 16 * i), y = load(b + 16 * i);       \
            (void)y;                                                    \
            store(out + 16 * i, EXPRESSION);                            \
        }                                                               \
        return
    switch (opcode) {
        TK_FUNCTION(TK_EW_EXP, exp16(x));
        TK_FUNCTION(TK_EW_LOG, log16(x));
        TK_FUNCTION(TK_EW_TANH, tanh16(x));
        TK_FUNCTION(TK_EW_ERF, erf16(x));
        TK_FUNCTION(TK_EW_LOG1P, log1p16(x));
        TK_FUNCTION(TK_EW_SIGMOID, sigmoid16(x));
        TK_FUNCTION(TK_EW_SIN, sin16(x));
        TK_FUNCTION(TK_EW_COS, cos16(x));
        TK_FUNCTION(TK_EW_POWER, power16(x, y));
        default: __builtin_trap();
    }
#undef TK_FUNCTION
}

#define TK_OPERATIONS                                                                      \
    TK_UNARY(TK_EW_COPY, x)                                                                \
    TK_BINARY(TK_EW_ADD, x + y)                                                            \
    TK_BINARY(TK_EW_SUBTRACT, x - y)                                                       \
    TK_BINARY(TK_EW_MULTIPLY, x * y)                                                       \
    TK_BINARY(TK_EW_DIVIDE, x / y)                                                         \
    TK_UNARY(TK_EW_NEGATE, -x)                                                             \
    TK_UNARY(TK_EW_ABSOLUTE, magnitude(x))                                                 \
    TK_UNARY(TK_EW_SQUARE_ROOT, __builtin_elementwise_sqrt(x))                             \
    TK_BINARY(TK_EW_MAXIMUM, larger(x, y))                                                 \
    TK_BINARY(TK_EW_MINIMUM, smaller(x, y))                                                \
    TK_BINARY(TK_EW_GREATER, choose(x > y, splat(1), splat(0)))                            \
    TK_BINARY(TK_EW_EQUAL, choose(x == y, splat(1), splat(0)))                             \
    TK_TERNARY(TK_EW_SELECT, choose(x != splat(0), y, z))                                  \
    TK_UNARY(TK_EW_FLUSH, without_subnormals(x))                                           \
    TK_TERNARY(TK_EW_MULTIPLY_ADD, x * y + z)                                              \
    TK_TERNARY(TK_EW_MULTIPLY_SUBTRACT, x * y - z)                                         \
    TK_TERNARY(TK_EW_SUBTRACT_PRODUCT, z - x * y)                                          \
    TK_UNARY(TK_EW_SQUARE, x * x)

// The accumulator is eight vector variables that every case reads or writes. An integer operation on one of them
// makes the compiler keep it twice, once per type, and then in memory: cases stay with floats.
//
// A case for every way in which operands can come: from memory (M), as one scalar for all elements (S), or
// from the accumulator (v). Numbers as in tk_ew_op.opcode: 32 opcode + 8 accumulator + scalars.
#define TK_CASE(NAME, ACCUMULATOR, SCALARS, X, Y, Z, EXPRESSION)                                      \
    case 32 * (NAME) + 8 * (ACCUMULATOR) + (SCALARS): {                                               \
        const f16 as = splat(a[0]), bs = splat(b[0]), cs = splat(c[0]);                               \
        (void)as, (void)bs, (void)cs;                                                                 \
        for (int i = 0; i < TK_VECTORS; i++) {                                                        \
            const f16 x = X, y = Y, z = Z;                                                            \
            (void)x, (void)y, (void)z;                                                                \
            v[i] = EXPRESSION;                                                                        \
        }                                                                                             \
        break;                                                                                        \
    }
#define TK_M(pointer) TK_LOAD(pointer)
#define TK_UNARY(NAME, E)                                                    \
    TK_CASE(NAME, 0, 0, TK_M(a), v[i], v[i], E)                              \
    TK_CASE(NAME, 0, 1, as, v[i], v[i], E)                                   \
    TK_CASE(NAME, 1, 0, v[i], v[i], v[i], E)
#define TK_BINARY(NAME, E)                                                   \
    TK_CASE(NAME, 0, 0, TK_M(a), TK_M(b), v[i], E)                           \
    TK_CASE(NAME, 0, 1, as, TK_M(b), v[i], E)                                \
    TK_CASE(NAME, 0, 2, TK_M(a), bs, v[i], E)                                \
    TK_CASE(NAME, 0, 3, as, bs, v[i], E)                                     \
    TK_CASE(NAME, 1, 0, v[i], TK_M(b), v[i], E)                              \
    TK_CASE(NAME, 1, 2, v[i], bs, v[i], E)                                   \
    TK_CASE(NAME, 2, 0, TK_M(a), v[i], v[i], E)                              \
    TK_CASE(NAME, 2, 1, as, v[i], v[i], E)
#define TK_TERNARY(NAME, E)                                                  \
    TK_CASE(NAME, 0, 0, TK_M(a), TK_M(b), TK_M(c), E)                        \
    TK_CASE(NAME, 0, 1, as, TK_M(b), TK_M(c), E)                             \
    TK_CASE(NAME, 0, 2, TK_M(a), bs, TK_M(c), E)                             \
    TK_CASE(NAME, 0, 3, as, bs, TK_M(c), E)                                  \
    TK_CASE(NAME, 0, 4, TK_M(a), TK_M(b), cs, E)                             \
    TK_CASE(NAME, 0, 5, as, TK_M(b), cs, E)                                  \
    TK_CASE(NAME, 0, 6, TK_M(a), bs, cs, E)                                  \
    TK_CASE(NAME, 0, 7, as, bs, cs, E)                                       \
    TK_CASE(NAME, 1, 0, v[i], TK_M(b), TK_M(c), E)                           \
    TK_CASE(NAME, 1, 2, v[i], bs, TK_M(c), E)                                \
    TK_CASE(NAME, 1, 4, v[i], TK_M(b), cs, E)                                \
    TK_CASE(NAME, 1, 6, v[i], bs, cs, E)                                     \
    TK_CASE(NAME, 2, 0, TK_M(a), v[i], TK_M(c), E)                           \
    TK_CASE(NAME, 2, 1, as, v[i], TK_M(c), E)                                \
    TK_CASE(NAME, 2, 4, TK_M(a), v[i], cs, E)                                \
    TK_CASE(NAME, 2, 5, as, v[i], cs, E)                                     \
    TK_CASE(NAME, 3, 0, TK_M(a), TK_M(b), v[i], E)                           \
    TK_CASE(NAME, 3, 1, as, TK_M(b), v[i], E)                                \
    TK_CASE(NAME, 3, 2, TK_M(a), bs, v[i], E)                                \
    TK_CASE(NAME, 3, 3, as, bs, v[i], E)

/// Runs the operations on one block of 16 TK_BLOCK_VECTORS elements.
static void run_block(const tk_ew_op *op, const tk_ew_op *end, float *const *registers, float *lanes) {
#define TK_VECTORS TK_BLOCK_VECTORS
#define TK_LOAD(pointer) load(pointer + 16 * i)
    f16 v[TK_VECTORS];
    for (; op != end; op++) {
        const float *a = registers[op->a], *b = registers[op->b], *c = registers[op->c];
        switch (op->opcode) {
            TK_OPERATIONS
            case 32 * TK_EW_SUM:
                for (int i = 0; i < TK_VECTORS; i++) v[i] = load(a + 16 * i);
                // fall through
            case 32 * TK_EW_SUM + 8: {
                f16 sum = load(lanes + 16 * op->sum);
                for (int i = 0; i < TK_VECTORS; i++) sum += v[i];
                store(lanes + 16 * op->sum, sum);
                break;
            }
            default: {
                float x[16 * TK_VECTORS], y[16 * TK_VECTORS];
                const int accumulator = op->opcode / 8 % 4, scalars = op->opcode % 8;
                // Functions of one argument have no second register to read.
                const int is_binary = op->opcode / 32 == TK_EW_POWER;
                for (int i = 0; i < TK_VECTORS; i++) {
                    store(x + 16 * i, accumulator == 1 ? v[i] : scalars & 1 ? splat(a[0]) : load(a + 16 * i));
                    if (!is_binary) continue;
                    store(y + 16 * i, accumulator == 2 ? v[i] : scalars & 2 ? splat(b[0]) : load(b + 16 * i));
                }
                apply_function(op->opcode / 32, x, x, is_binary ? y : x, TK_VECTORS);
                for (int i = 0; i < TK_VECTORS; i++) v[i] = load(x + 16 * i);
            }
        }
        if (op->destination >= 0) {
            float *out = registers[op->destination];
            for (int i = 0; i < TK_VECTORS; i++) store(out + 16 * i, v[i]);
        }
    }
#undef TK_VECTORS
#undef TK_LOAD
}

/// The same for the `count` ≤ 16 elements that a shorter end leaves; nothing beyond them is read or written.
static void run_rest(const tk_ew_op *op, const tk_ew_op *end, float *const *registers, float *lanes, int64_t count) {
#define TK_VECTORS 1
#define TK_LOAD(pointer) load_partial(pointer, count)
    f16 v[1];
    for (; op != end; op++) {
        const float *a = registers[op->a], *b = registers[op->b], *c = registers[op->c];
        switch (op->opcode) {
            TK_OPERATIONS
            case 32 * TK_EW_SUM:
            case 32 * TK_EW_SUM + 8: {
                // Lanes without an element get what a row's end gives them in TK_SUM_ROWS: zeros.
                float values[16];
                if (op->opcode == 32 * TK_EW_SUM) v[0] = load_partial(a, count);
                store(values, v[0]);
                float *sum = lanes + 16 * op->sum;
                store(sum, load(sum) + load_partial(values, count));
                break;
            }
            default: {
                float x[16], y[16];
                const int accumulator = op->opcode / 8 % 4, scalars = op->opcode % 8;
                store(x, accumulator == 1 ? v[0] : scalars & 1 ? splat(a[0]) : load_partial(a, count));
                const int is_binary = op->opcode / 32 == TK_EW_POWER;
                if (is_binary) store(y, accumulator == 2 ? v[0] : scalars & 2 ? splat(b[0]) : load_partial(b, count));
                apply_function(op->opcode / 32, x, x, is_binary ? y : x, 1);
                v[0] = load(x);
            }
        }
        if (op->destination >= 0) store_partial(registers[op->destination], v[0], count);
    }
#undef TK_VECTORS
#undef TK_LOAD
}

/// Writes elements start ..< start + count of a broadcast operand.
static void fill(float *out, const float *source, int64_t repeat, int64_t period, int64_t start, int64_t count) {
    int64_t element = (start / repeat) % period;
    if (repeat == 1) {
        for (int64_t i = 0; i < count;) {
            int64_t run = period - element;
            if (run > count - i) run = count - i;
            for (int64_t j = 0; j < run; j++) out[i + j] = source[element + j];
            i += run;
            element = 0;
        }
        return;
    }
    int64_t left = repeat - start % repeat;
    for (int64_t i = 0; i < count;) {
        const int64_t run = left < count - i ? left : count - i;
        const float value = source[element];
        for (int64_t j = 0; j < run; j++) out[i + j] = value;
        i += run;
        left = repeat;
        element = element + 1 == period ? 0 : element + 1;
    }
}

/// Writes elements start ..< start + count of a constant of few runs, times `scale`.
static void fill_runs(float *out, const tk_constant_run *run, float scale, int64_t start, int64_t count) {
    while (run->end <= start) run++;
    for (int64_t i = 0; i < count; run++) {
        const int64_t end = run->end - start < count ? run->end - start : count;
        const float value = run->value * scale;
        for (; i < end; i++) out[i] = value;
    }
}

/// Writes what a varying operand has at elements start ..< start + count, and points its register at it.
/// `is_first`: nothing was written yet.
static void bind_varying(const tk_plan *plan, const tk_operand *operand, const float *source, float *scratch,
                         float **registers, int64_t start, int64_t count, int is_first) {
    float *own = scratch + operand->scratch;
    registers[operand->reg] = own;
    switch (operand->kind) {
        case TK_OPERAND_PERIODIC:
            // Short periods are written once, a block longer than themselves; of long ones only a block that
            // wraps around is copied.
            if (operand->period <= TK_BLOCK) {
                if (is_first) fill(own, source, 1, operand->period, 0, operand->period + count);
                registers[operand->reg] = own + start % operand->period;
            } else if (start % operand->period + count <= operand->period) {
                registers[operand->reg] = (float *)source + start % operand->period;
            } else {
                fill(own, source, 1, operand->period, start, count);
            }
            return;
        case TK_OPERAND_REPEATED: fill(own, source, operand->repeat, operand->period, start, count); return;
        default: {
            const tk_constant_run *first = plan->runs + operand->period, *run = first;
            while (run->end <= start) run++;
            // Where the block before lay in the same run, it has left what is needed.
            const int64_t begin = run == first ? 0 : run[-1].end;
            if (is_first || start - 16 * TK_BLOCK_VECTORS < begin || run->end < start + count) {
                fill_runs(own, run, source[0], start, count);
            }
        }
    }
}

/// Runs a program over `count` elements.
static void run_program(const tk_plan *plan, const tk_program *program, float *const *slots, float *scratch,
                        int64_t count) {
    const tk_operand *operands = plan->operands + program->first_operand;
    const tk_operand *varying = operands + program->direct_count, *scalars = varying + program->varying_count;
    const int32_t *results = plan->results + program->first_result;
    const tk_ew_op *first = plan->ops + program->first_op, *end = first + program->op_count;
    const int32_t moving = program->direct_count + program->result_count;
    float *registers[program->register_count];
    float lanes[16 * (program->sum_count + 1)];
    for (int32_t i = 0; i < 16 * program->sum_count; i++) lanes[i] = 0;
    for (int32_t i = 0; i < program->direct_count; i++) registers[i] = slots[operands[i].slot];
    for (int32_t i = 0; i < program->result_count; i++) registers[program->direct_count + i] = slots[results[i]];
    for (int32_t i = moving; i < program->register_count; i++) registers[i] = scratch + (int64_t)(i - moving) * TK_BLOCK;
    const int64_t block = 16 * TK_BLOCK_VECTORS;
    for (const tk_operand *operand = scalars; operand < operands + program->operand_count; operand++) {
        registers[operand->reg] = slots[operand->slot];
    }
    for (int64_t start = 0; start < count;) {
        const int64_t left = count - start, elements = left >= block ? block : left < 16 ? left : 16;
        for (const tk_operand *operand = varying; operand < scalars; operand++) {
            bind_varying(plan, operand, slots[operand->slot], scratch, registers, start, elements, start == 0);
        }
        if (elements == block) {
            run_block(first, end, registers, lanes);
        } else {
            run_rest(first, end, registers, lanes, elements);
        }
        for (int32_t i = 0; i < moving; i++) registers[i] += elements;
        start += elements;
    }
    for (int32_t i = 0; i < program->sum_count; i++) {
        *slots[results[program->result_count + i]] = sum_lanes(load(lanes + 16 * i));
    }
}
