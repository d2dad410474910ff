// Fused elementwise programs: block by block, one switch per operation and block, none per element.

#define TK_EACH(expression)                                                       \
    do {                                                                          \
        int64_t i = 0;                                                            \
        for (; i + 16 <= count; i += 16) {                                        \
            const f16 x = load(a + i), y = load(b + i), z = load(c + i);          \
            (void)x, (void)y, (void)z;                                            \
            store(out + i, expression);                                           \
        }                                                                         \
        if (i < count) {                                                          \
            const int64_t rest = count - i;                                       \
            const f16 x = load_partial(a + i, rest), y = load_partial(b + i, rest); \
            const f16 z = load_partial(c + i, rest);                              \
            (void)x, (void)y, (void)z;                                            \
            store_partial(out + i, expression, rest);                             \
        }                                                                         \
    } while (0)

static void apply(int32_t opcode, float *out, const float *a, const float *b, const float *c, int64_t count) {
    const f16 zero = splat(0), one = splat(1);
    switch (opcode) {
        case TK_EW_COPY: TK_EACH(x); break;
        case TK_EW_ADD: TK_EACH(x + y); break;
        case TK_EW_SUBTRACT: TK_EACH(x - y); break;
        case TK_EW_MULTIPLY: TK_EACH(x * y); break;
        case TK_EW_DIVIDE: TK_EACH(x / y); break;
        case TK_EW_NEGATE: TK_EACH(-x); break;
        case TK_EW_ABSOLUTE: TK_EACH(magnitude(x)); break;
        case TK_EW_SQUARE_ROOT: TK_EACH(__builtin_elementwise_sqrt(x)); break;
        case TK_EW_EXP: TK_EACH(exp16(x)); break;
        case TK_EW_LOG: TK_EACH(log16(x)); break;
        case TK_EW_TANH: TK_EACH(tanh16(x)); break;
        case TK_EW_ERF: TK_EACH(erf16(x)); break;
        case TK_EW_MAXIMUM: TK_EACH(larger(x, y)); break;
        case TK_EW_MINIMUM: TK_EACH(smaller(x, y)); break;
        case TK_EW_GREATER: TK_EACH(choose(x > y, one, zero)); break;
        case TK_EW_EQUAL: TK_EACH(choose(x == y, one, zero)); break;
        case TK_EW_SELECT: TK_EACH(choose(x != zero, y, z)); break;
        case TK_EW_FLUSH: TK_EACH(choose(magnitude(x) < splat(0x1p-126f), zero, x)); break;
        case TK_EW_MULTIPLY_ADD: TK_EACH(x * y + z); break;
        case TK_EW_MULTIPLY_SUBTRACT: TK_EACH(x * y - z); break;
        case TK_EW_SUBTRACT_PRODUCT: TK_EACH(z - x * y); break;
        case TK_EW_SQUARE: TK_EACH(x * x); break;
        case TK_EW_LOG1P: TK_EACH(log1p16(x)); break;
        case TK_EW_SIGMOID: TK_EACH(sigmoid16(x)); break;
        case TK_EW_SIN: TK_EACH(sin16(x)); break;
        case TK_EW_COS: TK_EACH(cos16(x)); break;
        case TK_EW_POWER: TK_EACH(power16(x, y)); break;
        default: __builtin_trap();
    }
}

/// Writes elements start ..< start + count of a broadcast operand.
static void fill(float *out, const float *source, int64_t repeat, int64_t period, int64_t start, int64_t count) {
    if (period == 1) {
        for (int64_t i = 0; i < count; i++) out[i] = source[0];
        return;
    }
    int64_t element = (start / repeat) % period;
    if (repeat == 1) {
        for (int64_t i = 0; i < count;) {
            int64_t run = period - element;
            if (run > count - i) run = count - i;
            memcpy(out + i, source + element, (size_t)run * sizeof(float));
            i += run;
            element = 0;
        }
        return;
    }
    int64_t left = repeat - start % repeat;
    for (int64_t i = 0; i < count;) {
        const int64_t run = left < count - i ? left : count - i;
        for (int64_t j = 0; j < run; j++) out[i + j] = source[element];
        i += run;
        left = repeat;
        element = element + 1 == period ? 0 : element + 1;
    }
}

static void run_program(const tk_plan *plan, const tk_program *program, float *const *slots, float *scratch,
                        int64_t count) {
    const tk_operand *operands = plan->operands + program->first_operand;
    const tk_ew_op *ops = plan->ops + program->first_op;
    const tk_result *results = plan->results + program->first_result;
    float *registers[program->register_count > 0 ? program->register_count : 1];
    for (int32_t r = 0; r < program->register_count; r++) registers[r] = scratch + (int64_t)r * TK_BLOCK;
    for (int64_t start = 0; start < count; start += TK_BLOCK) {
        const int64_t block = count - start < TK_BLOCK ? count - start : TK_BLOCK;
        for (int32_t i = 0; i < program->operand_count; i++) {
            const tk_operand *operand = operands + i;
            float *source = slots[operand->slot];
            if (operand->direct) {
                registers[operand->reg] = source + start;
            } else if (start == 0 || (operand->period != 1 &&
                                      !(operand->repeat == 1 && TK_BLOCK % operand->period == 0))) {
                fill(registers[operand->reg], source, operand->repeat, operand->period, start, block);
            }
        }
        for (int32_t i = 0; i < program->result_count; i++) {
            registers[results[i].reg] = slots[results[i].slot] + start;
        }
        for (int32_t i = 0; i < program->op_count; i++) {
            const tk_ew_op *op = ops + i;
            apply(op->opcode, registers[op->destination], registers[op->a], registers[op->b], registers[op->c],
                  block);
        }
    }
}
