// Runs recorded plans again: reads files that `PlanRecorder` wrote (Sources/TensorCore/Execution), runs every
// plan on the kernels this program is compiled with, and compares the digests of all bound buffers.
//
//   replay FILE...       prints `NAME SHA-256` for each named result; exit 1 where a digest differs, or where no
//                        recording has an instruction or elementwise operation that plan.h declares
//   replay --functions   prints digests of the double functions and the random streams, over many arguments
//
// Needs clang, the sources of CTensorKernels, and the numbers of opcodes in plan.h as OPCODES and EW_OPCODES; see
// scripts/check-arm64.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "CTensorKernels.h"

static void fail(const char *file, const char *what) {
    fprintf(stderr, "%s: %s\n", file, what);
    exit(2);
}

// SHA-256 (FIPS 180-4) ------------------------------------------------------------------------------------------

typedef struct {
    uint32_t state[8];
    uint8_t block[64];
    uint64_t length;
} sha256;

static uint32_t rotated(uint32_t x, int n) { return (x >> n) | (x << (32 - n)); }

static uint32_t fractional_bits(int prime, int is_cube) {
    // The first 32 bits of the fraction of a prime's square or cube root: the largest r with r^n <= p 2^(32 n).
    unsigned __int128 low = 0, high = (unsigned __int128)20 << 32;
    while (high - low > 1) {
        const unsigned __int128 r = (low + high) / 2;
        // r < 2^37, so r^3 < 2^111.
        const int fits = is_cube ? r * r * r <= (unsigned __int128)prime << 96
                                 : r * r <= (unsigned __int128)prime << 64;
        if (fits) low = r;
        else high = r;
    }
    return (uint32_t)low;
}

static uint32_t sha_start[8], sha_round[64];

static void sha_prepare(void) {
    int count = 0;
    for (int candidate = 2; count < 64; candidate++) {
        int is_prime = 1;
        for (int d = 2; d * d <= candidate; d++) is_prime &= candidate % d != 0;
        if (!is_prime) continue;
        if (count < 8) sha_start[count] = fractional_bits(candidate, 0);
        sha_round[count++] = fractional_bits(candidate, 1);
    }
}

static void sha_compress(sha256 *s) {
    uint32_t w[64], v[8];
    for (int i = 0; i < 16; i++) {
        const uint8_t *p = s->block + 4 * i;
        w[i] = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
    }
    for (int i = 16; i < 64; i++) {
        const uint32_t a = w[i - 15], b = w[i - 2];
        w[i] = w[i - 16] + (rotated(a, 7) ^ rotated(a, 18) ^ (a >> 3)) + w[i - 7] +
               (rotated(b, 17) ^ rotated(b, 19) ^ (b >> 10));
    }
    memcpy(v, s->state, sizeof v);
    for (int i = 0; i < 64; i++) {
        const uint32_t choice = (v[4] & v[5]) ^ (~v[4] & v[6]);
        const uint32_t majority = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]);
        const uint32_t one =
            v[7] + (rotated(v[4], 6) ^ rotated(v[4], 11) ^ rotated(v[4], 25)) + choice + sha_round[i] + w[i];
        const uint32_t two = (rotated(v[0], 2) ^ rotated(v[0], 13) ^ rotated(v[0], 22)) + majority;
        memmove(v + 1, v, 7 * sizeof *v);
        v[4] += one;
        v[0] = one + two;
    }
    for (int i = 0; i < 8; i++) s->state[i] += v[i];
}

static void sha_byte(sha256 *s, uint8_t byte) {
    s->block[s->length++ % 64] = byte;
    if (s->length % 64 == 0) sha_compress(s);
}

static void sha_print(sha256 *s) {
    const uint64_t bits = 8 * s->length;
    sha_byte(s, 0x80);
    while (s->length % 64 != 56) sha_byte(s, 0);
    for (int i = 0; i < 8; i++) sha_byte(s, (uint8_t)(bits >> (56 - 8 * i)));
    for (int i = 0; i < 8; i++) printf("%08x", s->state[i]);
    printf("\n");
}

// Digests of floats ---------------------------------------------------------------------------------------------

/// The bits, every NaN as the same one: its sign and payload differ between CPUs.
static uint32_t canonical(const float *value) {
    uint32_t bits;
    memcpy(&bits, value, sizeof bits);
    return (bits & 0x7fffffffu) > 0x7f800000u ? 0x7fc00000u : bits;
}

