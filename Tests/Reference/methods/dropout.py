"""Dropout and noise: the program's own draws (draws.py), the papers' formulas and torch's autograd.

Masks and noise enter as constants; what a method does with them, and every gradient, is computed here.
"""

import math

import torch
from draws import normal, uniform
from network import ACTIVATIONS, Setting, case, write

RATE, ROWS = 0.2, 40
NAMES = ["hidden.0.weight", "output.weight"]
HIDDEN = (10, 7)


class Pass:
    """What a method may change in a forward pass."""

    def weight(self, w, k, step, name):
        return w

    def inputs(self, x, step, name):
        return x

    def hidden(self, h, step, name, extras):
        return h

    def penalty(self, tensors, extras):
        return 0


def outputs(setting, method, tensors, extras, x, step, name=""):
    w1, b1, w2, b2 = tensors
    w1, w2 = method.weight(w1, 0, step, name), method.weight(w2, 1, step, name)
    h = ACTIVATIONS[setting.activation](method.inputs(x, step, name) @ w1 + b1)
    return method.hidden(h, step, name, extras) @ w2 + b2


def plain_loss(setting, method, tensors, extras, step):
    z = outputs(setting, method, tensors, extras, setting.inputs[step], step)
    return setting.base_loss(z, setting.targets[step]) + method.penalty(tensors, extras)


def train(setting, method, extras=(), steps=4, loss=plain_loss):
    """Gradient descent on the model's tensors and on the method's own; returns the stored parameters of both."""
    tensors, count = [part.clone() for part in setting.split(setting.initial)] + [e.clone() for e in extras], 4
    for step in range(steps):
        leaves = [t.detach().clone().requires_grad_(True) for t in tensors]
        value = loss(setting, method, leaves[:count], leaves[count:], step)
        gradients = torch.autograd.grad(value, leaves)
        tensors = [t.detach() - RATE * g for t, g in zip(leaves, gradients)]
    return tensors[:count], tensors[count:]


def kept(shape, rate, stream, step):
    return (uniform(shape, stream, step) >= torch.tensor(rate, dtype=torch.float32).double()).double()


class Gaussian(Pass):
    def hidden(self, h, step, name, extras):
        return h * (1 + math.sqrt(0.3 / 0.7) * normal(HIDDEN, "gaussian-dropout/hidden.0", step))


class Alpha(Pass):
    """The mask goes to torch's formula, in the paper's terms."""

    def hidden(self, h, step, name, extras):
        q, limit = 0.7, -1.7580993408473766
        m = kept(HIDDEN, 0.3, "alpha-dropout/hidden.0", step)
        a = (q + limit**2 * q * (1 - q)) ** -0.5
        return a * (h * m + limit * (1 - m)) - a * (1 - q) * limit


class Spatial(Pass):
    def hidden(self, h, step, name, extras):
        return h * kept(HIDDEN, 0.3, "spatial-dropout/hidden.0", step) / 0.7


class Activation(Pass):
    def hidden(self, h, step, name, extras):
        return h + 0.4 * normal(HIDDEN, "activation-noise/hidden.0", step)


class Feature(Pass):
    def inputs(self, x, step, name):
        return x * kept((10, 5), 0.3, "feature-dropout/input", step) / 0.7


class Input(Pass):
    def inputs(self, x, step, name):
        return x + 0.4 * normal((10, 5), "input-noise/noise", step)


class WeightNoise(Pass):
    def __init__(self, additive):
        self.additive = additive

    def weight(self, w, k, step, name):
        noise = 0.3 * normal(w.shape, f"weight-noise/{NAMES[k]}", step)
        return w + noise if self.additive else w * (1 + noise)


class DropConnect(Pass):
    def weight(self, w, k, step, name):
        return w * kept(w.shape, 0.3, f"dropconnect/{NAMES[k]}", step) / 0.7


class MixoutFunction(torch.autograd.Function):
    """The gradient that the authors' code gives: times the mask, without 1/(1 - p)."""

    @staticmethod
    def forward(context, w, u, m, p):
        context.save_for_backward(m)
        return ((1 - m) * u + m * w - p * u) / (1 - p)

    @staticmethod
    def backward(context, gradient):
        return gradient * context.saved_tensors[0], None, None, None


class Mixout(Pass):
    def __init__(self, setting, paper):
        self.anchors = [t for t in setting.split(setting.initial) if t.dim() == 2]
        self.paper = paper

    def weight(self, w, k, step, name):
        u, p = self.anchors[k], 0.4
        m = kept(w.shape if self.paper else (w.shape[0], 1), p, f"mixout/{NAMES[k]}", step)
        if self.paper:
            return ((1 - m) * u + m * w - p * u) / (1 - p)
        return MixoutFunction.apply(w, u, m.expand_as(w), p)


