#!/usr/bin/env python3
"""Outputs, losses, gradients and running statistics of the models by PyTorch in float64; writes models.json.

    python3 Tests/Reference/models.py

Parameters and inputs are sines, so that a test can make the same ones: parameter i of the flat vector is
0.4 sin(0.7 i + 1), and 1 more where it is the gain of a norm; input i of the flat batch is 1.5 sin(1.3 i + 0.5).
In the embedding model, categorical column j of row r has level (7 r + 3 j) mod levels, and the last row has
none. Row r is of class r mod 3. The order of the parameters is that of the program: weights are stored
inputs x outputs, kernels height x width x inputs x outputs. Only PyTorch's own functions normalise, embed,
convolve and pool.
"""

import json
import math
import pathlib

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
ROWS, CLASSES = 6, 3
ACTIVATIONS = {"relu": torch.relu, "tanh": torch.tanh, "gelu": F.gelu}


class Parameters:
    """Hands out consecutive parts of a flat vector; a first pass without one finds its length."""

    def __init__(self):
        self.shapes, self.flat, self.at = [], None, 0

    def take(self, shape, gain=False):
        count = math.prod(shape)
        if self.flat is None:
            self.shapes.append((count, gain))
            return torch.zeros(shape)
        part = self.flat[self.at : self.at + count].reshape(shape)
        self.at += count
        return part

    def fill(self):
        values, i = [], 0
        for count, gain in self.shapes:
            for _ in range(count):
                values.append((1 if gain else 0) + 0.4 * math.sin(0.7 * i + 1))
                i += 1
        self.flat = torch.tensor(values, requires_grad=True)

    def affine(self, x, outputs):
        weight = self.take((x.shape[-1], outputs))
        return x @ weight + self.take((outputs,))


class Statistics:
    """Running means and variances by the norm's number."""

    def __init__(self):
        self.values, self.at, self.training = [], 0, True

    def batch_norm(self, x, gain, bias):
        """x: rows x channels, or rows x channels x places."""
        if self.at == len(self.values):
            self.values.append((torch.zeros(x.shape[1]), torch.ones(x.shape[1])))
        mean, variance = self.values[self.at]
        self.at += 1
        return F.batch_norm(x, mean, variance, gain, bias, training=self.training, momentum=0.1, eps=1e-5)


def norm(kind, x, p, s):
    if kind == "none":
        return x
    gain, bias = p.take((x.shape[1],), gain=True), p.take((x.shape[1],))
    if kind == "layer":
        return F.layer_norm(x, (x.shape[1],), gain, bias, eps=1e-5)
    return s.batch_norm(x, gain, bias)


def residual(kind, activation, width, hidden, blocks):
    def forward(x, p, s):
        phi = ACTIVATIONS[activation]
        x = p.affine(x, width)
        for _ in range(blocks):
            x = x + p.affine(phi(p.affine(norm(kind, x, p, s), hidden)), width)
        return p.affine(phi(norm(kind, x, p, s)), CLASSES)

    return forward


def branches(kind, activation, width, hidden, blocks, count):
    def forward(x, p, s):
        phi = ACTIVATIONS[activation]
        x = p.affine(x, width)
        for _ in range(blocks):
            h = norm(kind, x, p, s)
            x = x + torch.stack([p.affine(phi(p.affine(h, hidden)), width) for _ in range(count)]).mean(dim=0)
        return p.affine(phi(norm(kind, x, p, s)), CLASSES)

    return forward


def embedding(columns, dimension, hidden):
    """columns: (levels or None, inputs); matrices come first in the flat vector."""

    def forward(x, p, s):
        numeric, embedded, first, category = [], [], 0, 0
        for levels, width in columns:
            part = x[:, first : first + width]
            first += width
            if levels is None:
                numeric.append(part)
                continue
            size = dimension or min(600, round(1.6 * levels**0.56))
            index = torch.tensor([(7 * r + 3 * category) % levels for r in range(ROWS)])
            seen = torch.tensor([[1.0] if r < ROWS - 1 else [0.0] for r in range(ROWS)])
            embedded.append(F.embedding(index, p.take((levels, size))) * seen)
            category += 1
        x = torch.cat(numeric + embedded, dim=1)
        for width in hidden:
            x = torch.tanh(p.affine(x, width))
        return p.affine(x, CLASSES)

    return forward


