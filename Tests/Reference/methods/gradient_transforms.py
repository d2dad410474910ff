"""Gradient transforms: torch's clipping, and NumPy-like transcriptions of the papers' equations."""

import numpy
import torch
from network import Setting, case, gradient, write

s = Setting()
mask = s.weight_mask()
cases = []
SGD = {"id": "sgd", "learning_rate": 0.2, "momentum": 0.8}


def slope(flat, step):
    return gradient(lambda p: s.loss(p, step), flat)


def run(change, steps=8, slope_of=slope):
    """SGD with momentum 0.8 on what `change(flat, gradient, step)` makes of the gradient."""
    flat = s.initial.clone()
    velocity = torch.zeros_like(flat)
    for step in range(steps):
        velocity = 0.8 * velocity + change(flat, slope_of(flat, step), step)
        flat = flat - 0.2 * velocity
    return flat


def add(name, change, method, steps=8, **more):
    cases.append(case(name, s, run(change, steps, **more), [method], SGD, steps=steps))


def each(change):
    """change(parameter, gradient) of every tensor."""
    return lambda w, g, step: s.flat([change(p, q) for p, q in zip(s.split(w), s.split(g))])


def torch_clip(clip):
    def change(w, g, step):
        tensors = [torch.nn.Parameter(p.clone()) for p in s.split(w)]
        for tensor, part in zip(tensors, s.split(g)):
            tensor.grad = part.clone()
        clip(tensors)
        return s.flat([tensor.grad for tensor in tensors])
    return change


N = torch.nn.utils
add("clipping by global norm", torch_clip(lambda p: N.clip_grad_norm_(p, 0.3)),
    {"id": "gradient-clipping", "threshold": 0.3})
add("clipping by tensor norm", torch_clip(lambda p: [N.clip_grad_norm_([q], 0.15) for q in p]),
    {"id": "gradient-clipping", "threshold": 0.15, "by": "tensor-norm"})
add("clipping by value", torch_clip(lambda p: N.clip_grad_value_(p, 0.03)),
    {"id": "gradient-clipping", "threshold": 0.03, "by": "value"})


def agc(clipping, epsilon, last):
    """Brock et al. 2021, eq. 3, with the authors' norms: by column of a matrix, of a vector as a whole."""
    def change(w, g, step):
        parts = []
        for index, (p, q) in enumerate(zip(s.split(w), s.split(g))):
            axis = 0 if p.ndim == 2 else None
            norm = lambda x: numpy.sqrt(numpy.sum(x.numpy() ** 2, axis=axis, keepdims=p.ndim == 2))
            limit = clipping * numpy.maximum(norm(p), epsilon)
            clipped = numpy.where(norm(q) < limit, q.numpy(), q.numpy() * (limit / numpy.maximum(norm(q), 1e-6)))
            parts.append(torch.tensor(clipped) if index < 2 or last else q)
        return s.flat(parts)
    return change


add("agc", agc(0.05, 0.2, False), {"id": "adaptive-gradient-clipping", "clipping": 0.05, "epsilon": 0.2})
add("agc with the last layer", agc(0.03, 1e-3, True),
    {"id": "adaptive-gradient-clipping", "clipping": 0.03, "last_layer": True})

for percentile, window in [(35, 1000), (60, 5)]:
    norms = []

    def autoclip(w, g, step):
        norms.append(g.norm().item())
        return g * min(1, numpy.percentile(norms[-window:], percentile) / norms[-1])
    add(f"autoclip {percentile} {window}", autoclip,
        {"id": "autoclip", "percentile": percentile, "window": window}, steps=12)

for strength in [1, 0.6]:
    add(f"centralisation {strength}",
        each(lambda p, q: q - strength * q.mean(dim=0, keepdim=True) if q.ndim == 2 else q),
        {"id": "gradient-centralization", "strength": strength})

add("normalisation", lambda w, g, step: g / g.norm(), {"id": "gradient-normalization"})
add("normalisation by tensor", each(lambda p, q: q / q.norm() ** 0.7),
    {"id": "gradient-normalization", "by": "tensor-norm", "exponent": 0.7})