static const uint64_t first_digest = 0xcbf29ce484222325u;

static uint64_t digest_of(uint64_t digest, uint64_t bits) { return (digest ^ bits) * 0x100000001b3u; }

static uint64_t digest_of_double(uint64_t digest, double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return digest_of(digest, value != value ? 0x7ff8000000000000u : bits);
}

// Recordings ----------------------------------------------------------------------------------------------------

typedef struct {
    tk_plan plan;
    int64_t arena_count, scratch_count;
    float *constants;
} recorded_plan;

typedef struct {
    float *values;
    int64_t count;
} recorded_buffer;

typedef struct {
    const char *name;
    const uint8_t *next, *end;
} reader;

static int64_t number(reader *r) {
    int64_t value;
    if (r->end - r->next < (int64_t)sizeof value) fail(r->name, "ends too early");
    memcpy(&value, r->next, sizeof value);
    r->next += sizeof value;
    return value;
}

/// Floats in whole cache lines, `byte` in every byte.
static float *floats(int64_t count, int byte) {
    const size_t size = ((size_t)count * sizeof(float) + 63) / 64 * 64 + 64;
    float *memory = aligned_alloc(64, size);
    if (!memory) fail("replay", "out of memory");
    return memset(memory, byte, size);
}

/// A table of elements of `size` bytes, copied to where it is aligned.
static void *table(reader *r, size_t size, int64_t *count) {
    int64_t n = number(r);
    if (n < 0 || (uint64_t)(r->end - r->next) / size < (uint64_t)n) fail(r->name, "ends too early");
    const size_t bytes = (size_t)n * size;
    void *memory = floats((int64_t)((bytes + 3) / 4), 0);
    memcpy(memory, r->next, bytes);
    r->next += bytes;
    if (count) *count = n;
    return memory;
}

enum { limit = 4096 };

/// What the recordings use.
static int seen[OPCODES], ew_seen[EW_OPCODES];

static void see(const char *name, const tk_plan *plan) {
    for (int64_t i = 0; i < plan->instruction_count; i++) {
        const tk_instruction *x = plan->instructions + i;
        if (x->opcode < 0 || x->opcode >= OPCODES) fail(name, "has an unknown instruction");
        seen[x->opcode] = 1;
        if (x->opcode != TK_ELEMENTWISE) continue;
        const tk_program *program = plan->programs + x->program;
        for (int32_t j = program->first_op; j < program->first_op + program->op_count; j++) {
            const int32_t opcode = plan->ops[j].opcode / 32;
            if (opcode < 0 || opcode >= EW_OPCODES) fail(name, "has an unknown elementwise operation");
            ew_seen[opcode] = 1;
        }
    }
}

