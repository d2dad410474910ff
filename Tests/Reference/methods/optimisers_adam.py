"""Adam's relatives: torch.optim where it has them, else the papers' equations."""

import math

import torch
from network import Setting, case, torch_optimizer, write
from optimiser_steps import adam, average, rms, train

s = Setting()
# A coordinate with a tiny gradient has m/sqrt(v) of order one whatever its size: rounding shows.
TOLERANCE = 2e-4
cases = []


def add(name, expected, steps=8, tolerance=TOLERANCE, **optimizer):
    cases.append(case(name, s, expected, optimizer=optimizer, steps=steps, tolerance=tolerance))


def library(name, make, **optimizer):
    add(f"{name} of torch.optim", torch_optimizer(s, make, 8), **optimizer)


betas = dict(beta1=0.8, beta2=0.95)
library("amsgrad", lambda p: torch.optim.Adam(p, lr=0.05, betas=(0.8, 0.7), amsgrad=True),
        id="amsgrad", learning_rate=0.05, beta1=0.8, beta2=0.7, variant="code")
library("nadam", lambda p: torch.optim.NAdam(p, lr=0.05, betas=(0.8, 0.95), momentum_decay=0.3),
        id="nadam", learning_rate=0.05, momentum_decay=0.3, **betas)
library("radam", lambda p: torch.optim.RAdam(p, lr=0.05, betas=(0.8, 0.95)),
        id="radam", learning_rate=0.05, variant="code", **betas)
library("adamax", lambda p: torch.optim.Adamax(p, lr=0.05, betas=(0.8, 0.95)),
        id="adamax", learning_rate=0.05, **betas)


def amsgrad(w, g, state, t):
    m = average(state, "m", g, 0.8)
    v = average(state, "v", g * g, 0.7)
    state["u"] = torch.maximum(state.get("u", torch.zeros_like(v)), v)
    return w - 0.05 * m / (state["u"].sqrt() + 1e-8)


add("amsgrad", train(s, amsgrad), id="amsgrad", learning_rate=0.05, beta1=0.8, beta2=0.7)


def radam(w, g, state, t):
    beta1, beta2 = 0.8, 0.95
    m = average(state, "m", g, beta1) / (1 - beta1**t)
    v = average(state, "v", g * g, beta2)
    limit = 2 / (1 - beta2) - 1
    length = limit - 2 * t * beta2**t / (1 - beta2**t)
    if length <= 4:
        return w - 0.05 * m
    r = math.sqrt((length - 4) * (length - 2) * limit / ((limit - 4) * (limit - 2) * length))
    return w - 0.05 * r * m / ((v / (1 - beta2**t)).sqrt() + 1e-8)


add("radam", train(s, radam, 12), 12, id="radam", learning_rate=0.05, **betas)
add("adam-atan2", train(s, lambda w, g, state, t: w - 0.05 * (1.5 * torch.atan2(
    average(state, "m", g, 0.8) / (1 - 0.8**t),
    0.7 * (average(state, "v", g * g, 0.95) / (1 - 0.95**t)).sqrt()) + 0.3 * w)),
    id="adam-atan2", learning_rate=0.05, scale=1.5, ratio=0.7, weight_decay=0.3, applies_to="all", **betas)


def adabelief(w, g, state, t):
    m = average(state, "m", g, 0.8)
    state["s"] = 0.95 * state.get("s", torch.zeros_like(g)) + 0.05 * (g - m) ** 2 + 1e-5
    return w - 0.05 * (m / (1 - 0.8**t) / ((state["s"] / (1 - 0.95**t)).sqrt() + 1e-5) + 0.3 * w)


add("adabelief", train(s, adabelief), id="adabelief", learning_rate=0.05, epsilon=1e-5, weight_decay=0.3,
    applies_to="all", **betas)


def diffgrad(w, g, state, t):
    friction = torch.sigmoid((state.get("g", torch.zeros_like(g)) - g).abs())
    state["g"] = g
    return w - 0.1 * friction * adam(state, g, t, 0.8, 0.95, 1e-8)


