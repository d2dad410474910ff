"""Pipelines of fits: which rows, which targets and which weights each fit sees."""

import torch
from network import Setting, case, gradient, write
from plan_draws import SEED, Draws
from random_stream import RandomStream

RATE = 0.2
cases = []


class Data:
    """All rows of a task, and fits on some of them."""

    def __init__(self, task):
        self.setting = Setting(task)
        self.x, self.t = torch.zeros(40, 5), torch.zeros(40, self.setting.shapes[-1][0])
        for rows, x, t in zip(self.setting.rows, self.setting.inputs, self.setting.targets):
            self.x[rows], self.t[rows] = x, t.double()
        assert [r for rows in self.setting.rows[:4] for r in rows] == self.order(0, range(40))

    @staticmethod
    def order(epoch, rows):
        rows = list(rows)
        return [rows[i] for i in Draws("shuffle").permutation(epoch, len(rows))]

    def loss(self, p, rows, targets=None):
        targets = self.t if targets is None else targets
        return self.setting.base_loss(self.setting.outputs(p, self.x[rows]), targets[rows])

    def fit(self, flat, first_epoch, epochs=1, rows=range(40), targets=None, after=None, loss=None):
        """Plain gradient descent in batches of ten."""
        step = 0
        for epoch in range(first_epoch, first_epoch + epochs):
            order = self.order(epoch, rows)
            for start in range(0, len(order), 10):
                batch = order[start:start + 10]
                objective = loss or (lambda p, batch: self.loss(p, batch, targets))
                flat = flat - RATE * gradient(lambda p: objective(p, batch), flat)
                flat = after(flat, step) if after else flat
                step += 1
        return flat

    def start(self, name):
        """Initial parameters of another draw."""
        seed = RandomStream(SEED, f"start/{name}").word()
        tensors = []
        for shape, layer in zip(self.setting.shapes, ["hidden.0.weight", None, "output.weight", None]):
            stream = RandomStream(seed, f"initialisation/{layer}")
            count = shape[0] * shape[1] if layer else shape[0]
            deviation = (2 / shape[0]) ** 0.5
            tensors.append(torch.tensor([deviation * stream.normal() if layer else 0.0 for _ in range(count)]))
        return torch.cat(tensors)


data = {task: Data(task) for task in ["classification", "regression"]}
s = data["classification"].setting

# Self-distillation.
for task, d in data.items():
    for start in ["same", "warm", "other"]:
        flat, targets = d.fit(d.setting.initial, 0), None
        for generation in [1, 2]:
            outputs = d.setting.outputs(flat, d.x)
            teacher = torch.softmax(outputs / 0.5, 1) if task == "classification" else outputs
            begin = {"same": d.setting.initial, "warm": flat}.get(start)
            if begin is None:
                begin = d.start(f"self-distillation/{generation}")
            flat = d.fit(begin, generation, targets=0.3 * d.t + 0.7 * teacher)
        cases.append(case(
            f"self-distillation, {task}, start {start}", d.setting, flat,
            [{
                "id": "self-distillation", "generations": 2, "ground_truth_share": 0.3, "temperature": 0.5,
                "start": start,
            }]))

# Warm start, with shrinking and both kinds of noise.
d = data["classification"]
part = sorted(Draws("warm-start/rows").permutation(0, 40)[:20])
first = d.fit(s.initial, 0, 2, rows=part)
noise = RandomStream(SEED, "warm-start/perturbation")
normal = torch.tensor([noise.normal() for _ in range(len(first))])
for name, middle, given in [
    ("plain", first, {}),
    ("shrink and perturb", 0.6 * first + 0.2 * normal, {"shrink": 0.6, "perturb": 0.2}),
    ("shrink and start", 0.6 * first + 0.2 * d.start("warm-start"),
     {"shrink": 0.6, "perturb": 0.2, "noise": "initial"}),
]:
    cases.append(case(
        f"warm start, {name}", s, d.fit(middle, 2), [{"id": "warm-start", "share": 0.5, "epochs": 2, **given}]))


# Pruning.
def mask(flat, sparsity, scope):
    result = torch.ones(len(flat))
    ends = torch.tensor([0] + [torch.Size(shape).numel() for shape in s.shapes]).cumsum(0)
    weights = [torch.arange(ends[i], ends[i + 1]) for i in [0, 2]]
    for places in [torch.cat(weights)] if scope == "global" else weights:
        order = places[flat[places].abs().argsort()]
        result[order[:int(sparsity * len(places))]] = 0
    return result


for scope in ["global", "layer"]:
    for rewind in ["none", "initial"]:
        flat = d.fit(s.initial, 0)
        for round in [1, 2]:
            m = mask(flat, 1 - (1 - 0.7) ** (round / 2), scope)
            flat = d.fit(m * (s.initial if rewind == "initial" else flat), round, after=lambda w, k: m * w)
        cases.append(case(
            f"magnitude pruning, {scope}, rewind {rewind}", s, flat,
            [{"id": "magnitude-pruning", "sparsity": 0.7, "rounds": 2, "scope": scope, "rewind": rewind}]))

kept = torch.ones(len(s.initial))


def prune(flat, step):
    global kept
    if step % 2 == 0:
        progress = min(max((step / 12 - 0.1) / (0.6 - 0.1), 0), 1)
        kept = kept * mask(kept * flat, 0.7 * (1 - (1 - progress) ** 3), "layer")
    return kept * flat


flat = d.fit(s.initial, 0, 3, after=prune)
assert (kept == 0).sum() == int(0.7 * 35) + int(0.7 * 21)
cases.append(case(
    "gradual magnitude pruning", s, flat,
    [{"id": "gradual-magnitude-pruning", "sparsity": 0.7, "begin": 0.1, "end": 0.6, "interval": 2}], steps=12))

# Data diet.
for task, d in data.items():
    scores, epoch = torch.zeros(40), 0
    for network in range(2):
        flat = d.fit(d.start(f"data-diet/{network}"), epoch, 3)
        epoch += 3
        z = d.setting.outputs(flat, d.x)
        scores += ((torch.softmax(z, 1) if task == "classification" else z) - d.t).norm(dim=1)
    chosen = sorted(scores.argsort()[10:-10].tolist())
    cases.append(case(
        f"data diet, {task}", d.setting, d.fit(d.setting.initial, epoch, rows=chosen),
        [{"id": "data-diet", "prune": 0.25, "drop_hardest": 0.25, "networks": 2, "epochs": 3}]))

# Trimmed losses.
d = data["classification"]
for keep in ["small", "large"]:
    def trimmed(p, batch):
        losses = -(d.t[batch] * torch.log_softmax(s.outputs(p, d.x[batch]), 1)).sum(1)
        ranked = losses.sort(descending=keep == "large").values
        return ranked[:6].mean()
    cases.append(case(
        f"trimmed loss, {keep} losses", s, d.fit(s.initial, 0, loss=trimmed),
        [{"id": "trimmed-loss", "rate": 0.45, "keep": keep}]))
write("pipelines", cases)
