// The plan: a flat array of instructions that one function runs for N steps.
#ifndef CTENSORKERNELS_PLAN_H
#define CTENSORKERNELS_PLAN_H

#include <stdint.h>

#include "philox.h"

/// What an instruction does. `slot[0]` is the output unless said otherwise.
typedef enum {
    /// A fused chain of elementwise operations (`program`) over dim[0] elements.
    TK_ELEMENTWISE,
    /// C[m,n] = A·B; slots C, A, B; dims m, n, k; flags bit 0: A is stored [k,m], bit 1: B is stored [n,k].
    TK_MATMUL,
    /// out[r] = sum over c of in[r,c]; dims rows, columns.
    TK_SUM_ROWS,
    /// out[c] = sum over r of in[r,c]; dims rows, columns.
    TK_SUM_COLUMNS,
    /// out[r] = max over c of in[r,c]; dims rows, columns.
    TK_MAX_ROWS,
    /// out[c] = max over r of in[r,c]; dims rows, columns.
    TK_MAX_COLUMNS,
    /// out[c,r] = in[r,c]; dims rows, columns.
    TK_TRANSPOSE,
    /// out[i,:] = in[index[i],:]; slots out, in, index; dims count, width, rows of in.
    TK_GATHER_ROWS,
    /// out = 0; out[index[i],:] += in[i,:] in order; slots out, in, index; dims count, width, rows of out.
    TK_SCATTER_ADD_ROWS,
    /// out = in; dim count.
    TK_COPY,
    /// out = 0; dim count.
    TK_ZERO,
    /// out[i] = uniform in [0,1), 24 bits; dim count; stream.
    TK_UNIFORM,
    /// out[i] = Beta(a, a) with a = in[0]; slots out, a; dim count; stream.
    TK_BETA,
    /// out = a random permutation; dim count; stream.
    TK_PERMUTATION,
    /// out = row (step - first step of the run) of the table; slots out, table; dim width.
    TK_TABLE_ROW,
    /// trace[(step - first), column] = in[0]; slots trace, in; dims width, column.
    TK_TRACE,
    /// out = in with axes exchanged; extents axes, then count, stride in, stride out of each; flags bit 0: the
    /// last two axes are a transposition (stride 1 out, then in), else the last has stride 1 on both sides.
    TK_PERMUTE,
    /// out[o, n, i] = in[o, i]; dims outer, times, inner.
    TK_REPEAT,
    /// out[o, i] = sum over r of in[o, r, i]; dims outer, reduced, inner.
    TK_SUM_MIDDLE,
    /// out[o, i] = max over r of in[o, r, i]; dims outer, reduced, inner.
    TK_MAX_MIDDLE,
    /// out[o, i] = in[o, start + i]; dims outer, width of out, width of in; extents start.
    TK_SLICE_ROWS,
    /// out[o, start + i] = in[o, i], else 0; dims outer, width of out, width of in; extents start.
    TK_PAD_ROWS,
    /// out[o, :] = a[o, :] then b[o, :]; slots out, a, b; dims outer, width of a, width of b.
    TK_CONCATENATE_ROWS,
    /// A product per item of a batch, as TK_MATMUL; extents batch.
    TK_BATCHED_MATMUL,
    /// out[b, y, x, ky, kx, c] = in at the window's position, 0 outside; extents `tk_window`.
    TK_EXTRACT_PATCHES,
    /// The adjoint: out = 0; every patch is added where it was taken from, in order; extents `tk_window`.
    TK_FOLD_PATCHES,
    /// out[b, y, x, c] = sum of the window's positions in order; extents `tk_window`.
    TK_SUM_WINDOWS,
    /// The adjoint: out = 0; in[b, y, x, c] is added at the window's positions; extents `tk_window`.
    TK_SPREAD_WINDOWS,
    /// out[b, y, x, c] = the position ky * kernel width + kx of the first largest; extents `tk_window`.
    TK_WINDOW_ARGUMENT,
    /// out[b, y, x, c] = in at position index[b, y, x, c]; slots out, in, index; extents `tk_window`.
    TK_WINDOW_SELECT,
    /// The adjoint: out = 0; in is added at its position; slots out, in, index; extents `tk_window`.
    TK_WINDOW_SCATTER,
    /// out[r] = column of the k-th smallest of in[r, :], k = in2[0]; slots out, in, k; dims rows, columns.
    TK_RANK_INDEX,
    /// out[r] = in[r, index[r]]; slots out, in, index; dims rows, columns.
    TK_GATHER_ELEMENTS,
    /// out[r, index[r]] = in[r], else 0; slots out, in, index; dims rows, columns.
    TK_SCATTER_ELEMENTS,
    /// out[i] = a standard normal; dim count; stream.
    TK_NORMAL,
} tk_opcode;

/// How a window moves over [batch, height, width, channels]; outputs are [batch, out height, out width, …].
typedef struct {
    int64_t batch, height, width, channels;
    int64_t out_height, out_width;
    int64_t kernel_height, kernel_width;
    int64_t stride_height, stride_width;
    /// Positions before the first row and column.
    int64_t top, left;
    int64_t dilation_height, dilation_width;
} tk_window;