/// Runs one recording; returns the number of digests that differ and adds to the number compared.
static int64_t replay(reader *r, int64_t *compared) {
    static recorded_plan plans[limit];
    static recorded_buffer buffers[limit];
    memset(plans, 0, sizeof plans);
    memset(buffers, 0, sizeof buffers);
    int64_t plan_count = 0, wrong = 0;
    static const char magic[] = "bench plans 1\n";
    if (r->end - r->next < (int64_t)sizeof magic - 1 || memcmp(r->next, magic, sizeof magic - 1)) {
        fail(r->name, "is no recording of this version");
    }
    r->next += sizeof magic - 1;
    const size_t sizes[] = {sizeof(tk_instruction), sizeof(tk_slot),   sizeof(tk_program), sizeof(tk_operand),
                            sizeof(tk_ew_op),       sizeof(tk_constant_run), sizeof(tk_key)};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        if (number(r) != (int64_t)sizes[i]) fail(r->name, "has tables of another layout");
    }
    while (r->next < r->end) {
        switch (number(r)) {
            case 1: {
                if (plan_count == limit) fail(r->name, "has too many plans");
                recorded_plan *p = plans + plan_count++;
                p->arena_count = number(r);
                p->scratch_count = number(r);
                p->plan.instructions = table(r, sizeof(tk_instruction), &p->plan.instruction_count);
                p->plan.slots = table(r, sizeof(tk_slot), &p->plan.slot_count);
                p->plan.programs = table(r, sizeof(tk_program), NULL);
                p->plan.operands = table(r, sizeof(tk_operand), NULL);
                p->plan.ops = table(r, sizeof(tk_ew_op), NULL);
                p->plan.results = table(r, sizeof(int32_t), NULL);
                p->plan.runs = table(r, sizeof(tk_constant_run), NULL);
                p->plan.extents = table(r, sizeof(int64_t), NULL);
                p->constants = table(r, sizeof(float), NULL);
                see(r->name, &p->plan);
                break;
            }
            case 2: {
                const int64_t n = number(r);
                if (n < 0 || n >= limit) fail(r->name, "has too many buffers");
                free(buffers[n].values);
                buffers[n].values = table(r, sizeof(float), &buffers[n].count);
                break;
            }
            case 3: {
                const int64_t n = number(r);
                if (n < 0 || n >= plan_count) fail(r->name, "runs a plan it does not have");
                const recorded_plan *p = plans + n;
                tk_run run = {.first_step = (uint64_t)number(r), .step_count = (uint64_t)number(r)};
                tk_key *keys = table(r, sizeof(tk_key), NULL);
                int64_t bound_count;
                int64_t *bound = table(r, sizeof(int64_t), &bound_count);
                // Memory that a plan may only read after writing it is not a number here.
                float *arena = floats(p->arena_count, 0xff), *scratch = floats(p->scratch_count, 0xff);
                float *pointers[bound_count + 2];
                pointers[0] = arena;
                pointers[1] = p->constants;
                for (int64_t i = 0; i < bound_count; i++) {
                    if (bound[i] < 0 || bound[i] >= limit) fail(r->name, "binds a buffer it does not have");
                    pointers[i + 2] = buffers[bound[i]].values;
                }
                float **slots = calloc((size_t)p->plan.slot_count + 1, sizeof *slots);
                run.buffers = pointers;
                run.keys = keys;
                run.slot_pointers = slots;
                run.scratch = scratch;
                tk_plan_run(TK_LEVEL_BASELINE, &p->plan, &run);
                uint64_t digest = first_digest;
                for (int64_t i = 0; i < bound_count; i++) {
                    const recorded_buffer *b = buffers + bound[i];
                    for (int64_t j = 0; j < b->count; j++) digest = digest_of(digest, canonical(b->values + j));
                }
                *compared += 1;
                if (digest != (uint64_t)number(r)) {
                    if (wrong == 0) fprintf(stderr, "%s: run %lld gives other bits\n", r->name, (long long)*compared);
                    wrong += 1;
                }
                free(keys);
                free(bound);
                free(arena);
                free(scratch);
                free(slots);
                break;
            }
            case 4: {
                int64_t length;
                char *name = table(r, 1, &length);
                int64_t parts;
                int64_t *part = table(r, sizeof(int64_t), &parts);
                sha256 sha = {.length = 0};
                memcpy(sha.state, sha_start, sizeof sha.state);
                for (int64_t p = 0; p < parts; p++) {
                    if (part[p] < 0 || part[p] >= limit) fail(r->name, "names a buffer it does not have");
                    const recorded_buffer *b = buffers + part[p];
                    for (int64_t i = 0; i < b->count; i++) {
                        const uint32_t bits = canonical(b->values + i);
                        for (int shift = 0; shift < 32; shift += 8) sha_byte(&sha, (uint8_t)(bits >> shift));
                    }
                }
                free(part);
                printf("%.*s ", (int)length, name);
                sha_print(&sha);
                free(name);
                break;
            }
            default: fail(r->name, "holds something unknown");
        }
    }
    for (int64_t i = 0; i < limit; i++) free(buffers[i].values);
    for (int64_t i = 0; i < plan_count; i++) {
        const tk_plan *p = &plans[i].plan;
        const void *tables[] = {p->instructions, p->slots, p->programs, p->operands, p->ops, p->results,
                                p->runs,         p->extents,
                                plans[i].constants};
        for (size_t j = 0; j < sizeof tables / sizeof *tables; j++) free((void *)(uintptr_t)tables[j]);
    }
    return wrong;
}

// Functions of the host -----------------------------------------------------------------------------------------

