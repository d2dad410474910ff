"""Decays and proximal steps: their update rules, written out; AdamS as in its authors' code."""

import torch
from network import Setting, case, gradient, write

s = Setting()
relu = Setting("regression", "relu")
cases = []
RATE = 0.2
sgd = {"id": "sgd", "learning_rate": RATE}


def momentum(setting, after, steps=4, rate=lambda k: RATE, mu=0.0):
    """Gradient descent with heavy-ball momentum; after(new, old, gradient, step) is applied to every step."""
    w = setting.initial.clone()
    v = torch.zeros_like(w)
    for k in range(steps):
        g = gradient(lambda p: setting.loss(p, k), w)
        v = mu * v + g
        w = after(w - rate(k) * v, w, g, k)
    return w


def soft(x, t):
    return torch.sign(x) * torch.clamp(x.abs() - t, min=0)


def add(name, setting, expected, method, optimizer=None, **options):
    cases.append(case(name, setting, expected, [method], optimizer=optimizer, **options))


for setting, label in [(s, "classification"), (relu, "regression")]:
    mask = setting.weight_mask()
    add(f"l1-proximal, {label}", setting,
        momentum(setting, lambda n, w, g, k: torch.where(mask > 0, soft(n, RATE * 0.5), n)),
        {"id": "l1-proximal", "strength": 0.5})
    add(f"l1-proximal on all parameters, {label}", setting,
        momentum(setting, lambda n, w, g, k: soft(n, RATE * 0.5)),
        {"id": "l1-proximal", "strength": 0.5, "applies_to": "all"})
mask = s.weight_mask()
add("elastic-net, proximal", s,
    momentum(s, lambda n, w, g, k: torch.where(
        mask > 0, soft(n, RATE * 0.6 * 0.3) / (1 + RATE * 0.6 * 0.7), n)),
    {"id": "elastic-net", "strength": 0.6, "l1_ratio": 0.3, "form": "proximal"})


def grouped(w, axis, threshold, l1=0.0):
    """The proximal map of groups along an axis of every weight."""
    parts = []
    for p in s.split(w):
        if p.dim() == 2:
            p = soft(p, l1)
            norm = p.norm(dim=axis, keepdim=True)
            size = p.shape[axis]
            shrink = torch.clamp(1 - threshold * size ** 0.5 / norm.clamp(min=1e-300), min=0)
            p = p * shrink
        parts.append(p)
    return Setting.flat(parts)


for groups, axis in [("inputs", 1), ("outputs", 0)]:
    add(f"group-lasso, proximal, {groups}", s,
        momentum(s, lambda n, w, g, k: grouped(n, axis, RATE * 0.4)),
        {"id": "group-lasso", "strength": 0.4, "groups": groups, "form": "proximal"})
    add(f"sparse-group-lasso, proximal, {groups}", s,
        momentum(s, lambda n, w, g, k: grouped(n, axis, RATE * 0.4 * 0.7, RATE * 0.4 * 0.3)),
        {"id": "sparse-group-lasso", "strength": 0.4, "l1_ratio": 0.3, "groups": groups, "form": "proximal"})

# Decoupled decays, under momentum and a falling rate.
falling = {"id": "sgd", "momentum": 0.8,
           "learning_rate": {"schedule": "linear", "from": 0.4, "to": 0.1, "begin": 0, "end": 3, "unit": "step"}}
rates = lambda k: 0.4 - 0.1 * k
add("decoupled-weight-decay, coupled to the rate", s,
    momentum(s, lambda n, w, g, k: n - rates(k) * 0.3 * mask * w, rate=rates, mu=0.8),
    {"id": "decoupled-weight-decay", "strength": 0.3}, falling)
add("decoupled-weight-decay, independent", s,
    momentum(s, lambda n, w, g, k: n - rates(k) / 0.4 * 0.1 * mask * w, rate=rates, mu=0.8),
    {"id": "decoupled-weight-decay", "strength": 0.1, "coupling": "independent"}, falling)
add("cautious-weight-decay", s,
    momentum(s, lambda n, w, g, k: n - rates(k) * 0.5 * mask * w * ((w - n) * w >= 0), rate=rates, mu=0.8),
    {"id": "cautious-weight-decay", "strength": 0.5}, falling)
for epochs in [1, 2]:
    normalised = 0.9 * (10 / (40 * epochs)) ** 0.5
    add(f"normalized-weight-decay, {epochs} epochs", s,
        momentum(s, lambda n, w, g, k: n - RATE * normalised * mask * w, steps=4 * epochs),
        {"id": "normalized-weight-decay", "strength": 0.9}, steps=4 * epochs)
