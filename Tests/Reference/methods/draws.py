"""The random numbers of the program's plans, written anew from docs/numerics.md: Philox 4x32-10 and Box-Muller."""

import hashlib
import math

import torch

SEED = 6  # of MethodReferenceTests
WORD = (1 << 32) - 1


def _philox(counter, key):
    c, (k0, k1) = list(counter), key
    for _ in range(10):
        p0, p1 = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [(p1 >> 32) ^ c[1] ^ k0, p1 & WORD, (p0 >> 32) ^ c[3] ^ k1, p0 & WORD]
        k0, k1 = (k0 + 0x9E3779B9) & WORD, (k1 + 0xBB67AE85) & WORD
    return c


def _key(name, seed):
    digest = hashlib.sha256(f"bench random stream\0{seed}\0{name}".encode()).digest()
    return int.from_bytes(digest[:4], "little"), int.from_bytes(digest[4:8], "little")


def uniform(shape, name, step, seed=SEED):
    """Uniforms in [0, 1), 24 bits each: element i is word i mod 4 of block i / 4."""
    key, count = _key(name, seed), math.prod(shape)
    words = [w for block in range((count + 3) // 4) for w in _philox((block, 0, step, 0), key)]
    return torch.tensor([(w >> 8) * 2.0**-24 for w in words[:count]]).reshape(shape)


def normal(shape, name, step, seed=SEED):
    """Standard normals: the cosine branch of Box and Muller, of two 52-bit uniforms in (0, 1) from one block."""
    key, values = _key(name, seed), []
    for element in range(math.prod(shape)):
        a, b, c, d = _philox((element, 0, step, 0), key)
        u, v = ((((high << 32 | low) >> 12) + 0.5) * 2.0**-52 for high, low in [(a, b), (c, d)])
        values.append(math.sqrt(-2 * math.log(u)) * math.cos(2 * math.pi * v))
    return torch.tensor(values).reshape(shape)
