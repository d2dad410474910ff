"""Adversarial training and smoothness in the inputs: the papers' formulas by torch's autograd."""

import torch
from network import Setting, case, gradient, write
from plan_draws import Draws

s = Setting()
regression = Setting("regression")
RATE = 0.2
cases = []


def train(setting, objective, steps=4):
    """Descends objective(flat, step, x, t)."""
    flat = setting.initial.clone()
    for k in range(steps):
        flat = flat - RATE * gradient(lambda p: objective(p, k, setting.inputs[k], setting.targets[k]), flat)
    return flat


def slope(function, x):
    """The gradient of a scalar by the inputs."""
    return gradient(function, x)


def unit(x):
    return x / x.norm(dim=1, keepdim=True)


def divergence(z, other):
    """KL(p || q) per row, of logits."""
    return (torch.softmax(z, 1) * (torch.log_softmax(z, 1) - torch.log_softmax(other, 1))).sum(1)


# FGSM (Goodfellow et al.).
def fgsm(setting):
    def objective(p, k, x, t):
        q = p.detach()
        move = 0.3 * slope(lambda x: setting.base_loss(setting.outputs(q, x), t), x).sign()
        clean = setting.base_loss(setting.outputs(p, x), t)
        return 0.3 * clean + 0.7 * setting.base_loss(setting.outputs(p, x + move), t)
    return objective


for setting in [s, regression]:
    cases.append(case(
        f"fgsm {setting.task}", setting, train(setting, fgsm(setting)),
        [{"id": "fgsm-adversarial-training", "epsilon": 0.3, "clean_share": 0.3}]))


# Fast and noisy FGSM (Wong et al., de Jorge et al.).
def fast(noise, step, clip):
    def objective(p, k, x, t):
        q = p.detach()
        change = noise * 0.3 * (2 * Draws("fast-adversarial-training/start").uniform(k, 10, 5) - 1)
        change = change + step * 0.3 * slope(lambda x: s.base_loss(s.outputs(q, x), t), x + change).sign()
        if clip:
            change = change.clamp(-0.3, 0.3)
        return s.base_loss(s.outputs(p, x + change), t)
    return objective


for noise, step, clip in [(1, 1.25, True), (2, 1, False)]:
    cases.append(case(
        f"fast adversarial training, noise {noise}", s, train(s, fast(noise, step, clip)),
        [{"id": "fast-adversarial-training", "epsilon": 0.3, "noise": noise, "step_size": step, "clip": clip}]))


# PGD (Madry et al.).
def pgd(norm, random_start, rate):
    name = "pgd-adversarial-training"

    def objective(p, k, x, t):
        q = p.detach()
        change = torch.zeros(10, 5)
        if random_start and norm == "linf":
            change = 0.4 * (2 * Draws(f"{name}/start").uniform(k, 10, 5) - 1)
        elif random_start:
            radius = Draws(f"{name}/start radius").uniform(k, 10, 1) ** (1 / 5)
            change = 0.4 * radius * unit(Draws(f"{name}/start").normal(k, 10, 5))
        for _ in range(3):
            g = slope(lambda x: s.base_loss(s.outputs(q, x), t), x + change)
            change = change + 0.5 * 0.4 * (g.sign() if norm == "linf" else unit(g))
            if norm == "linf":
                change = change.clamp(-0.4, 0.4)
            else:
                change = change * torch.clamp(0.4 / change.norm(dim=1, keepdim=True), max=1)
        hit = Draws(f"{name}/application").uniform(k, 10, 1) < rate
        return s.base_loss(s.outputs(p, torch.where(hit, x + change, x)), t)
    return objective


for norm, random_start, rate in [("linf", True, 1), ("linf", False, 0.5), ("l2", True, 1), ("l2", False, 1)]:
    cases.append(case(
        f"pgd {norm}, random start {random_start}, rate {rate}", s, train(s, pgd(norm, random_start, rate)),
        [{
            "id": "pgd-adversarial-training", "epsilon": 0.4, "steps": 3, "step_size": 0.5, "norm": norm,
            "random_start": random_start, "rate": rate,
        }]))


# TRADES, ARoW and MART.
def neighbours(p, k, x, name, loss):
    """Three steps of 0.5 within 0.4 from normal noise of a thousandth."""
    change = 0.001 * Draws(f"{name}/start").normal(k, 10, 5)
    for _ in range(3):
        change = (change + 0.2 * slope(lambda x: loss(s.outputs(p, x)), x + change).sign()).clamp(-0.4, 0.4)
    return x + change


