"""Penalties on gradients and Jacobians, differentiated twice by torch.autograd."""

import torch
from network import Setting, case, descend, write

s = Setting()
cases = []


def slope(p, k):
    return torch.autograd.grad(s.loss(p, k), p, create_graph=True)[0]


def squared_norm(p, k):
    return slope(p, k).square().sum()


def plain_gradient(p, k):
    q = p.detach().clone().requires_grad_(True)
    return torch.autograd.grad(s.loss(q, k), q)[0]


def steps(rule, count=4, rate=0.2):
    flat = s.initial.clone()
    for k in range(count):
        flat = flat - rate * rule(flat, k)
    return flat


def fd(p, k):
    g = plain_gradient(p, k)
    moved = plain_gradient(p + 0.3 * g / (g.norm() + 1e-12), k)
    return 0.4 * g + 0.6 * moved


PENALTY = "gradient-norm-penalty"
cases.append(case("gradient norm penalty, finite difference", s, steps(fd), [
    {"id": PENALTY, "alpha": 0.6, "radius": 0.3}]))
cases.append(case(
    "gradient norm penalty, exact", s, descend(s, lambda p, k: s.loss(p, k) + 0.6 * 0.5 * slope(p, k).norm()),
    [{"id": PENALTY, "alpha": 0.6, "radius": 0.5, "form": "exact"}]))

GR = "gradient-regularization"
cases.append(case(
    "gradient regularization, exact", s, descend(s, lambda p, k: s.loss(p, k) + 0.5 * 0.8 * squared_norm(p, k)),
    [{"id": GR, "strength": 0.8, "form": "exact"}]))
for form, sign in (("forward", 1), ("backward", -1)):
    def rule(p, k):
        g = plain_gradient(p, k)
        return g + 0.8 / 0.4 * sign * (plain_gradient(p + sign * 0.4 * g, k) - g)
    cases.append(case(f"gradient regularization, {form}", s, steps(rule), [
        {"id": GR, "strength": 0.8, "epsilon": 0.4, "form": form}]))
# The forward difference tends to the exact form as its step vanishes.
cases.append(case(
    "gradient regularization, forward with a small step", s,
    descend(s, lambda p, k: s.loss(p, k) + 0.5 * 0.8 * squared_norm(p, k)),
    [{"id": GR, "strength": 0.8, "epsilon": 0.002, "form": "forward"}], tolerance=1e-3))
# With γ = ε it is unnormalised SAM.
cases.append(case(
    "gradient regularization is unnormalised SAM", s,
    steps(lambda p, k: plain_gradient(p + 1.5 * plain_gradient(p, k), k)),
    [{"id": GR, "strength": 1.5, "epsilon": 1.5, "form": "forward"}]))
for weight in (9.0, -3.0):
    cases.append(case(
        f"explicit gradient regularization {weight}", s,
        descend(s, lambda p, k: s.loss(p, k) + weight * 0.2 / 4 * squared_norm(p, k)),
        [{"id": "explicit-gradient-regularization", "strength": weight}]))

for task in ("classification", "regression"):
    t = Setting(task)

    def double_backpropagation(p, k):
        x = t.inputs[k].clone().requires_grad_(True)
        z = t.outputs(p, x)
        if task == "classification":
            losses = -(t.targets[k] * torch.log_softmax(z, 1)).sum(1)
        else:
            losses = (z - t.targets[k]).square().sum(1)
        g = torch.autograd.grad(losses.sum(), x, create_graph=True)[0]
        return losses.mean() + 0.5 * 0.7 * g.square().sum(1).mean()

    def jacobian(p, k):
        x = t.inputs[k].clone().requires_grad_(True)
        z = t.outputs(p, x)
        total = 0
        for column in range(z.shape[1]):
            total = total + torch.autograd.grad(z[:, column].sum(), x, create_graph=True)[0].square().sum()
        return t.base_loss(z, t.targets[k]) + 0.5 * 0.3 * total / len(x)

    def curvature(paper):
        def objective(p, k):
            def slopes(x):
                z = t.outputs(p, x)
                if task == "classification":
                    total = -(t.targets[k] * torch.log_softmax(z, 1)).sum()
                else:
                    total = (z - t.targets[k]).square().sum()
                return torch.autograd.grad(total, x, create_graph=True)[0]
            x = t.inputs[k].clone().requires_grad_(True)
            here = slopes(x)
            sign = here.detach().sign()
            moved = (t.inputs[k] + 0.7 * sign / sign.norm(dim=1, keepdim=True)).requires_grad_(True)
            change = (slopes(moved) - here).square().sum(1)
            return t.loss(p, k) + 0.3 * (change if paper else change.sqrt()).mean()
        return objective

    rate = {"classification": 0.2, "regression": 0.02}[task]
    optimizer = {"id": "sgd", "learning_rate": rate}
    cases.append(case(
        f"input gradient penalty, {task}", t, descend(t, double_backpropagation, rate=rate),
        [{"id": "input-gradient-penalty", "strength": 0.7}], optimizer=optimizer))
    for paper in (True, False):
        variant = "paper" if paper else "code"
        cases.append(case(
            f"curvature regularization, {variant}, {task}", t, descend(t, curvature(paper), rate=rate),
            [{"id": "curvature-regularization", "strength": 0.3, "step": 0.7, "variant": variant}],
            optimizer=optimizer))
    cases.append(case(
        f"jacobian regularization, exact, {task}", t, descend(t, jacobian, rate=rate),
        [{"id": "jacobian-regularization", "strength": 0.3, "projections": 0}], optimizer=optimizer))

write("gradient_penalties", cases)
