#!/usr/bin/env python3
"""Writes tensor_operations.json: values and gradients of PyTorch and NumPy in double precision for what the
tensor core composes (convolution, pooling, normalisation, quantiles).

    python3 Tests/Reference/tensor_operations.py > Tests/Reference/tensor_operations.json

Inputs are eighths, exact in every floating-point type; the gradients are those of <output, cotangent>, whose
cotangents are eighths too. Layouts are those of the tensor core: channels last, weights [..., in, out].
"""
import json

import numpy as np
import torch
import torch.nn.functional as F

random = np.random.default_rng(20240607)


def eighths(*shape, low=-16, high=16):
    return torch.tensor(random.integers(low, high, shape) / 8.0, dtype=torch.float64)


def case(name, function, *inputs):
    inputs = [x.clone().requires_grad_() for x in inputs]
    output = function(*inputs)
    cotangent = eighths(*output.shape)
    gradients = torch.autograd.grad((output * cotangent).sum(), inputs, allow_unused=True)
    return {
        "name": name,
        "inputs": [x.detach().flatten().tolist() for x in inputs],
        "shapes": [list(x.shape) for x in inputs],
        "output": output.detach().flatten().tolist(),
        "output_shape": list(output.shape),
        "cotangent": cotangent.flatten().tolist(),
        "gradients": [torch.zeros_like(x).flatten().tolist() if g is None else g.flatten().tolist()
                      for x, g in zip(inputs, gradients)],
    }


def first(x):
    """Channels last to channels first."""
    return x.movedim(-1, 1)


def last(x):
    return x.movedim(1, -1)


def conv2d(x, w, **options):
    return last(F.conv2d(first(x), w.permute(3, 2, 0, 1), **options))


def same_strided(x, w):
    """TensorFlow's rule for "same": the odd position goes behind. 6x5 by 3x2, strides 2x2."""
    padded = F.pad(first(x), (0, 1, 0, 1))
    return last(F.conv2d(padded, w.permute(3, 2, 0, 1), stride=2))


cases = [
    case("convolution valid", conv2d, eighths(2, 5, 4, 3), eighths(3, 2, 3, 4)),
    case("convolution same", lambda x, w: conv2d(x, w, padding="same"), eighths(1, 4, 5, 2),
         eighths(3, 3, 2, 3)),
    case("convolution same strided", same_strided, eighths(1, 6, 5, 2), eighths(3, 2, 2, 3)),
    case("convolution explicit dilated", lambda x, w: conv2d(x, w, padding=(2, 1), dilation=(2, 1), stride=(1, 2)),
         eighths(1, 5, 6, 1), eighths(3, 3, 1, 2)),
    case("convolution 1d", lambda x, w: last(F.conv1d(first(x), w.permute(2, 1, 0), stride=2, padding=1)),
         eighths(2, 7, 3), eighths(3, 3, 4)),
    # Eighths between -2 and 2 tie often: the gradient goes to the first, in PyTorch too.
    case("maximum pool", lambda x: last(F.max_pool2d(first(x), 3, 2, 1)), eighths(2, 6, 5, 3, low=-4, high=4)),
    case("maximum pool 1d", lambda x: last(F.max_pool1d(first(x), 3, 1)), eighths(2, 7, 2, low=-4, high=4)),
    case("average pool", lambda x: last(F.avg_pool2d(first(x), 3, 2, 1, count_include_pad=False)),
         eighths(2, 6, 5, 3)),
    case("average pool valid", lambda x: last(F.avg_pool2d(first(x), (2, 3))), eighths(1, 4, 6, 2)),
    case("global average pool", lambda x: x.mean((1, 2)), eighths(2, 3, 4, 5)),
    case("layer normalisation", lambda x, s, b: F.layer_norm(x, (6,), s, b, eps=0.125), eighths(4, 6),
         eighths(6), eighths(6)),
    case("batch normalisation", lambda x, s, b: last(F.batch_norm(first(x), None, None, s, b, True, eps=0.125)),
         eighths(3, 2, 3, 4), eighths(4), eighths(4)),
    case("batch normalisation given",
         # By hand: F.batch_norm has no gradient by given statistics.
         lambda x, m, v: (x - m) / torch.sqrt(v + 0.125),
         eighths(5, 3), eighths(3), eighths(3, low=1)),
    case("root-mean-square normalisation", lambda x, s: F.rms_norm(x, (6,), s, eps=0.125), eighths(4, 6),
         eighths(6)),
    case("batched product", torch.bmm, eighths(2, 3, 4), eighths(2, 4, 5)),
    case("permutation", lambda x: x.permute(2, 0, 3, 1), eighths(2, 3, 4, 2)),
]
# NumPy's values, PyTorch's gradients (no ties: a permutation of distinct numbers).
for probability in (0.0, 0.1, 0.5, 0.77, 1.0):
    x = torch.tensor(random.permutation(15) / 8.0 - 1, dtype=torch.float64).reshape(3, 5)
    entry = case(f"quantile {probability}", lambda x: torch.quantile(x, probability, dim=1, keepdim=True), x)
    assert np.allclose(np.quantile(x.numpy(), probability, axis=1), entry["output"], rtol=1e-14, atol=1e-14)
    cases.append(entry)

print("[" + ",\n".join(json.dumps(entry) for entry in cases) + "]")
