// Exponentials of many doubles at once, for the probabilities that metrics are made of.
#ifndef CTENSORKERNELS_EXPONENTIALS_H
#define CTENSORKERNELS_EXPONENTIALS_H

#include <stdint.h>

/// out[i] = tk_exp(in[i]), to the bit; `out` may be `in`.
void tk_exponentials(const double *in, double *out, int64_t count);

#endif
