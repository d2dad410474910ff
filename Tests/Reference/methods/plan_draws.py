"""What the steps of a fit draw from named streams, written again: Philox 4x32-10, a counter per step and element."""

import math
import pathlib
import sys

import numpy
import torch

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from random_stream import RandomStream, philox  # noqa: E402

SEED = 6


class Draws:
    """The draws of one stream; the seed is that of the fixture."""

    def __init__(self, name, seed=SEED):
        self.key = RandomStream(seed, name).key

    def words(self, first, second, step):
        return philox((first, second, step & 0xFFFFFFFF, step >> 32), self.key)

    def uniform(self, step, *shape):
        """24 bits each, four elements to a block."""
        count = math.prod(shape)
        words = [w for block in range((count + 3) // 4) for w in self.words(block, 0, step)]
        return torch.tensor([(w >> 8) * 2.0**-24 for w in words[:count]]).reshape(shape)

    def open_uniform(self, step, element, index):
        words = self.words(element, index // 2, step)
        high, low = words[2 * (index & 1):2 * (index & 1) + 2]
        return ((high << 32 | low) >> 12) * 2.0**-52 + 2.0**-53

    def one_normal(self, step, element, index=0):
        u, v = self.open_uniform(step, element, index), self.open_uniform(step, element, index + 1)
        return math.sqrt(-2 * math.log(u)) * math.cos(2 * math.pi * v)

    def normal(self, step, *shape):
        """Box and Muller."""
        values = [self.one_normal(step, element) for element in range(math.prod(shape))]
        return torch.tensor(values).reshape(shape)

    def beta(self, step, alpha):
        """Two Gamma variates (Marsaglia and Tsang), in logarithms; alpha as a float."""
        alpha = float(numpy.float32(alpha))
        index = 0

        def log_gamma():
            nonlocal index
            boost, a = 0.0, alpha
            if a < 1:
                boost = math.log(self.open_uniform(step, 0, index)) / a
                index += 1
                a += 1
            d = a - 1 / 3
            c = 1 / math.sqrt(9 * d)
            while True:
                x = self.one_normal(step, 0, index)
                u = self.open_uniform(step, 0, index + 2)
                index += 3
                t = 1 + c * x
                if t > 0 and math.log(u) < 0.5 * x * x + d * (1 - t**3 + math.log(t**3)):
                    return math.log(d * t**3) + boost

        x = log_gamma()
        y = log_gamma()
        return 1 / (1 + math.exp(y - x))

    def permutation(self, step, count):
        """Fisher and Yates from the end, Lemire's integers."""
        def below(element, bound):
            threshold = (1 << 32) % bound
            attempt = 0
            while True:
                for word in self.words(element, attempt, step):
                    high, low = divmod(word * bound, 1 << 32)
                    if low >= threshold:
                        return high
                attempt += 1

        order = list(range(count))
        for i in range(count - 1, 0, -1):
            j = below(i, i + 1)
            order[i], order[j] = order[j], order[i]
        return order