for exponent in [0.5, 1.5]:
    widths = Setting.flat([torch.full(p.shape, (p.shape[0] / 2) ** exponent if p.dim() == 2 else 0.0)
                           for p in s.split(s.initial)])
    add(f"width-scaled-weight-decay, exponent {exponent}", s,
        momentum(s, lambda n, w, g, k: n - RATE * 0.2 * widths * w),
        {"id": "width-scaled-weight-decay", "strength": 0.2, "base_width": 2, "exponent": exponent})

# Decay by sensitivity. Gradients of this network lie around 0.1, so that both parts of the rules show.
add("lobster", relu,
    momentum(relu, lambda n, w, g, k: n - 0.1 * relu.weight_mask() * w * torch.clamp(1 - g.abs(), min=0)),
    {"id": "lobster", "strength": 0.1})


def relative(g):
    return Setting.flat([p.abs() / p.abs().max() for p in s.split(g)])


add("lobster, relative to the tensor's largest", s,
    momentum(s, lambda n, w, g, k: n - 0.1 * mask * w * (1 - relative(g))),
    {"id": "lobster", "strength": 0.1, "sensitivity": "relative"})
add("irrelevant-weight-decay", relu,
    momentum(relu, lambda n, w, g, k: n - 0.1 * relu.weight_mask() * w * torch.exp(-g.abs())),
    {"id": "irrelevant-weight-decay", "strength": 0.1})


def adams(setting, decay_mask, steps, rate, decay, beta1, beta2):
    """AdamS without AMSGrad: every parameter's decay divided by the root of the mean of the second moments."""
    w = setting.initial.clone()
    m, v = torch.zeros_like(w), torch.zeros_like(w)
    for k in range(steps):
        g = gradient(lambda p: setting.loss(p, k), w)
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g * g
        second = v / (1 - beta2 ** (k + 1))
        w = w * (1 - decay_mask * decay * rate / (second.sum() / len(w)).sqrt())
        w = w - rate / (1 - beta1 ** (k + 1)) * m / (second.sqrt() + 1e-8)
    return w


for scope, decayed in [("all", torch.ones_like(mask)), ("weights", mask)]:
    # A coordinate with a tiny gradient has m/sqrt(v) of order one whatever its size: rounding shows.
    cases.append(case(
        f"adams, {scope}", s, adams(s, decayed, 8, 0.05, 0.02, 0.8, 0.95), steps=8, tolerance=2e-4,
        optimizer={"id": "adams", "learning_rate": 0.05, "weight_decay": 0.02, "beta1": 0.8, "beta2": 0.95,
                   "applies_to": scope}))


def adamw(steps, decay):
    """AdamW with the decay multiplied by the schedule alone."""
    w = s.initial.clone()
    m, v = torch.zeros_like(w), torch.zeros_like(w)
    for k in range(steps):
        rate = 0.08 - 0.01 * k
        g = gradient(lambda p: s.loss(p, k), w)
        m, v = 0.9 * m + 0.1 * g, 0.99 * v + 0.01 * g * g
        step = m / (1 - 0.9 ** (k + 1)) / ((v / (1 - 0.99 ** (k + 1))).sqrt() + 1e-8)
        w = w - rate * step - rate / 0.08 * decay * mask * w
    return w


cases.append(case(
    "adamw, independent decay", s, adamw(4, 0.1), tolerance=2e-4,
    optimizer={"id": "adamw", "weight_decay": 0.1, "coupling": "independent", "beta2": 0.99,
               "learning_rate": {"schedule": "linear", "from": 0.08, "to": 0.05, "begin": 0, "end": 3,
                                 "unit": "step"}}))


def adaptive(setting, smoothing, decayed):
    w, running = setting.initial.clone(), 0.0
    for k in range(4):
        g = gradient(lambda p: setting.loss(p, k), w)
        running = smoothing * running + (1 - smoothing) * 0.7 * (decayed * g).norm() / (decayed * w).norm()
        w = w - RATE * (g + running * decayed * w)
    return w


add("adaptive-weight-decay", s, adaptive(s, 0.1, mask), {"id": "adaptive-weight-decay", "strength": 0.7})
add("adaptive-weight-decay on all parameters", relu, adaptive(relu, 0.6, torch.ones_like(relu.initial)),
    {"id": "adaptive-weight-decay", "strength": 0.7, "smoothing": 0.6, "applies_to": "all"})
write("weight_decay", cases)