class Targeted(Pass):
    def __init__(self, level, prunes=False):
        self.level, self.prunes = level, prunes

    def weight(self, w, k, step, name):
        if self.level == "unit" and k == 1:
            return w
        sizes = w.detach().abs() if self.level == "weight" else torch.linalg.vector_norm(w.detach(), dim=0)[:, None]
        count = int(0.6 * sizes.shape[0])
        limit = torch.sort(sizes, dim=0).values[count]
        mask = sizes < limit
        if self.level == "unit":
            mask = mask.T
        if step is not None:
            shape = w.shape if self.level == "weight" else (1, w.shape[1])
            mask = mask & (kept(shape, 0.7, f"targeted-dropout/{NAMES[k]}", step) == 0)
        return torch.where(mask, 0.0, w)


class Concrete(Pass):
    """After eqs. 2 to 5; for regression the loss is twice the negative logarithm over the precision."""

    def __init__(self, length, factor):
        self.length, self.factor = length, factor

    def hidden(self, h, step, name, extras):
        p, u = torch.sigmoid(extras[0]), uniform(HIDDEN, "concrete-dropout/hidden.0", step)
        z = torch.sigmoid((torch.logit(p) + torch.log(u + 1e-7) - torch.log(1 - u + 1e-7)) / 0.5)
        return h * (1 - z) / (1 - p)

    def penalty(self, tensors, extras):
        p = torch.sigmoid(extras[0])
        entropy = torch.distributions.Bernoulli(probs=p).entropy()
        weights = self.length**2 * tensors[2].square().sum() / (2 * (1 - p))
        return (self.factor * (weights - 7 * entropy) / ROWS).sum()


def tight(log_alpha):
    k1, k2, k3 = 0.63576, 1.87320, 1.48695
    return -(k1 * torch.sigmoid(k2 + k3 * log_alpha) - 0.5 * torch.log1p(torch.exp(-log_alpha)) - k1)


def polynomial(log_alpha):
    a = torch.exp(log_alpha)
    return -(0.5 * log_alpha + 1.16145124 * a - 1.50204118 * a**2 + 0.58629921 * a**3)


class Variational(Pass):
    def __init__(self, divergence, strength):
        self.divergence, self.strength = divergence, strength

    def log_alpha(self, extras):
        return extras[0].clamp(max=0) if self.divergence is polynomial else extras[0]

    def hidden(self, h, step, name, extras):
        noise = normal(HIDDEN, "variational-dropout/hidden.0", step)
        return h * (1 + torch.sqrt(torch.exp(self.log_alpha(extras))) * noise)

    def penalty(self, tensors, extras):
        value = self.log_alpha(extras).expand(7)
        return self.strength * self.divergence(value).sum() / ROWS


class Sparse(Pass):
    """θ and ln σ² are both trained; evaluation drops weights by ln α."""

    def __init__(self, strength):
        self.strength = strength

    @staticmethod
    def log_alpha(w, variance):
        return (variance - torch.log(w**2 + 1e-8)).clamp(-8, 8)

    def loss(self, setting, method, tensors, extras, step):
        used = list(tensors)
        for k, place in enumerate([0, 2]):
            noise = normal(tensors[place].shape, f"sparse-variational-dropout/{NAMES[k]}", step)
            used[place] = tensors[place] + torch.exp(extras[k] / 2) * noise
        divergence = sum(tight(self.log_alpha(tensors[2 * k], extras[k])).sum() for k in range(2))
        value = setting.loss(Setting.flat(used), step)
        return value + self.strength * divergence / ROWS

    def evaluated(self, tensors, extras, threshold):
        used = list(tensors)
        for k, place in enumerate([0, 2]):
            used[place] = torch.where(self.log_alpha(tensors[place], extras[k]) < threshold, tensors[place], 0.0)
        return used


class Dropout(Pass):
    def hidden(self, h, step, name, extras):
        return h * kept(HIDDEN, 0.4, "dropout/hidden.0" + (f"@{name}" if name else ""), step) / 0.6


