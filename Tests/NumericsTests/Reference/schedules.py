"""Schedules of torch.optim.lr_scheduler (2.13.0), and NumPy transcriptions of the papers' formulas where it has none.

Writes schedules.json: the schedule as a suite has it, steps per epoch, epochs, the losses of the epochs where
they matter, and the value at every step.
"""

import json
import math
import pathlib
import warnings

import numpy
import torch

warnings.simplefilter("ignore")
S = torch.optim.lr_scheduler
cases = []


def add(schedule, values, per_epoch, epochs, losses=None):
    cases.append({
        "schedule": schedule, "stepsPerEpoch": per_epoch, "epochs": epochs, "losses": losses,
        "values": [float(v) for v in values],
    })


def optimizer(rate):
    return torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=rate, momentum=0.9)


def run(make, rate, count, losses=None):
    """The learning rate before each of `count` steps of a scheduler."""
    optimiser = optimizer(rate)
    scheduler = make(optimiser)
    values = []
    for step in range(count):
        values.append(optimiser.param_groups[0]["lr"])
        optimiser.step()
        scheduler.step(*([] if losses is None else [losses[step]]))
    return values


def by_epoch(values, per_epoch):
    return [v for v in values for _ in range(per_epoch)]


add({"schedule": "exponential", "from": 0.3, "gamma": 0.85},
    by_epoch(run(lambda o: S.ExponentialLR(o, 0.85), 0.3, 9), 3), 3, 9)
# Curriculum dropout (Morerio et al. 2017, eq. 2): the probability of keeping a unit is (1 - p) exp(-g t) + p.
t = numpy.arange(40)
add({"schedule": "exponential", "from": 1, "to": 0.6, "rate": 0.11, "unit": "step"},
    0.4 * numpy.exp(-0.11 * t) + 0.6, 10, 4)
for power in [1.0, 2.5]:
    add({"schedule": "polynomial", "from": 0.3, "power": power, "end": 7},
        by_epoch(run(lambda o: S.PolynomialLR(o, 7, power), 0.3, 9), 2), 2, 9)
# Without an end: as long as the fit.
add({"schedule": "polynomial", "from": 0.3, "power": 2, "unit": "step"},
    run(lambda o: S.PolynomialLR(o, 20, 2), 0.3, 20), 5, 4)
for period, multiplier in [(3, 1), (2, 2), (1, 3)]:
    add({"schedule": "restarts", "from": 0.4, "to": 0.01, "period": period, "multiplier": multiplier},
        by_epoch(run(lambda o: S.CosineAnnealingWarmRestarts(o, period, multiplier, 0.01), 0.4, 17), 2), 2, 17)
for shape, torch_shape in [("cosine", "cos"), ("linear", "linear")]:
    add({"schedule": "one-cycle", "max": 0.7, "div": 10, "final_div": 50, "pct_start": 0.4, "shape": shape},
        run(lambda o: S.OneCycleLR(o, 0.7, total_steps=30, pct_start=0.4, anneal_strategy=torch_shape,
                                   div_factor=10, final_div_factor=50), 0.7, 29)
        # torch counts one step more than it lets itself be asked for.
        + [0.7 / 10 / 50], 10, 3)
for mode, torch_mode, gamma in [("triangular", "triangular", 1.0), ("triangular2", "triangular2", 1.0),
                                ("exponential", "exp_range", 0.97)]:
    add({"schedule": "cyclic", "from": 0.1, "to": 0.9, "up": 4, "down": 6, "mode": mode, "gamma": gamma},
        run(lambda o: S.CyclicLR(o, 0.1, 0.9, 4, 6, torch_mode, gamma), 0.1, 35), 5, 7)
# Vaswani et al. 2017, eq. 3: d^-0.5 min(n^-0.5, n W^-1.5), n from 1; its highest value is (d W)^-0.5 at n = W.
d, warmup = 64, 7
n = numpy.arange(1, 31)
add({"schedule": "inverse-sqrt", "value": (d * warmup) ** -0.5, "warmup": warmup},
    d ** -0.5 * numpy.minimum(n ** -0.5, n * warmup ** -1.5), 10, 3)
# Haegele et al. 2024, eqs. 1 and 2: a ramp, a plateau, and a fall by f(n) from the first step of the decay on.
N, warm, fall = 40, 8, 10
fraction = (t - (N - fall)) / fall
for shape, f in [("linear", 1 - fraction), ("sqrt", 1 - numpy.sqrt(numpy.maximum(fraction, 0))),
                 ("cosine", 0.5 * (1 + numpy.cos(math.pi * fraction)))]:
    values = numpy.where(t >= N - fall, 0.5 * f, numpy.where(t + 1 < warm, 0.5 * (t + 1) / warm, 0.5))
    add({"schedule": "wsd", "value": 0.5, "warmup": 0.2, "decay": 0.25, "shape": shape, "unit": "step"}, values, 10, 4)

losses = [2, 1.5, 1.49, 1.4899, 1.3, 1.31, 1.32, 1.33, 1.29, 1.3, 1.3, 1.3, 1.3, 1.3, 1.2, 1.3, 1.3, 1.3, 1.3, 1.3, 1.3, 1.3]
for settings in [{"patience": 2}, {"patience": 0, "cooldown": 3}, {"patience": 1, "threshold": 0.03, "minimum": 0.02}]:
    add({"schedule": "plateau", "value": 0.5, "factor": 0.4, **settings},
        by_epoch(run(lambda o: S.ReduceLROnPlateau(
            o, factor=0.4, patience=settings["patience"], cooldown=settings.get("cooldown", 0),
            threshold=settings.get("threshold", 1e-4), min_lr=settings.get("minimum", 0), eps=0),
            0.5, len(losses), losses), 2), 2, len(losses), losses)

lines = ",\n".join(json.dumps(item) for item in cases)
(pathlib.Path(__file__).parent / "schedules.json").write_text(f"[\n{lines}\n]\n")
print(len(cases))
