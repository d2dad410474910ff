"""Averages of parameters, against torch.optim.swa_utils where it has them; outputs are those of evaluation."""

import torch
from network import Setting, case, torch_optimizer, write
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

s = Setting()
cases = []


def trajectory(steps):
    """The parameters after 0, 1, … steps."""
    return [torch_optimizer(s, lambda p: torch.optim.SGD(p, lr=0.2), k) for k in range(steps + 1)]


PATH = trajectory(12)


class Holder(torch.nn.Module):
    """A module of one flat parameter."""

    def __init__(self):
        super().__init__()
        self.flat = torch.nn.Parameter(s.initial.clone())


def averaged(points, **options):
    """What swa_utils makes of the points, one after the other."""
    model = Holder()
    average = AveragedModel(model, **options)
    for point in points:
        with torch.no_grad():
            model.flat.copy_(point)
        average.update_parameters(model)
    return average.module.flat.detach()


def add(name, method, average, steps=12, expected=None):
    cases.append(case(
        name, s, PATH[steps] if expected is None else expected, [method], steps=steps,
        outputs=s.outputs(average, s.inputs[0])))


add("swa over the last two of three epochs", {"id": "swa", "start": 0.6}, averaged([PATH[8], PATH[12]]))
add("swa every second epoch", {"id": "swa", "start": 0, "cycle": 2}, averaged([PATH[4], PATH[12]]))
add("swa before it begins", {"id": "swa", "start": 1}, PATH[12])
add("polyak averaging of all steps", {"id": "polyak-averaging", "start": 0}, averaged(PATH[1:]))
add("polyak averaging of the last half", {"id": "polyak-averaging", "start": 0.5}, averaged(PATH[7:]))

mean = torch.zeros_like(s.initial)
for t in range(1, 13):
    share = 4 / (t + 3)
    mean = (1 - share) * mean + share * PATH[t]
add("polynomial decay averaging", {"id": "polynomial-decay-averaging", "power": 3}, mean)
add("polynomial decay averaging of power 0", {"id": "polynomial-decay-averaging", "power": 0}, averaged(PATH[1:]))

# swa_utils takes the first point as it is: here the initial parameters.
add("ema", {"id": "ema", "decay": 0.7, "warmup": False},
    averaged(PATH, multi_avg_fn=get_ema_multi_avg_fn(0.7)))
average = s.initial.clone()
for t in range(12):
    decay = min(0.4, (1 + t) / (10 + t))
    average = decay * average + (1 - decay) * PATH[t + 1]
add("ema with a warm-up", {"id": "ema", "decay": 0.4}, average)

add("lawa of two epochs", {"id": "lawa", "checkpoints": 2}, (PATH[8] + PATH[12]) / 2)
add("lawa before all are there", {"id": "lawa", "checkpoints": 5}, (PATH[4] + PATH[8] + PATH[12]) / 3)

for momentum in (0.0, 0.8):
    tensors = [part.clone().requires_grad_(True) for part in s.split(s.initial)]
    optimizer = torch.optim.SGD(tensors, lr=0.2, momentum=momentum)
    slow = [part.detach().clone() for part in tensors]
    for k in range(8):
        optimizer.zero_grad()
        s.loss(s.flat(tensors), k).backward()
        optimizer.step()
        if k % 3 == 2:
            with torch.no_grad():
                for fast, kept in zip(tensors, slow):
                    kept += 0.3 * (fast - kept)
                    fast.copy_(kept)
    cases.append(case(
        f"lookahead, momentum {momentum}", s, s.flat([part.detach() for part in tensors]),
        [{"id": "lookahead", "alpha": 0.3, "steps": 3}], steps=8,
        optimizer={"id": "sgd", "learning_rate": 0.2, "momentum": momentum}))

write("averaging", cases)