def trades(p, k, x, t):
    q = p.detach()
    near = neighbours(q, k, x, "trades", lambda z: divergence(s.outputs(q, x), z).sum())
    z = s.outputs(p, x)
    return s.base_loss(z, t) + 3 * divergence(z, s.outputs(p, near)).mean()


def arow(p, k, x, t):
    q = p.detach()
    near = neighbours(q, k, x, "arow", lambda z: divergence(s.outputs(q, x), z).sum())
    z, other = s.outputs(p, x), s.outputs(p, near)
    wrong = 1 - (torch.softmax(other, 1) * t).sum(1)
    return s.base_loss(z, t) + 3 * (divergence(z, other) * wrong).mean()


def mart(p, k, x, t):
    q = p.detach()
    near = neighbours(q, k, x, "mart", lambda z: s.base_loss(z, t))
    z, other = s.outputs(p, x), s.outputs(p, near)
    probability = torch.softmax(other, 1)
    label = t.argmax(1)
    best_wrong = probability.masked_fill(t.bool(), -1).max(1).values
    boosted = torch.nn.functional.cross_entropy(other, label, reduction="none") - torch.log(1.0001 - best_wrong)
    right = torch.softmax(z, 1)[range(10), label]
    return (boosted + 3 * divergence(z, other) * (1 - right)).mean()


for name, objective in [("trades", trades), ("arow", arow), ("mart", mart)]:
    cases.append(case(
        name, s, train(s, objective),
        [{"id": name, "strength": 3, "epsilon": 0.4, "steps": 3, "step_size": 0.5}]))


# Virtual adversarial training.
def vat(iterations):
    def objective(p, k, x, t):
        q = p.detach()
        clean = s.outputs(q, x)
        d = unit(Draws("virtual-adversarial-training/direction").normal(k, 10, 5))
        for _ in range(iterations):
            d = unit(slope(lambda x: divergence(clean, s.outputs(q, x)).sum(), x + 0.5 * d))
        return s.base_loss(s.outputs(p, x), t) + 2 * divergence(clean, s.outputs(p, x + 0.7 * d)).mean()
    return objective


for iterations in [1, 2]:
    cases.append(case(
        f"virtual adversarial training, {iterations} iterations", s, train(s, vat(iterations)),
        [{
            "id": "virtual-adversarial-training", "strength": 2, "epsilon": 0.7, "xi": 0.5,
            "iterations": iterations,
        }]))


# ELLE.
def linearity(setting, p, k, x, t):
    a, b = (x + 0.8 * (2 * Draws(f"elle/{n}").uniform(k, 10, 5) - 1) for n in ["first", "second"])
    share = Draws("elle/share").uniform(k, 10, 1)

    def loss(x):
        z = setting.outputs(p, x)
        return ((z - t) ** 2 if setting.task == "regression" else -t * torch.log_softmax(z, 1)).sum(1)
    error = loss((1 - share) * a + share * b) - (1 - share[:, 0]) * loss(a) - share[:, 0] * loss(b)
    return (error**2).mean()


for setting in [s, regression]:
    strength = 2 if setting is s else 0.05
    cases.append(case(
        f"elle {setting.task}", setting,
        train(setting, lambda p, k, x, t: setting.base_loss(setting.outputs(p, x), t)
              + strength * linearity(setting, p, k, x, t)),
        [{"id": "elle", "strength": strength, "epsilon": 0.8, "adaptive": False}]))

flat, weight, history, jumps = s.initial.clone(), 0.0, [], 0
for k in range(12):
    x, t = s.inputs[k], s.targets[k]
    value = linearity(s, flat, k, x, t).item()
    flat = flat - RATE * gradient(
        lambda p: s.base_loss(s.outputs(p, x), t) + weight * linearity(s, p, k, x, t), flat)
    past = torch.tensor(history)
    if len(history) > 2 and value > past.mean() + 0.2 * past.std(correction=0):
        weight = 3.0
        jumps += 1
    else:
        weight *= 0.8
    history.append(value)
assert 0 < jumps < 9, jumps
cases.append(case(
    "elle, adaptive", s, flat,
    [{
        "id": "elle", "strength": 3, "epsilon": 0.8, "adaptive": True, "sensitivity": 0.2, "decay": 0.8,
    }], steps=12))
write("adversarial", cases)