/// One operation of a fused elementwise program.
typedef enum {
    TK_EW_COPY,
    TK_EW_ADD,
    TK_EW_SUBTRACT,
    TK_EW_MULTIPLY,
    TK_EW_DIVIDE,
    TK_EW_NEGATE,
    TK_EW_ABSOLUTE,
    TK_EW_SQUARE_ROOT,
    TK_EW_EXP,
    TK_EW_LOG,
    TK_EW_TANH,
    TK_EW_ERF,
    TK_EW_MAXIMUM,
    TK_EW_MINIMUM,
    /// a > b ? 1 : 0
    TK_EW_GREATER,
    /// a == b ? 1 : 0
    TK_EW_EQUAL,
    /// a != 0 ? b : c
    TK_EW_SELECT,
    /// |a| < 2^-126 ? 0 : a
    TK_EW_FLUSH,
    /// a * b + c, rounded twice: two operations in one pass over the registers.
    TK_EW_MULTIPLY_ADD,
    /// a * b - c, rounded twice.
    TK_EW_MULTIPLY_SUBTRACT,
    /// c - a * b, rounded twice.
    TK_EW_SUBTRACT_PRODUCT,
    TK_EW_SQUARE,
    /// ln(1 + a)
    TK_EW_LOG1P,
    /// 1 / (1 + e^-a)
    TK_EW_SIGMOID,
    TK_EW_SIN,
    TK_EW_COS,
    /// a^b
    TK_EW_POWER,
    /// The sum of all elements (sixteen lanes, then the fixed tree); the accumulator keeps them.
    TK_EW_SUM,
} tk_ew_opcode;

/// Elements a fused program works on at a time, at most; a register in memory holds so many floats.
#define TK_BLOCK 128

/// How a fused program reads an input.
typedef enum {
    /// Element i is source[i]; read in place.
    TK_OPERAND_DIRECT,
    /// Element i is source[i % period].
    TK_OPERAND_PERIODIC,
    /// Element i is source[(i / repeat) % period].
    TK_OPERAND_REPEATED,
    /// Element i is source[0] times the value of the constant run that i lies in; `period` is the index of the
    /// first run.
    TK_OPERAND_RUNS,
    /// Every element is source[0].
    TK_OPERAND_SCALAR,
} tk_operand_kind;

/// An input of a fused program.
typedef struct {
    int32_t kind;
    int32_t slot;
    int32_t reg;
    int32_t padding;
    /// Where in the scratch memory a varying one may keep a copy: TK_BLOCK floats, twice as many where periodic.
    int64_t scratch;
    int64_t repeat;
    int64_t period;
} tk_operand;

/// Elements before `end` (and from the end of the run before) are `value`; the last run ends at the count.
typedef struct {
    int64_t end;
    float value;
    int32_t padding;
} tk_constant_run;

/// One operation: accumulator = opcode(a, b, c), where each of them is a register in memory or the
/// accumulator itself.
typedef struct {
    /// 32 · tk_ew_opcode + 8 · which operand is the accumulator (0: none, 1: a, 2: b, 3: c)
    /// + which operands are one scalar for all elements (1: a, 2: b, 4: c).
    int32_t opcode;
    /// The register that the result is stored to; -1: none.
    int32_t destination;
    int32_t a;
    int32_t b;
    int32_t c;
    /// Which of the program's sums, for TK_EW_SUM.
    int32_t sum;
} tk_ew_op;

/// A fused elementwise program: ranges of the plan's tables.
///
/// Registers 0 ..< direct_count are direct operands, the next result_count are results (both move along
/// memory); then come the other operands and temporary values.
typedef struct {
    int32_t first_operand, operand_count;
    /// Operands are ordered: direct, then those that vary from block to block, then scalars.
    int32_t direct_count, varying_count;
    int32_t first_op, op_count;
    /// Results: the slots that the registers direct_count ... point to.
    int32_t first_result, result_count;
    /// Sums over all elements: their slots follow the results.
    int32_t sum_count;
    int32_t register_count;
} tk_program;

/// One instruction.
typedef struct {
    int32_t opcode;
    int32_t flags;
    int32_t slot[3];
    /// Index of the fused program, for TK_ELEMENTWISE.
    int32_t program;
    /// Index of the random stream, for those that draw.
    int32_t stream;
    /// Index of the first further extent in the plan's table, for those that have any.
    int32_t extents;
    int64_t dim[3];
} tk_instruction;

/// Where a slot lives: `offset` floats into buffer `buffer`; buffer 0 is the arena.
typedef struct {
    int32_t buffer;
    int32_t padding;
    int64_t offset;
} tk_slot;

/// A compiled step.
typedef struct {
    const tk_instruction *instructions;
    int64_t instruction_count;
    const tk_slot *slots;
    int64_t slot_count;
    const tk_program *programs;
    const tk_operand *operands;
    const tk_ew_op *ops;
    /// Slots of results and sums.
    const int32_t *results;
    const tk_constant_run *runs;
    const int64_t *extents;
} tk_plan;

/// What a run binds a plan to.
typedef struct {
    /// The arena, then states, inputs, tables, trace; each padded to a multiple of 16 floats.
    float *const *buffers;
    /// One key per random stream.
    const tk_key *keys;
    /// Room for slot_count pointers.
    float **slot_pointers;
    /// Room for the plan's registers (TK_BLOCK floats each) and the packed panel of a product.
    float *scratch;
    /// The global number of the first step (what random numbers are counted by).
    uint64_t first_step;
    /// How many steps to run.
    uint64_t step_count;
} tk_run;

/// The instruction-set levels, slowest first.
typedef enum { TK_LEVEL_BASELINE, TK_LEVEL_AVX2, TK_LEVEL_AVX512 } tk_level;

/// Whether this machine has `level`.
int tk_has_level(tk_level level);

/// Floats of scratch that a product with inner dimension k needs, beside the registers.
int64_t tk_panel_floats(int64_t k);

/// Runs a plan; the bits do not depend on the level.
void tk_plan_run(tk_level level, const tk_plan *plan, const tk_run *run);

/// tk_log and tk_cos of 2^-1022 <= x[i] < 8, to the bit, as the kernel of normals computes them: for the tests, since
/// a draw cannot be given its uniforms.
void tk_log_cos(tk_level level, const double *x, double *logarithms, double *cosines, int64_t count);

#endif
