"""The random streams of bench, written again: SHA-256 for the key, Philox 4x32-10 for the numbers.

Salmon, Moraes, Dror & Shaw 2011, Parallel random numbers: as easy as 1, 2, 3.
"""

import hashlib
import math
import struct

MASK = 0xFFFFFFFF


def philox(counter, key):
    a, b, c, d = counter
    k, l = key
    for _ in range(10):
        high, low = divmod(a * 0xD2511F53, 1 << 32)
        other, least = divmod(c * 0xCD9E8D57, 1 << 32)
        a, b, c, d = other ^ b ^ k, least, high ^ d ^ l, low
        k, l = (k + 0x9E3779B9) & MASK, (l + 0xBB67AE85) & MASK
    return a, b, c, d


class RandomStream:
    def __init__(self, seed, name):
        digest = hashlib.sha256(f"bench random stream\0{seed}\0{name}".encode()).digest()
        self.key = struct.unpack("<II", digest[:8])
        self.counter, self.words = 0, []

    def word(self):
        if not self.words:
            high = 0x80000000 | self.counter >> 32
            self.words = list(philox((self.counter & MASK, high, 0, 0), self.key))
            self.counter += 1
        return self.words.pop(0)

    def integer(self, bound):
        """Lemire's multiplication with rejection."""
        threshold = (1 << 32) % bound
        while True:
            high, low = divmod(self.word() * bound, 1 << 32)
            if low >= threshold:
                return high

    def permutation(self, count):
        """Fisher and Yates, from the end."""
        order = list(range(count))
        for last in range(count - 1, 0, -1):
            other = self.integer(last + 1)
            order[last], order[other] = order[other], order[last]
        return order

    def uniform(self):
        """53 bits, the first word on top."""
        high, low = self.word(), self.word()
        return ((high << 32 | low) >> 11) * 2.0**-53

    def normal(self):
        """Box and Muller, the cosine alone."""
        radius = math.sqrt(-2 * math.log(1 - self.uniform()))
        return radius * math.cos(2 * math.pi * self.uniform())