def orthogonal(rescales):
    def change(p, q):
        rest = q - (p * q).sum() / ((p * p).sum() + 1e-30) * p
        return rest * (q.norm() / (rest.norm() + 1e-30)) if rescales else rest
    return each(change)


add("orthogonal gradient", orthogonal(False), {"id": "orthogonal-gradient"})
add("orthogonal gradient, code", orthogonal(True), {"id": "orthogonal-gradient", "variant": "code"})

# Three batches per step, of Adam and of SGD: the optimiser sees the mean of their gradients alone.
for name, optimizer, make in [
        ("sgd", SGD, lambda p: torch.optim.SGD(p, lr=0.2, momentum=0.8)),
        ("adam", {"id": "adam", "learning_rate": 0.05}, lambda p: torch.optim.Adam(p, lr=0.05))]:
    tensors = [part.clone().requires_grad_(True) for part in s.split(s.initial)]
    optimiser = make(tensors)
    for step in range(8):  # the last two batches are without effect
        (s.loss(s.flat(tensors), step) / 3).backward()
        if step % 3 == 2:
            optimiser.step()
            optimiser.zero_grad()
    cases.append(case(f"accumulation, {name}", s, s.flat([t.detach() for t in tensors]),
                      [{"id": "gradient-accumulation", "every": 3}], optimizer, steps=8,
                      tolerance=2e-4 if name == "adam" else 2e-5))

# Bloop with the l2 penalty of weight 0.4 as the auxiliary loss.
for strength in [1, 0.5]:
    state = {}

    def bloop(w, g, step):
        aux = 0.4 * mask * w
        state["ema"] = g if step == 0 else state["ema"] + 0.3 * (g - state["ema"])
        e = state["ema"]
        return g + aux - strength * (aux @ e) / (e @ e + 1e-7) * e
    cases.append(case(f"bloop {strength}", s, run(bloop), [
        {"id": "bloop", "strength": strength, "ema_weight": 0.3}, {"id": "l2", "strength": 0.4}], SGD, steps=8))

# A frozen first layer: torch without gradients for it.
frozen = [part.clone().requires_grad_(index >= 2) for index, part in enumerate(s.split(s.initial))]
optimiser = torch.optim.SGD(frozen[2:], lr=0.2, momentum=0.8)
for step in range(8):
    optimiser.zero_grad()
    s.loss(s.flat(frozen), step).backward()
    optimiser.step()
cases.append(case("frozen first layer", s, s.flat([t.detach() for t in frozen]),
                  [{"id": "freeze-layers", "layers": [0]}], SGD, steps=8))

# GradES: freezes a matrix where the sum of its gradient's absolute values is below a threshold; in the authors' code
# where that of its last step was.
for variant in ["paper", "code"]:
    flat, velocity = s.initial.clone(), torch.zeros_like(s.initial)
    is_frozen, trace = [False, False], []
    threshold = 1.1 if variant == "paper" else 1.0
    for step in range(12):
        g = slope(flat, step)
        velocity = 0.8 * velocity + g
        old, new = s.split(flat), list(s.split(flat - 0.2 * velocity))
        if variant == "paper" and step / 12 >= 0.25:
            is_frozen = [f or bool(s.split(g)[2 * i].abs().sum() < threshold) for i, f in enumerate(is_frozen)]
        for i in range(2):
            if is_frozen[i]:
                new[2 * i] = old[2 * i]
        if variant == "code" and step / 12 >= 0.25:
            is_frozen = [f or bool((new[2 * i] - old[2 * i]).abs().sum() < threshold)
                         for i, f in enumerate(is_frozen)]
        flat = s.flat(new)
        trace.append((list(is_frozen), [(new[2 * i] - old[2 * i]).abs().sum().item() for i in range(2)]))
    assert trace[2][0] == [False, False] and any(sum(frozen) == 1 for frozen, _ in trace), trace
    cases.append(case(f"grades {variant}", s, flat, [
        {"id": "grades", "threshold": threshold, "alpha": 0.25, "variant": variant}], SGD, steps=12))

write("gradient_transforms", cases)