def r_drop(variant, strength):
    """Both passes with masks of their own; torch's KL divergence."""

    def loss(setting, method, tensors, extras, step):
        x, t = setting.inputs[step], setting.targets[step]
        a = outputs(setting, method, tensors, extras, x, step)
        b = outputs(setting, method, tensors, extras, x, step, "r-drop")
        base = setting.base_loss(a, t) + setting.base_loss(b, t)
        if variant == "code":
            base = base / 2
        if setting.task == "regression":
            return base + strength * (a - b).square().mean()
        p, q = torch.log_softmax(a, 1), torch.log_softmax(b, 1)
        kl = lambda p, q: torch.nn.functional.kl_div(q, p, reduction="batchmean", log_target=True)
        return base + strength * (kl(p, q) + kl(q, p)) / 2

    return loss


cases, relu, tanh, regression = [], Setting(activation="relu"), Setting(), Setting("regression")


def add(name, setting, methods, result, evaluated=None, **more):
    tensors, extras = result
    used = evaluated(tensors, extras) if evaluated else tensors
    z = setting.outputs(Setting.flat(used), setting.inputs[0])
    cases.append(case(name, setting, Setting.flat(tensors + (extras if extras else [])), methods, outputs=z, **more))


add("gaussian-dropout", relu, [{"id": "gaussian-dropout", "rate": 0.3}], train(relu, Gaussian()))
add("alpha-dropout", tanh, [{"id": "alpha-dropout", "rate": 0.3}], train(tanh, Alpha()))
add("spatial-dropout without places", relu, [{"id": "spatial-dropout", "rate": 0.3}], train(relu, Spatial()))
add("activation-noise", relu, [{"id": "activation-noise", "deviation": 0.4}], train(relu, Activation()))
add("feature-dropout", relu, [{"id": "feature-dropout", "rate": 0.3}], train(relu, Feature()))
add("input-noise", relu, [{"id": "input-noise", "deviation": 0.4}], train(relu, Input()))
for kind in ["additive", "multiplicative"]:
    add(f"weight-noise {kind}", tanh, [{"id": "weight-noise", "deviation": 0.3, "kind": kind}],
        train(tanh, WeightNoise(kind == "additive")))
add("dropconnect", relu, [{"id": "dropconnect", "rate": 0.3}], train(relu, DropConnect()))
for variant in ["paper", "code"]:
    add(f"mixout {variant}", tanh, [{"id": "mixout", "rate": 0.4, "variant": variant}],
        train(tanh, Mixout(tanh, variant == "paper"), steps=8), steps=8)
for level in ["weight", "unit"]:
    method = Targeted(level)
    add(f"targeted-dropout {level}", relu,
        [{"id": "targeted-dropout", "rate": 0.7, "targeted_share": 0.6, "level": level,
          "pruned_in_evaluation": True}],
        train(relu, method),
        evaluated=lambda t, e: [method.weight(t[0], 0, None, ""), t[1], method.weight(t[2], 1, None, ""), t[3]])
start = torch.logit(torch.tensor([0.35]))
for setting, factor, more in [(tanh, 1, {}), (regression, 2 / 3, {"precision": 3})]:
    add(f"concrete-dropout {setting.task}", setting,
        [{"id": "concrete-dropout", "initial_rate": 0.35, "temperature": 0.5, "length_scale": 1.4, **more}],
        train(setting, Concrete(1.4, factor), [start], steps=8), steps=8)
start = torch.log(torch.tensor(0.45 / 0.55))
for name, divergence, adapts in [
        ("tight", tight, "unit"), ("tight", tight, "layer"), ("polynomial", polynomial, "unit")]:
    add(f"variational-dropout {name} {adapts}", tanh,
        [{"id": "variational-dropout", "divergence": name, "adapts": adapts, "initial_rate": 0.45, "strength": 2.5}],
        train(tanh, Variational(divergence, 2.5), [start.repeat(7 if adapts == "unit" else 1)], steps=8), steps=8)
sparse = Sparse(1.5)
variances = [torch.full((5, 7), -1.5), torch.full((7, 3), -1.5)]
add("sparse-variational-dropout", tanh,
    [{"id": "sparse-variational-dropout", "strength": 1.5, "threshold": 0.5, "initial_log_variance": -1.5}],
    train(tanh, sparse, variances, steps=8, loss=sparse.loss), steps=8,
    evaluated=lambda t, e: sparse.evaluated(t, e, 0.5))
for variant in ["paper", "code"]:
    for setting in [relu, regression]:
        add(f"r-drop {variant} {setting.task}", setting,
            [{"id": "dropout", "rate": 0.4}, {"id": "r-drop", "strength": 1.7, "variant": variant}],
            train(setting, Dropout(), loss=r_drop(variant, 1.7)))
write("dropout", cases)
