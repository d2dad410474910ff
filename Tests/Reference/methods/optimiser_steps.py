"""Runs an optimiser that is written down as a rule per tensor; imported by the scripts of the optimisers."""

import torch
from network import Setting, gradient


def train(setting, rule, steps=8, objective=None):
    """The parameters after steps of rule(w, g, state, t), which gives the new tensor; t counts from 1."""
    objective = objective or setting.loss
    flat = setting.initial.clone()
    states = [{} for _ in setting.shapes]
    for step in range(steps):
        g = gradient(lambda p: objective(p, step), flat)
        parts = zip(setting.split(flat), setting.split(g), states)
        flat = Setting.flat([rule(w, d, state, step + 1) for w, d, state in parts])
    return flat


def average(state, name, x, beta):
    """An exponential moving average that starts at 0."""
    state[name] = beta * state.get(name, torch.zeros_like(x)) + (1 - beta) * x
    return state[name]


def adam(state, g, t, beta1, beta2, eps):
    """The direction of Adam."""
    m = average(state, "m", g, beta1) / (1 - beta1**t)
    v = average(state, "v", g * g, beta2) / (1 - beta2**t)
    return m / (v.sqrt() + eps)


def rms(x):
    """The root of the mean square."""
    return x.square().mean().sqrt()
