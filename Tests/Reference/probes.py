"""What the probes should find on the network of methods/network.py at its initial weights: torch 2.13.0, NumPy.

Writes probes.json: for each task and activation the loss's gradient norm, the eigenvalues of its Hessian, spectra of
weights and of hidden units, and sharpness.
"""

import json
import pathlib
import sys

import numpy
import torch

FOLDER = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER / "methods"))
from network import Setting, gradient  # noqa: E402

RHO = 0.3


def effective_rank(values):
    p = values / values.sum()
    return float(numpy.exp(-(p * numpy.log(p)).sum()))


def ball_maximum(loss, center, radius):
    """The largest loss on a sphere, by many steps of projected ascent from many starts."""
    generator = torch.Generator().manual_seed(1)
    best = -1e9
    for _ in range(12):
        delta = torch.randn(center.shape, generator=generator)
        for _ in range(400):
            delta = delta * radius / delta.norm()
            g = gradient(loss, center + delta)
            delta = delta + 0.3 * radius * g / g.norm()
        delta = delta * radius / delta.norm()
        best = max(best, loss(center + delta).item())
    return best


results = []
for task, activation in [("classification", "tanh"), ("regression", "tanh"), ("classification", "relu")]:
    s = Setting(task, activation)
    x, t = torch.cat(s.inputs[:4]), torch.cat(s.targets[:4])

    def loss(flat):
        return s.base_loss(s.outputs(flat, x), t)

    w = s.initial
    hessian = torch.autograd.functional.hessian(loss, w).numpy()
    g = gradient(loss, w)
    spectra = [numpy.linalg.svd(part.numpy(), compute_uv=False) for part in s.split(w) if part.ndim == 2]
    hidden = s.hidden(w, x).numpy()
    results.append({
        "task": task, "activation": activation,
        "gradient-norm": g.norm().item(),
        "gradient-norm/hidden.0.weight": g[:35].norm().item(),
        "weight-norm": (s.weight_mask() * w).norm().item(),
        "weight-norm/output.weight": s.split(w)[2].norm().item(),
        "hessian-top-eigenvalues": sorted(numpy.linalg.eigvalsh(hessian), reverse=True)[:4],
        "hessian-trace": float(numpy.trace(hessian)),
        "singular-values/hidden.0.weight/max": float(spectra[0][0]),
        "singular-values/output.weight/min": float(spectra[1][-1]),
        "singular-values/product": float(spectra[0][0] * spectra[1][0]),
        "effective-rank/hidden.0.weight": effective_rank(spectra[0]),
        "effective-rank/hidden.0.weight/stable": float((spectra[0] ** 2).sum() / spectra[0][0] ** 2),
        "feature-rank/hidden.0": effective_rank(numpy.linalg.svd(hidden, compute_uv=False)),
        "activation-sparsity": float((hidden == 0).mean()),
        "dead-units": float((hidden == 0).all(axis=0).mean()),
        "logit-norm": s.outputs(w, x).norm(dim=1).mean().item(),
        "sharpness": ball_maximum(loss, w, RHO) - loss(w).item(),
    })
(FOLDER / "probes.json").write_text(json.dumps(results, indent=1) + "\n")

# Matrices with their spectra, for the solvers alone.
numpy.random.seed(4)
cases = []
for rows, columns in [(1, 1), (1, 5), (6, 1), (4, 4), (9, 5), (5, 12)]:
    a = numpy.random.randn(rows, columns) * 10.0 ** numpy.random.randint(-3, 4, (rows, 1))
    cases.append({"rows": rows, "columns": columns, "matrix": a.reshape(-1).tolist(),
                  "singular": numpy.linalg.svd(a, compute_uv=False).tolist()})
for order in [1, 2, 7, 20]:
    a = numpy.random.randn(order, order)
    a = a + a.T
    if order == 7:
        a = a[:, :3] @ a[:, :3].T  # of rank 3
    cases.append({"rows": order, "columns": order, "matrix": a.reshape(-1).tolist(),
                  "eigenvalues": sorted(numpy.linalg.eigvalsh(a).tolist(), reverse=True),
                  "singular": numpy.linalg.svd(a, compute_uv=False).tolist()})
(FOLDER.parent / "NumericsTests/Reference/spectra.json").write_text(
    "[\n" + ",\n".join(json.dumps(item) for item in cases) + "\n]\n")
