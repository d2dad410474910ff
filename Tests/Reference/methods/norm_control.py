"""Projections and reparameterisations of weights: torch's own functions and autograd, formulas from the papers."""

import torch
from network import Setting, case, write

RATE = 0.2


def train(setting, effective, extras=(), steps=4, momentum=0.0, project=None, radial=None):
    """Gradient descent on the stored parameters, of which effective(tensors, extras) makes the ones used.

    project(tensors, before, step) changes them after each step; radial(gradients, tensors, step) changes gradients.
    Returns the stored parameters and the evaluation outputs on the first batch.
    """
    tensors = [part.clone() for part in setting.split(setting.initial)]
    extras = [extra.clone() for extra in extras]
    velocity = [torch.zeros_like(t) for t in tensors + extras]
    for step in range(steps):
        leaves = [t.detach().clone().requires_grad_(True) for t in tensors + extras]
        used = effective(leaves[: len(tensors)], leaves[len(tensors) :])
        gradients = torch.autograd.grad(setting.loss(Setting.flat(used), step), leaves)
        if radial:
            gradients = radial(list(gradients), tensors, step)
        velocity = [momentum * v + g for v, g in zip(velocity, gradients)]
        stepped = [t.detach() - RATE * v for t, v in zip(leaves, velocity)]
        before, tensors, extras = tensors, stepped[: len(tensors)], stepped[len(tensors) :]
        if project:
            tensors = project(tensors, before, step)
    used = effective(tensors, extras)
    return Setting.flat(tensors), setting.outputs(Setting.flat(used), setting.inputs[0])


def on(change, scope="all"):
    """change(weight) for both weights, or for the hidden one alone."""
    return lambda tensors: [
        change(t) if t.dim() == 2 and (scope == "all" or k == 0) else t for k, t in enumerate(tensors)]


def identity(tensors, extras):
    return tensors


cases = []


def add(name, setting, method, result, **more):
    cases.append(case(name, setting, result[0], [method], outputs=result[1], **more))


relu, tanh = Setting(activation="relu"), Setting()
for scope in ["all", "hidden"]:
    clip = on(lambda w: torch.renorm(w.T, 2, 0, 0.8).T, scope)
    add(f"max-norm {scope}", tanh, {"id": "max-norm", "max_norm": 0.8, "applies_to": scope},
        train(tanh, identity, project=lambda t, b, k: clip(t)))
unit = on(lambda w: 0.7 * torch.nn.functional.normalize(w, dim=0))
add("hyperspherical-projection unit", tanh,
    {"id": "hyperspherical-projection", "radius": 0.7, "applies_to": "all"},
    train(tanh, identity, project=lambda t, b, k: unit(t)))
layer = on(lambda w: 1.3 * w / torch.linalg.matrix_norm(w), "hidden")
add("hyperspherical-projection layer", tanh,
    {"id": "hyperspherical-projection", "radius": 1.3, "granularity": "layer", "applies_to": "hidden"},
    train(tanh, identity, project=lambda t, b, k: layer(t)))


def lengths(setting, centred, count):
    weights = [w for w in setting.split(setting.initial) if w.dim() == 2][:count]
    return [torch.linalg.vector_norm(w - w.mean(0) if centred else w, dim=0, keepdim=True) for w in weights]


def normalised(centred):
    def effective(tensors, extras):
        result = list(tensors)
        for place, g in zip([0, 2], extras):
            v = tensors[place]
            result[place] = torch._weight_norm(v - v.mean(0) if centred else v, g, 1)
        return result

    return effective


for scope, count in [("all", 2), ("hidden", 1)]:
    for name, centred in [("weight-normalization", False), ("centered-weight-normalization", True)]:
        add(f"{name} {scope}", relu, {"id": name, "applies_to": scope},
            train(relu, normalised(centred), lengths(relu, centred, count), steps=8), steps=8)


def standardised(w, variant, scaled):
    if variant == "paper":
        deviation = (w.var(0, unbiased=False) + 0.01).sqrt()
    else:
        deviation = w.std(0) + 0.01
    return (w - w.mean(0)) / deviation / (w.shape[0] ** 0.5 if scaled else 1)


for variant in ["paper", "code"]:
    for scaled in [False, True]:
        change = on(lambda w: standardised(w, variant, scaled), "all" if scaled else "hidden")
        add(f"weight-standardization {variant} scaled {scaled}", tanh,
            {"id": "weight-standardization", "variant": variant, "scaled": scaled, "epsilon": 0.01,
             "applies_to": "all" if scaled else "hidden"},
            train(tanh, lambda t, e: change(t)))
# So many iterations find the largest singular value, whose derivative is autograd's.
spectral = on(lambda w: 1.7 * w / torch.linalg.matrix_norm(w, 2))
add("spectral-normalization converged", relu,
    {"id": "spectral-normalization", "coefficient": 1.7, "power_iterations": 100},
    train(relu, lambda t, e: spectral(t)))
for side, axis in [("rows", 0), ("columns", 1)]:
    conditioned = on(lambda w: torch.nn.functional.normalize(w, dim=axis))
    add(f"weight-conditioning {side}", relu, {"id": "weight-conditioning", "side": side, "applies_to": "all"},
        train(relu, lambda t, e: conditioned(t)))


def companded(a, b, learned):
    setting = Setting()
    setting.initial = Setting.flat(on(lambda w: b * torch.tan(w / a))(setting.split(setting.initial)))
    pairs = [torch.tensor([x]) for _ in range(2) for x in (a, b)] if learned else []

    def effective(tensors, extras):
        result = list(tensors)
        for k, place in enumerate([0, 2]):
            p, q = extras[2 * k : 2 * k + 2] if learned else (a, b)
            result[place] = p * torch.atan(tensors[place] / q)
        return result

    return train(setting, effective, pairs, steps=8)


for a, b, learned in [(1.5, 0.6, False), (1.5, 0.6, True), (1e3, 1e3, False)]:
    add(f"weight-compander {a:g} {b:g} learned {learned}", tanh,
        {"id": "weight-compander", "a": a, "b": b, "learned": "layer" if learned else "none"},
        companded(a, b, learned), steps=8)


def lawn(setting, free, momentum):
    """Norms are taken at the start of the first constrained epoch (of 4 steps)."""
    first, norms = 4 * free, {}

    def radial(gradients, tensors, step):
        if step < first:
            return gradients
        for k in [0, 2]:
            if step == first:
                norms[k] = torch.linalg.matrix_norm(tensors[k])
            direction = tensors[k] / torch.linalg.matrix_norm(tensors[k])
            gradients[k] = gradients[k] - (gradients[k] * direction).sum() * direction
        return gradients

    def project(tensors, before, step):
        if step < first:
            return tensors
        return [t * norms[k] / torch.linalg.matrix_norm(t) if k in norms else t for k, t in enumerate(tensors)]

    return train(setting, identity, steps=12, momentum=momentum, radial=radial, project=project)


for free, momentum in [(0, 0.0), (1, 0.0), (1, 0.8)]:
    add(f"lawn free {free} momentum {momentum}", relu, {"id": "lawn", "free_epochs": free},
        lawn(relu, free, momentum), steps=12,
        optimizer={"id": "sgd", "learning_rate": RATE, "momentum": momentum})
write("norm_control", cases)
