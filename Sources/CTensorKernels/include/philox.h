// Counter-based random numbers: Philox 4x32-10 (Salmon, Moraes, Dror, Shaw 2011, "Parallel random numbers:
// as easy as 1, 2, 3", SC'11), and the samplers that plans draw from.
#ifndef CTENSORKERNELS_PHILOX_H
#define CTENSORKERNELS_PHILOX_H

#include <stdint.h>

/// A key: the first 64 bits of SHA-256(seed, stream name).
typedef struct {
    uint32_t word[2];
} tk_key;

/// The four words of the counter (c0, c1, c2, c3).
void tk_philox(const uint32_t counter[4], tk_key key, uint32_t out[4]);

/// The 64-bit word pair `index` of element `element` at `step`, as a double in (0, 1) that is never 0 or 1.
double tk_uniform_open(tk_key key, uint64_t step, uint32_t element, uint32_t index);

/// A standard normal from the word pairs `index` and `index + 1` (Box & Muller 1958, cosine branch).
double tk_normal(tk_key key, uint64_t step, uint32_t element, uint32_t index);

/// Beta(alpha, alpha) as x/(x+y) of two gamma variates (Marsaglia & Tsang 2000, "A simple method for
/// generating gamma variables", with their boost for shapes below 1), in the log domain so that small
/// shapes do not underflow. alpha <= 0 gives 1, the neutral value.
double tk_beta(tk_key key, uint64_t step, uint32_t element, double alpha);

/// A uniform permutation of 0 ..< count (Fisher & Yates), written as floats; `count` < 2^24.
void tk_permutation(tk_key key, uint64_t step, int64_t count, float *out);

#endif
