// The floating-point environment of a thread: rounding direction, flushing of subnormal numbers, traps.
//
// A host program, a preloaded library or a runtime linked with fast-math flags can leave other settings behind
// than IEEE 754's defaults; correctly rounded operations would then have other bits.
#ifndef CTENSORKERNELS_ENVIRONMENT_H
#define CTENSORKERNELS_ENVIRONMENT_H

#include <stdint.h>

/// The control register: MXCSR on x86-64 (with its exception flags), FPCR on arm64.
typedef struct {
    uint64_t control;
} tk_environment;

/// To nearest with ties to even, subnormal numbers kept, no traps.
tk_environment tk_standard_environment(void);
/// Towards zero, subnormal arguments and results flushed: what the tests set to show that nothing changes.
tk_environment tk_careless_environment(void);
/// Sets the calling thread's environment and returns what it was.
tk_environment tk_exchange_environment(tk_environment environment);
/// Whether the calling thread rounds to nearest, keeps subnormal numbers and does not trap.
int tk_environment_is_standard(void);

#endif
