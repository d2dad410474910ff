// The floating-point environment of a thread.
#include "environment.h"

#if defined(__x86_64__)
#include <immintrin.h>

// MXCSR: bits 0 to 5 are flags that operations leave behind, 6 is DAZ, 7 to 12 mask the traps, 13 and 14 are
// the rounding direction, 15 is FTZ.
static const uint64_t flags = 0x3f, standard = 0x1f80, careless = 0x1f80 | 0x8040 | 0x6000;

static uint64_t control(void) { return _mm_getcsr(); }
static void set_control(uint64_t value) { _mm_setcsr((unsigned)value); }
#elif defined(__aarch64__)
// FPCR: bits 22 and 23 are the rounding direction, 24 is FZ; those of traps and of alternative handling are 0.
static const uint64_t flags = 0, standard = 0, careless = 0x1c00000;

static uint64_t control(void) {
    uint64_t value;
    __asm__ volatile("mrs %0, fpcr" : "=r"(value)::"memory");
    return value;
}

static void set_control(uint64_t value) { __asm__ volatile("msr fpcr, %0" ::"r"(value) : "memory"); }
#else
#error "The floating-point control register of this architecture is not known."
#endif

tk_environment tk_standard_environment(void) { return (tk_environment){standard}; }

tk_environment tk_careless_environment(void) { return (tk_environment){careless}; }

tk_environment tk_exchange_environment(tk_environment environment) {
    const tk_environment before = {control()};
    set_control(environment.control);
    return before;
}

int tk_environment_is_standard(void) { return (control() & ~flags) == standard; }
