"""Optimisers that see weights as matrices: torch.optim where it has them, else the papers' equations."""

import math

import torch
from network import Setting, case, torch_optimizer, write
from optimiser_steps import adam, average, rms, train

s = Setting()
regression = Setting("regression")
cases = []


def add(name, setting, expected, tolerance=2e-4, steps=8, **optimizer):
    cases.append(case(name, setting, expected, optimizer=optimizer, steps=steps, tolerance=tolerance))


add("adafactor of torch.optim", s, torch_optimizer(
    s, lambda p: torch.optim.Adafactor(p, lr=0.4, beta2_decay=-0.6, eps=(None, 0.05), weight_decay=0.2), 8),
    id="adafactor", learning_rate=0.4, decay_exponent=0.6, minimum_scale=0.05, weight_decay=0.2,
    applies_to="all")


def adafactor(w, g, state, t):
    """The paper's algorithm with sums, and a clip that torch does not allow."""
    beta2 = 1 - t**-0.6
    square = g * g + 1e-30
    if g.dim() > 1:
        rows = average(state, "r", square.sum(1), beta2)
        columns = average(state, "c", square.sum(0), beta2)
        v = torch.outer(rows, columns) / rows.sum()
    else:
        v = average(state, "v", square, beta2)
    u = g / v.sqrt()
    u = u / max(1, rms(u) / 0.5)
    return w - max(0.05, rms(w)) * min(0.4, 1 / math.sqrt(t)) * u


add("adafactor", s, train(s, adafactor), id="adafactor", learning_rate=0.4, decay_exponent=0.6, minimum_scale=0.05,
    clip=0.5)


def newton_schulz(m):
    """Muon's quintic iteration, on the transpose where rows outnumber columns."""
    x = m.T if m.shape[0] > m.shape[1] else m
    x = x / (x.norm() + 1e-7)
    for _ in range(5):
        a = x @ x.T
        x = 3.4445 * x + (-4.7750 * a + 2.0315 * a @ a) @ x
    return x.T if m.shape[0] > m.shape[1] else x


def muon(nesterov, scale):
    def rule(w, g, state, t):
        if w.dim() == 1:
            return w - 0.03 * (adam(state, g, t, 0.8, 0.95, 1e-10) + 0.3 * w)
        state["b"] = 0.8 * state.get("b", torch.zeros_like(g)) + g
        o = newton_schulz(g + 0.8 * state["b"] if nesterov else state["b"])
        # torch stores outputs x inputs; here inputs x outputs.
        inputs, outputs = w.shape
        factor = {"aspect": math.sqrt(max(1, outputs / inputs)), "rms": 0.2 * math.sqrt(max(w.shape)), "none": 1}
        return w - 0.05 * (factor[scale] * o + 0.3 * w)
    return rule


for nesterov, scale in ((True, "aspect"), (False, "rms"), (True, "none")):
    add(f"muon nesterov {nesterov} scale {scale}", s, train(s, muon(nesterov, scale)), id="muon", learning_rate=0.05,
        momentum=0.8, nesterov=nesterov, scale=scale, adam_learning_rate=0.03, beta1=0.8, beta2=0.95,
        weight_decay=0.3, applies_to="all")


def orthogonal(w, g, state, t):
    if w.dim() > 1:
        u, sigma, v = torch.linalg.svd(g, full_matrices=False)
        kept = sigma > 1e-9 * sigma[0]
        SMALLEST.append(float(sigma[kept].min() / g.norm()))
        g = u[:, kept] @ v[kept]
    state["v"] = 0.8 * state.get("v", torch.zeros_like(g)) + g
    return w - 0.05 * state["v"]


for setting in (s, regression):
    SMALLEST = []
    expected = train(setting, orthogonal)
    print("smallest singular value over the norm", min(SMALLEST))
    # Not more: what rounding leaves in directions without gradient would grow.
    add(f"orthogonal-sgd {setting.task}", setting, expected, id="orthogonal-sgd", learning_rate=0.05, momentum=0.8,
        iterations=13)


def shampoo(period):
    def power(m):
        values, vectors = torch.linalg.eigh(m)
        return vectors @ torch.diag(values ** -0.25) @ vectors.T

    def rule(w, g, state, t):
        if w.dim() == 1:
            state["s"] = state.get("s", torch.full_like(g, 1e-2)) + g * g
            d = g / state["s"].sqrt()
        else:
            rows, columns = w.shape
            state["L"] = state.get("L", 1e-2 * torch.eye(rows)) + g @ g.T
            state["R"] = state.get("R", 1e-2 * torch.eye(columns)) + g.T @ g
            if (t - 1) % period == 0:
                state["l"], state["r"] = power(state["L"]), power(state["R"])
            d = state["l"] @ g @ state["r"]
        state["v"] = 0.7 * state.get("v", torch.zeros_like(g)) + d
        return w - 0.05 * state["v"]
    return rule


for period in (1, 3):
    add(f"shampoo period {period}", s, train(s, shampoo(period)), id="shampoo", learning_rate=0.05, momentum=0.7,
        epsilon=0.01, period=period)
write("optimisers_matrix", cases)
