"""Mixing and perturbing rows: the papers' formulas on the draws of the fixture's streams."""

import math

import torch
from network import Setting, case, gradient, write
from plan_draws import SEED, Draws
from random_stream import RandomStream

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


def on_batches(setting, change, steps=4):
    """Trains on changed batches: change(step, x, t)."""
    def objective(p, k, x, t):
        x, t = change(k, x, t)
        return setting.base_loss(setting.outputs(p, x), t)
    return train(setting, objective, steps)


def mix(values, share, partner):
    return share * values + (1 - share) * values[partner]


# Mixup and its relatives.
def input_mixup(k, x, t):
    drawn = Draws("input-mixup/weight").beta(k, 0.7)
    return mix(x, max(drawn, 1 - drawn), Draws("input-mixup/partner").permutation(k, 10)), t


cases.append(case("input-mixup", s, on_batches(s, input_mixup), [{"id": "input-mixup", "alpha": 0.7}]))


def manifold(p, k, x, t, layers):
    share = Draws("manifold-mixup/weight").beta(k, 0.7)
    partner = Draws("manifold-mixup/partner").permutation(k, 10)
    place = int(Draws("manifold-mixup/layer").uniform(k, 1).item() * (layers + 1))
    h = s.hidden(p, mix(x, share, partner) if place == 0 else x)
    h = mix(h, share, partner) if place == 1 else h
    _, _, w2, b2 = s.split(p)
    return s.base_loss(h @ w2 + b2, mix(t, share, partner))


places = [int(Draws("manifold-mixup/layer").uniform(k, 1).item() * 2) for k in range(8)]
assert set(places) == {0, 1}, "both layers must be drawn"
for layers in [0, 1, 3]:
    there = min(layers, 1)
    cases.append(case(
        f"manifold-mixup of the inputs and {layers} layers", s,
        train(s, lambda p, k, x, t: manifold(p, k, x, t, there), 8), steps=8,
        methods=[{"id": "manifold-mixup", "alpha": 0.7, "hidden_layers": layers}]))


def choice(weights, uniform):
    """A column per row in proportion to its weights."""
    sums = weights.cumsum(1)
    return [int((sums[i] <= uniform[i] * sums[i, -1]).sum()) for i in range(len(weights))]


def c_mixup(k, x, t):
    share = Draws("c-mixup/weight").beta(k, 1.5)
    kernel = torch.exp(-(t - t.T) ** 2 / (2 * 0.4**2))
    partner = choice(kernel, Draws("c-mixup/partner").uniform(k, 10))
    return mix(x, share, partner), mix(t, share, partner)


cases.append(case(
    "c-mixup", regression, on_batches(regression, c_mixup),
    [{"id": "c-mixup", "alpha": 1.5, "bandwidth": 0.4}]))

shares = torch.cat(s.targets[:4]).double().mean(0)


def remix(k, x, t):
    share = Draws("remix/weight").beta(k, 0.8)
    partner = Draws("remix/partner").permutation(k, 10)
    own = (t * shares).sum(1)
    ratio = own / own[partner]
    target = torch.full((10,), share)
    target[(ratio >= 1.2) & (torch.tensor(share) < 0.7)] = 0
    target[(ratio <= 1 / 1.2) & (torch.tensor(1 - share) < 0.7)] = 1
    assert len(set(target.tolist())) > 1
    return mix(x, share, partner), mix(t, target[:, None], partner)


cases.append(case(
    "remix", s, on_batches(s, remix), [{"id": "remix", "alpha": 0.8, "kappa": 1.2, "tau": 0.7}]))


# Columns.
def masking(k, x, t):
    return torch.where(Draws("feature-masking/mask").uniform(k, 10, 5) < 0.4, 0.0, x), t


cases.append(case(
    "feature-masking", s, on_batches(s, masking), [{"id": "feature-masking", "rate": 0.4}]))


def swapping(k, x, t):
    source = (Draws("swap-noise/source").uniform(k, 10, 5) * 10).long()
    hit = Draws("swap-noise/mask").uniform(k, 10, 5) < 0.4
    return torch.where(hit, torch.gather(x, 0, source), x), t


cases.append(case("swap-noise", s, on_batches(s, swapping), [{"id": "swap-noise", "rate": 0.4}]))


def smote(k, x, t, balanced):
    label = t.argmax(1)
    def draw(name):
        return Draws(f"smote/{name}").uniform(k, 10)
    counts = torch.bincount(label, minlength=3).double()
    base = list(range(10))
    if balanced:
        base = choice((1 / counts[label]).expand(10, 10), draw("base"))
    new_x, new_t = x.clone(), t.clone()
    for i in range(10):
        if draw("application")[i] >= 0.7:
            continue
        b = base[i]
        distance = ((x - x[b]) ** 2).sum(1)
        near = sorted((j for j in range(10) if label[j] == label[b] and j != b), key=lambda j: distance[j])[:2]
        weights = torch.zeros(1, 10)
        weights[0, near] = 1
        n = choice(weights, draw("neighbour")[i:i + 1])[0] if near else b
        new_x[i] = x[b] + draw("position")[i] * (x[n] - x[b])
        new_t[i] = t[b]
    return new_x, new_t


