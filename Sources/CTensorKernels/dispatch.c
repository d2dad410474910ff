// Which level runs.
#include "CTensorKernels.h"

void tk_plan_run_baseline(const tk_plan *plan, const tk_run *run);
void tk_plan_run_avx2(const tk_plan *plan, const tk_run *run);
void tk_plan_run_avx512(const tk_plan *plan, const tk_run *run);
void tk_log_cos_baseline(const double *x, double *logarithms, double *cosines, int64_t count);
void tk_log_cos_avx2(const double *x, double *logarithms, double *cosines, int64_t count);
void tk_log_cos_avx512(const double *x, double *logarithms, double *cosines, int64_t count);
float tk_calibrate_baseline(int64_t iterations);
float tk_calibrate_avx2(int64_t iterations);
float tk_calibrate_avx512(int64_t iterations);

int tk_has_level(tk_level level) {
    switch (level) {
        case TK_LEVEL_BASELINE: return 1;
#if defined(__x86_64__)
        case TK_LEVEL_AVX2: return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
        case TK_LEVEL_AVX512:
            return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                   __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
#endif
        default: return 0;
    }
}

int64_t tk_panel_floats(int64_t k) { return k * 64; }

static void run_on(tk_level level, const tk_plan *plan, const tk_run *run) {
    switch (level) {
#if defined(__x86_64__)
        case TK_LEVEL_AVX512: tk_plan_run_avx512(plan, run); return;
        case TK_LEVEL_AVX2: tk_plan_run_avx2(plan, run); return;
#endif
        default: tk_plan_run_baseline(plan, run); return;
    }
}

void tk_plan_run(tk_level level, const tk_plan *plan, const tk_run *run) {
    // Whatever the caller's thread has set; it finds its own settings and flags again.
    const tk_environment before = tk_exchange_environment(tk_standard_environment());
    run_on(level, plan, run);
    tk_exchange_environment(before);
}

void tk_log_cos(tk_level level, const double *x, double *logarithms, double *cosines, int64_t count) {
    switch (level) {
#if defined(__x86_64__)
        case TK_LEVEL_AVX512: tk_log_cos_avx512(x, logarithms, cosines, count); return;
        case TK_LEVEL_AVX2: tk_log_cos_avx2(x, logarithms, cosines, count); return;
#endif
        default: tk_log_cos_baseline(x, logarithms, cosines, count); return;
    }
}

float tk_calibrate(tk_level level, int64_t iterations) {
    switch (level) {
#if defined(__x86_64__)
        case TK_LEVEL_AVX512: return tk_calibrate_avx512(iterations);
        case TK_LEVEL_AVX2: return tk_calibrate_avx2(iterations);
#endif
        default: return tk_calibrate_baseline(iterations);
    }
}