def cnn(shape, channels, kernel, pooling, kind, activation, head):
    flat = len(shape) == 1

    def forward(x, p, s):
        spatial, inputs = (shape[:1], shape[1] if len(shape) > 1 else 1) if flat else (shape[:2], (shape + [1])[2])
        x = x.reshape(ROWS, *spatial, inputs).movedim(-1, 1)
        for outputs in channels:
            weight = p.take((*([kernel] * len(spatial)), x.shape[1], outputs))
            weight = weight.movedim(-1, 0).movedim(-1, 1)
            bias = None if kind == "batch" else p.take((outputs,))
            x = (F.conv1d if flat else F.conv2d)(x, weight, bias, padding="same")
            if kind == "batch":
                x = norm(kind, x, p, s)
            x = ACTIVATIONS[activation](x)
            if pooling == "max":
                x = (F.max_pool1d if flat else F.max_pool2d)(x, 2)
            elif pooling == "average":
                x = (F.avg_pool1d if flat else F.avg_pool2d)(x, 2)
        x = x.movedim(1, -1)
        x = x.reshape(ROWS, -1, x.shape[-1]).mean(dim=1) if head == "average" else x.reshape(ROWS, -1)
        return p.affine(x, CLASSES)

    return forward


CASES = [
    ("residual-mlp batch", residual("batch", "relu", 4, 6, 2), 4),
    ("residual-mlp layer", residual("layer", "gelu", 4, 6, 2), 4),
    ("residual-mlp none", residual("none", "tanh", 4, 4, 1), 4),
    ("multi-branch-mlp batch", branches("batch", "relu", 4, 6, 2, 2), 4),
    ("multi-branch-mlp none", branches("none", "tanh", 4, 4, 1, 3), 4),
    ("embedding-mlp rule", embedding([(None, 1), (3, 3), (None, 2), (5, 5)], None, [4]), 11),
    ("embedding-mlp 2", embedding([(4, 4), (2, 2)], 2, [3, 3]), 6),
    ("cnn 2-D max", cnn([6, 5], [2, 3], 3, "max", "batch", "relu", "average"), 30),
    ("cnn 2-D average", cnn([5, 4, 2], [3], 2, "average", "none", "tanh", "flatten"), 40),
    ("cnn 1-D", cnn([9], [2, 2], 3, "max", "none", "gelu", "flatten"), 9),
]


def entry(name, forward, inputs):
    p, s = Parameters(), Statistics()
    x = 1.5 * torch.sin(1.3 * torch.arange(ROWS * inputs) + 0.5).reshape(ROWS, inputs)
    forward(x, p, Statistics())
    p.fill()
    labels = torch.arange(ROWS) % CLASSES
    outputs = forward(x, p, s)
    loss = F.cross_entropy(outputs, labels)
    loss.backward()
    p.at, s.at, s.training = 0, 0, False
    evaluation = forward(x, p, s)
    return {
        "name": name,
        "outputs": outputs.detach().flatten().tolist(),
        "loss": loss.item(),
        "gradient": p.flat.grad.tolist(),
        "states": [v for pair in s.values for part in pair for v in part.tolist()],
        "evaluation": evaluation.detach().flatten().tolist(),
    }


def main():
    path = pathlib.Path(__file__).with_name("models.json")
    entries = [entry(*case) for case in CASES]
    text = ",\n".join(json.dumps(e) for e in entries)
    path.write_text('{"entries": [\n' + text + "\n]}\n")


if __name__ == "__main__":
    main()
