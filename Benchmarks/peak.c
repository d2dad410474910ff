// The most fused multiply-adds per second that one core reaches: independent chains in registers, no memory.
// Prints floating-point operations per second, two for each multiply-add. Benchmarks/support.py compiles it.
#include <stdio.h>
#include <time.h>

#if defined(__AVX512F__)
#define WIDTH 64
#elif defined(__AVX__)
#define WIDTH 32
#else
#define WIDTH 16
#endif
typedef float vector __attribute__((vector_size(WIDTH)));

static double seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

int main(int count, char **arguments) {
    (void)arguments;
    enum { chains = 12, steps = 20000000 };
    // Not known to the compiler, so that nothing is computed beforehand.
    const float factor = count > 99 ? 2.0f : 0.999f, addend = count > 99 ? 2.0f : 0.001f;
    double best = 0;
    for (int round = 0; round < 5; round++) {
        vector sum[chains] = {{0}};
        const vector a = sum[0] + factor, b = sum[0] + addend;
        // Each chain another, or they would be computed once.
        for (int j = 0; j < chains; j++) sum[j] += addend * (float)j;
        const double began = seconds();
        for (int i = 0; i < steps / 5; i++) {
#pragma GCC unroll 12
            for (int j = 0; j < chains; j++) sum[j] = sum[j] * a + b;
        }
        const double spent = seconds() - began;
        for (int j = 1; j < chains; j++) sum[0] += sum[j];
        const double rate = 2.0 * chains * (WIDTH / 4) * (steps / 5) / spent;
        if (sum[0][0] != 0 && rate > best) best = rate;
    }
    printf("%.6g\n", best);
    return 0;
}