static void functions(void) {
    const struct {
        const char *name;
        double (*function)(double);
    } all[] = {{"exp", tk_exp},   {"log", tk_log},         {"log1p", tk_log1p}, {"tanh", tk_tanh},
               {"erf", tk_erf},   {"sigmoid", tk_sigmoid}, {"sin", tk_sin},     {"cos", tk_cos},
               {"sqrt", tk_sqrt}};
    for (size_t f = 0; f < sizeof all / sizeof *all; f++) {
        uint64_t digest = first_digest;
        // An odd stride visits every exponent and both signs; then the interval where all four do something.
        for (uint64_t i = 0; i < 1 << 19; i++) {
            const uint64_t bits = i * 0x00002000300070b5u;
            double x;
            memcpy(&x, &bits, sizeof x);
            digest = digest_of_double(digest, all[f].function(x));
            digest = digest_of_double(digest, all[f].function(((double)i - 0x1p18) * 0x1.1p-9));
        }
        printf("%s %016llx\n", all[f].name, (unsigned long long)digest);
    }
    uint64_t powers = first_digest;
    for (uint64_t i = 0; i < 1 << 19; i++) {
        const double x = ((double)i - 0x1p14) * 0x1.3p-10, y = ((double)(i * 7919 % 4096) - 0x1p11) * 0x1p-5;
        powers = digest_of_double(powers, tk_pow(x, y));
    }
    printf("pow %016llx\n", (unsigned long long)powers);
    uint64_t exponentials = first_digest;
    for (uint64_t i = 0; i < 1 << 9; i++) {
        double values[1001];
        for (int j = 0; j < 1001; j++) values[j] = ((double)(1001 * i) + j - 0x1p18) * 0x1.7p-9;
        tk_exponentials(values, values, 1001);
        for (int j = 0; j < 1001; j++) exponentials = digest_of_double(exponentials, values[j]);
    }
    printf("exponentials %016llx\n", (unsigned long long)exponentials);
    const tk_key key = {{0x243f6a88u, 0x85a308d3u}};
    uint64_t words = first_digest, open = first_digest, normals = first_digest, betas = first_digest;
    for (uint32_t i = 0; i < 1 << 15; i++) {
        const uint64_t step = (uint64_t)i << (i % 49);
        const uint32_t counter[4] = {i, i ^ 5, (uint32_t)step, (uint32_t)(step >> 32)};
        uint32_t out[4];
        tk_philox(counter, key, out);
        for (int word = 0; word < 4; word++) words = digest_of(words, out[word]);
        open = digest_of_double(open, tk_uniform_open(key, step, i, i % 7));
        normals = digest_of_double(normals, tk_normal(key, step, i, 2 * (i % 7)));
        betas = digest_of_double(betas, tk_beta(key, step, i, 0.01 * (double)(i % 1000)));
    }
    uint64_t permutations = first_digest;
    for (int64_t count = 1; count < 2000; count += 37) {
        float order[2000];
        tk_permutation(key, (uint64_t)count, count, order);
        for (int64_t i = 0; i < count; i++) permutations = digest_of(permutations, canonical(order + i));
    }
    printf("philox %016llx\n", (unsigned long long)words);
    printf("uniform %016llx\n", (unsigned long long)open);
    printf("normal %016llx\n", (unsigned long long)normals);
    printf("beta %016llx\n", (unsigned long long)betas);
    printf("permutation %016llx\n", (unsigned long long)permutations);
}

int main(int count, char **arguments) {
    sha_prepare();
    if (count == 2 && !strcmp(arguments[1], "--functions")) {
        functions();
        return 0;
    }
    int64_t wrong = 0, compared = 0;
    for (int i = 1; i < count; i++) {
        FILE *file = fopen(arguments[i], "rb");
        if (!file) fail(arguments[i], "cannot be opened");
        fseek(file, 0, SEEK_END);
        const long size = ftell(file);
        rewind(file);
        uint8_t *bytes = malloc((size_t)size);
        if (!bytes || fread(bytes, 1, (size_t)size, file) != (size_t)size) fail(arguments[i], "cannot be read");
        fclose(file);
        reader r = {arguments[i], bytes, bytes + size};
        wrong += replay(&r, &compared) > 0;
        free(bytes);
    }
    fprintf(stderr, "%lld runs of %d recordings, %lld recordings differ\n", (long long)compared, count - 1,
            (long long)wrong);
    int unseen = 0;
    for (int i = 0; i < OPCODES; i++) {
        if (!seen[i]) fprintf(stderr, "no recording has instruction %d\n", i), unseen++;
    }
    for (int i = 0; i < EW_OPCODES; i++) {
        if (!ew_seen[i]) fprintf(stderr, "no recording has elementwise operation %d\n", i), unseen++;
    }
    return wrong > 0 || unseen > 0;
}