for base, balanced in [("balanced", True), ("same-row", False)]:
    cases.append(case(
        f"smote {base}", s, on_batches(s, lambda k, x, t: smote(k, x, t, balanced)),
        [{"id": "smote", "rate": 0.7, "neighbours": 2, "base": base}]))


# AugMix on rows without shape.
def augmix(p, k, x, t):
    def uniform(name, *shape):
        return Draws(f"augmix/{name}").uniform(k, *shape)

    def chain(name):
        depth = (uniform(f"{name}/depth", 10) * 3).long()
        result = x
        for place in range(3):
            part = depth >= place
            amount = 0.8 * (2 * uniform(f"{name}/amount {place}", 10) - 1)
            kind = (uniform(f"{name}/kind {place}", 10) * 3).long()
            noise = Draws(f"augmix/{name}/{place}/noise").normal(k, 10, 5)
            hit = uniform(f"{name}/{place}/columns", 10, 5) < amount.abs()[:, None]
            partner = (uniform(f"{name}/{place}/partner", 10) * 10).long()
            new = result.clone()
            for i in range(10):
                if not part[i]:
                    continue
                if kind[i] == 0:
                    new[i] = result[i] + amount[i] * noise[i]
                elif kind[i] == 1:
                    new[i] = torch.where(hit[i], 0.0, result[i])
                else:
                    new[i] = torch.where(hit[i], result[partner[i]], result[i])
            result = new
        return result

    def view(number):
        weights = torch.stack([-torch.log(1 - uniform(f"view {number}/weight {c}", 10)) for c in range(2)])
        weights = weights / weights.sum(0)
        mixed = sum(weights[c][:, None] * chain(f"view {number}/chain {c}") for c in range(2))
        kept = uniform(f"view {number}/kept", 10, 1)
        return kept * x + (1 - kept) * mixed

    # A pass under another name has streams of its own; the chains are drawn outside of it.
    z = s.outputs(p, x)
    probabilities = [torch.softmax(s.outputs(p, point), 1) for point in (x, view(1), view(2))]
    mean = sum(probabilities) / 3
    divergence = sum((q * (q.log() - mean.log())).sum(1) for q in probabilities) / 3
    return s.base_loss(z, t) + 5 * divergence.mean()


cases.append(case(
    "augmix", s, train(s, augmix), [{"id": "augmix", "strength": 5, "severity": 0.8, "chains": 2}]))

# AdaMixUp: the policy and the discriminator are trained with the model, from draws of their own.
names = [("policy.0", 5, 4), ("policy.1", 4, 3), ("discriminator", 7, 1)]
auxiliary = []
for name, rows, columns in names:
    stream = RandomStream(SEED, f"initialisation/adamixup/{name}.weight")
    auxiliary += [math.sqrt(2 / rows) * stream.normal() for _ in range(rows * columns)] + [0.0] * columns
model = len(s.initial)


def adamixup(flat, k):
    p, rest = flat[:model], flat[model:]
    x, t = s.inputs[k], s.targets[k]
    tensors, first = [], 0
    for _, rows, columns in names:
        weight = rest[first:first + rows * columns].reshape(rows, columns)
        bias = rest[first + rows * columns:first + rows * columns + columns]
        tensors.append((weight, bias))
        first += rows * columns + columns
    partner = Draws("adamixup/partner").permutation(k, 10)
    def normal(name):
        return Draws(f"adamixup/{name}").normal(k, 10, 5)
    gate = (normal("first") * x + normal("second") * x[partner]) / 2
    policy = torch.softmax(torch.relu(gate @ tensors[0][0] + tensors[0][1]) @ tensors[1][0] + tensors[1][1], 1)
    share = policy[:, 0:1] + Draws("adamixup/share").uniform(k, 10, 1) * policy[:, 1:2]
    mixed = share * x + (1 - share) * x[partner]
    def logit(x):
        return (s.hidden(p, x) @ tensors[2][0] + tensors[2][1])[:, 0]
    binary = torch.nn.functional.binary_cross_entropy_with_logits
    logits = torch.cat([logit(x), logit(mixed)])
    labels = torch.cat([torch.ones(10), torch.zeros(10)])
    loss = s.base_loss(s.outputs(p, mixed), share * t + (1 - share) * t[partner])
    return s.base_loss(s.outputs(p, x), t) + 0.7 * (loss + binary(logits, labels))


flat = torch.cat([s.initial, torch.tensor(auxiliary)])
for k in range(8):
    flat = flat - RATE * gradient(lambda q: adamixup(q, k), flat)
cases.append(case(
    "adamixup", s, flat, [{"id": "adamixup", "strength": 0.7, "policy_width": 4}], steps=8))

write("mixing", cases)