add("diffgrad", train(s, diffgrad), id="diffgrad", learning_rate=0.1, **betas)


def ademamix(warmup):
    def rule(w, g, state, t):
        alpha, beta3 = 3.0, 0.97
        if warmup:
            share = min(t / warmup, 1)
            alpha *= share
            # Linear in the half-life ln(1/2)/ln(beta).
            life = (1 - share) * math.log(0.5) / math.log(0.8) + share * math.log(0.5) / math.log(0.97)
            beta3 = 0.5 ** (1 / life)
        m = average(state, "m", g, 0.8) / (1 - 0.8**t)
        slow = average(state, "slow", g, beta3)
        v = average(state, "v", g * g, 0.95) / (1 - 0.95**t)
        return w - 0.05 * ((m + alpha * slow) / (v.sqrt() + 1e-8) + 0.3 * w)
    return rule


for warmup in (0, 5):
    add(f"ademamix warm-up {warmup}", train(s, ademamix(warmup)), id="ademamix", learning_rate=0.05, alpha=3,
        beta3=0.97, warmup_steps=warmup, weight_decay=0.3, applies_to="all", **betas)
add("grams", train(s, lambda w, g, state, t: w - 0.05 * (
    g.sign() * adam(state, g, t, 0.8, 0.95, 1e-6).abs() + 0.3 * w)),
    id="grams", learning_rate=0.05, weight_decay=0.3, applies_to="all", **betas)


def fadam(w, g, state, t):
    beta2 = 0.95 * (1 - 0.95 ** (t - 1)) / (1 - 0.95**t)
    f = average(state, "f", g * g, beta2)
    base = f.sqrt() + min(0.02, 0.4 * rms(g))
    n = g / base
    n = n / max(1, rms(n) / 0.7)
    m = average(state, "m", n, 0.8)
    d = w / base
    d = d / max(1, rms(d) / 0.7)
    return w - 0.05 * (m + 0.3 * d)


add("fadam", train(s, fadam), id="fadam", learning_rate=0.05, epsilon=0.02, epsilon2=0.4, clip=0.7,
    weight_decay=0.3, applies_to="all", **betas)


def adan(w, g, state, t):
    b1, b2, b3 = 0.1, 0.2, 0.05
    d = g - state.get("g", g)
    state["g"] = g
    m = average(state, "m", g, 1 - b1) / (1 - (1 - b1) ** t)
    v = average(state, "d", d, 1 - b2) / (1 - (1 - b2) ** t)
    n = average(state, "n", (g + (1 - b2) * d) ** 2, 1 - b3) / (1 - (1 - b3) ** t)
    return (w - 0.05 * (m + (1 - b2) * v) / (n.sqrt() + 1e-8)) / (1 + 0.05 * 0.3)


add("adan", train(s, adan), id="adan", learning_rate=0.05, beta1=0.9, beta2=0.8, beta3=0.95, weight_decay=0.3,
    applies_to="all")


def yogi(w, g, state, t):
    m = average(state, "m", g, 0.8)
    v = state.get("v", torch.full_like(g, 1e-3))
    state["v"] = v - 0.05 * torch.sign(v - g * g) * g * g
    return w - 0.05 * m / (state["v"].sqrt() + 1e-3)


add("yogi", train(s, yogi), id="yogi", learning_rate=0.05, initial_accumulator=1e-3, **betas)


def adabound(ams):
    def rule(w, g, state, t):
        m = average(state, "m", g, 0.8)
        v = average(state, "v", g * g, 0.7)
        if ams:
            state["u"] = v = torch.maximum(state.get("u", torch.zeros_like(v)), v)
        size = 0.05 * math.sqrt(1 - 0.7**t) / (1 - 0.8**t)
        low, high = 0.2 * (1 - 1 / (0.1 * t + 1)), 0.2 * (1 + 1 / (0.1 * t))
        return w - (size / (v.sqrt() + 1e-8)).clamp(low, high) * m
    return rule


