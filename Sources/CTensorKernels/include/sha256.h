// SHA-256 (FIPS 180-4) by the CPU's own instructions, where it has them.
#ifndef CTENSORKERNELS_SHA256_H
#define CTENSORKERNELS_SHA256_H

#include <stddef.h>
#include <stdint.h>

/// Whether tk_sha256 can be called on this CPU.
int tk_has_sha256(void);

/// Compresses `count` blocks of 64 bytes into the eight words of `state` (section 6.2.2).
void tk_sha256(uint32_t *state, const uint8_t *blocks, size_t count);

#endif