for ams in (False, True):
    add(f"adabound amsgrad {ams}", train(s, adabound(ams)), id="adabound", learning_rate=0.05, final_rate=0.2,
        gamma=0.1, beta1=0.8, beta2=0.7, amsgrad=ams)


def padam(w, g, state, t):
    m = average(state, "m", g, 0.8)
    v = average(state, "v", g * g, 0.7)
    state["u"] = torch.maximum(state.get("u", torch.zeros_like(v)), v)
    return w - 0.05 * m / (state["u"].sqrt() + 1e-8) ** 0.4


add("padam", train(s, padam), id="padam", learning_rate=0.05, beta1=0.8, beta2=0.7, exponent=0.2)


def qhadam(w, g, state, t):
    m = average(state, "m", g, 0.8) / (1 - 0.8**t)
    v = average(state, "v", g * g, 0.95) / (1 - 0.95**t)
    return w - 0.05 * (0.4 * g + 0.6 * m) / ((0.1 * g * g + 0.9 * v).sqrt() + 1e-8)


add("qhadam", train(s, qhadam), id="qhadam", learning_rate=0.05, nu1=0.6, nu2=0.9, **betas)


def innaprop(w, g, state, t):
    lr, alpha, beta, sigma, decay = 0.05, 0.3, 0.7, 0.95, 0.2
    psi = state.get("psi", (1 - alpha * beta) * w)
    v = average(state, "v", g * g, sigma) / (1 - sigma**t)
    w = w * (1 - lr * decay)
    state["psi"] = (1 - lr / beta) * psi + lr * (1 / beta - alpha) * w
    return w * (1 + lr * (1 - alpha * beta) / (beta - lr)) - lr / (beta - lr) * state["psi"] \
        - lr * beta * g / (v.sqrt() + 1e-8)


add("innaprop", train(s, innaprop), id="innaprop", learning_rate=0.05, alpha=0.3, beta=0.7, beta2=0.95,
    weight_decay=0.2, applies_to="all")


def adamp(form):
    def rule(w, g, state, t):
        if form == "adamp":
            m = average(state, "m", g, 0.8)
            v = average(state, "v", g * g, 0.95)
            root = (v / (1 - 0.95**t)).sqrt() + 1e-8
            u = (0.8 * m + 0.2 * g if NESTEROV else m) / (1 - 0.8**t) / root
        else:
            state["b"] = 0.8 * state.get("b", torch.zeros_like(g)) + g
            u = g + 0.8 * state["b"] if NESTEROV else state["b"]
        ratio = 1.0
        decay = 0.3 / (1 - 0.8) if form == "sgdp" else 0.3
        if w.dim() > 1:
            # Columns are units: first unit by unit, then the tensor as a whole.
            for axes in ((0,), (0, 1)):
                product = (w * g).sum(axes, keepdim=True)
                cosine = product.abs() / (w.square().sum(axes, keepdim=True).sqrt()
                                          * g.square().sum(axes, keepdim=True).sqrt() + 1e-8)
                length = w.numel() / cosine.numel()
                if cosine.max() < DELTA / math.sqrt(length):
                    unit = w / (w.square().sum(axes, keepdim=True).sqrt() + 1e-8)
                    u = u - unit * (unit * u).sum(axes, keepdim=True)
                    ratio = 0.25
                    break
        return w - 0.05 * u - 0.05 * decay * ratio * w
    return rule


for form in ("adamp", "sgdp"):
    for DELTA in (0.1, 1.6, 2.0, 5.0):
        for NESTEROV in (False, True):
            given = dict(betas) if form == "adamp" else dict(momentum=0.8)
            add(f"{form} delta {DELTA} nesterov {NESTEROV}", train(s, adamp(form)), id=form, learning_rate=0.05,
                delta=DELTA, decay_ratio=0.25, weight_decay=0.3, applies_to="all", nesterov=NESTEROV, **given)
write("optimisers_adam", cases)
