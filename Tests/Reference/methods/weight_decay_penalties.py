"""Penalties, differentiated by torch: of magnitudes and groups, singular values, paths, orthogonality, energy."""

import torch
from network import Setting, case, descend, write

s = Setting()
r = Setting("regression", "relu")
cases = []


def weights(setting, p):
    return [t for t in setting.split(p) if t.dim() == 2]


def add(name, penalty, method, setting=s, **options):
    """penalty(weights, flat) is the whole penalty with its strength."""
    cases.append(case(
        name, setting, descend(setting, lambda p, k: setting.loss(p, k) + penalty(weights(setting, p), p)),
        [method], **options))


def total(function):
    return lambda ws, p: sum(function(w) for w in ws)


eye = torch.eye
mask = s.weight_mask()
add("l1", lambda ws, p: 0.1 * (mask * p).abs().sum(), {"id": "l1", "strength": 0.1})
add("l1 on all parameters", lambda ws, p: 0.1 * p.abs().sum(), {"id": "l1", "strength": 0.1, "applies_to": "all"})
add("elastic-net", lambda ws, p: 0.4 * (0.3 * (mask * p).abs().sum() + 0.35 * (mask * p).square().sum()),
    {"id": "elastic-net", "strength": 0.4, "l1_ratio": 0.3})
for groups, axis in [("inputs", 1), ("outputs", 0)]:
    def group_norms(w):
        return w.shape[axis] ** 0.5 * w.norm(dim=axis).sum()
    add(f"group-lasso, {groups}", lambda ws, p: 0.2 * total(group_norms)(ws, p),
        {"id": "group-lasso", "strength": 0.2, "groups": groups})
    add(f"sparse-group-lasso, {groups}",
        lambda ws, p: 0.2 * (0.7 * total(group_norms)(ws, p) + 0.3 * sum(w.abs().sum() for w in ws)),
        {"id": "sparse-group-lasso", "strength": 0.2, "l1_ratio": 0.3, "groups": groups})
for scope, factor in [("all", torch.ones_like(mask)), ("weights", mask)]:
    add(f"l2-init, {scope}", lambda ws, p: 0.8 * (factor * (p - s.initial)).square().sum(),
        {"id": "l2-init", "strength": 0.8, "applies_to": scope})
add("norm-loss", lambda ws, p: 0.3 * sum((1 - w.norm(dim=0)).square().sum() for w in ws),
    {"id": "norm-loss", "strength": 0.3})

add("weight-elimination", lambda ws, p: 0.2 * sum(((w / 0.6) ** 2 / (1 + (w / 0.6) ** 2)).sum() for w in ws),
    {"id": "weight-elimination", "strength": 0.2, "scale": 0.6})
add("reweighted-l1", lambda ws, p: 0.05 * sum(torch.log1p(w.abs() / 0.3).sum() for w in ws),
    {"id": "reweighted-l1", "strength": 0.05, "epsilon": 0.3})

# Singular values: exact here, iterated there. Strengths are small enough to keep the two largest apart.
add("nuclear-norm", lambda ws, p: 0.3 * sum(torch.linalg.svdvals(w).sum() for w in ws),
    {"id": "nuclear-norm", "strength": 0.3, "iterations": 30})
for power, strength in [(2, 0.02), (3, 0.0005)]:
    add(f"spectral-regularization, power {power}",
        lambda ws, p: strength * (sum((torch.linalg.svdvals(w)[0] ** power - 1) ** 2 for w in ws)
                              + sum(b.square().sum() ** power for b in s.split(p) if b.dim() == 1)),
        {"id": "spectral-regularization", "strength": strength, "power": power, "iterations": 60})
add("spectral-norm-penalty", lambda ws, p: 0.25 * sum(torch.linalg.svdvals(w)[0] ** 2 for w in ws),
    {"id": "spectral-norm-penalty", "strength": 0.5, "iterations": 60})
for variant, defect in [("paper", lambda w: w.T @ w - eye(w.shape[1])), ("code", lambda w: w @ w.T - eye(w.shape[0]))]:
    degree, strength = (1, 0.05) if variant == "paper" else (2, 0.01)
    add(f"srip, {variant}, converged",
        lambda ws, p: strength * sum(torch.linalg.matrix_norm(defect(w), 2) ** degree for w in ws),
        {"id": "srip", "strength": strength, "iterations": 60, "variant": variant})

# Paths.
for setting in [s, r]:
    for power in [1, 2]:
        add(f"path-norm, power {power}, {setting.task}",
            lambda ws, p: 0.05 * sum(
                (ws[0][i, j] * ws[1][j, k]).abs() ** power
                for i in range(5) for j in range(7) for k in range(ws[1].shape[1])),
            {"id": "path-norm", "strength": 0.05, "power": power}, setting)

# Quantised and sparse targets.
def q(w, n):
    return (w ** n).sum(0)


for name, variant, gap in [
    ("binary", "paper", lambda w: len(w) * q(w, 4) - q(w, 2) ** 2),
    ("binary", "code", lambda w: len(w) ** 0.5 * torch.linalg.norm(w, ord=4, dim=0) ** 2
        - torch.linalg.norm(w, ord=2, dim=0) ** 2),
    ("one-sided-binary", "paper", lambda w: q(w, 2) * q(w, 4) - q(w, 3) ** 2),
    ("ternary", "paper", lambda w: q(w, 2) * q(w, 6) - q(w, 4) ** 2),
    ("orthogonal", "paper", lambda w: w.shape[1] * torch.linalg.matrix_norm(w.T @ w) ** 2
        - torch.linalg.matrix_norm(w) ** 4),
]:
    add(f"cauchy-schwarz, {name}, {variant}", lambda ws, p: 0.3 * sum(gap(w).sum() / w.numel() for w in ws),
        {"id": "cauchy-schwarz", "strength": 0.3, "target": name, "variant": variant})
for groups, axes in [("elements", None), ("inputs", [1]), ("outputs", [0]), ("both", [0, 1])]:
    def hoyer(w):
        sums = [w.abs().sum()] if axes is None else [w.norm(dim=a).sum() for a in axes]
        return sum(x ** 2 for x in sums) / w.square().sum()
    add(f"hoyer-square, {groups}", lambda ws, p: 0.02 * sum(hoyer(w) for w in ws),
        {"id": "hoyer-square", "strength": 0.02, "groups": groups})


def hypersparse(ws, p):
    magnitudes = torch.cat([w.reshape(-1) for w in ws]).abs()
    slope = torch.atanh(torch.tensor(3.0) ** -0.5) / torch.quantile(magnitudes, 0.7).detach()
    squashed = torch.tanh(slope * magnitudes).sum()
    return 0.02 * (magnitudes.sum() * squashed / squashed.detach() - magnitudes.sum())


add("hypersparse", hypersparse, {"id": "hypersparse", "strength": 0.02, "prune_rate": 0.7})

# Orthogonality.
columns = lambda w: w.T @ w - eye(w.shape[1])
rows = lambda w: w @ w.T - eye(w.shape[0])
add("soft-orthogonality", lambda ws, p: 0.03 * sum(columns(w).square().sum() for w in ws),
    {"id": "soft-orthogonality", "strength": 0.03})
add("double-soft-orthogonality",
    lambda ws, p: 0.03 * sum(columns(w).square().sum() + rows(w).square().sum() for w in ws),
    {"id": "double-soft-orthogonality", "strength": 0.03})
add("mutual-coherence", lambda ws, p: 0.1 * sum(columns(w).abs().amax() for w in ws),
    {"id": "mutual-coherence", "strength": 0.1})
add("off-diagonal-orthogonality",
    lambda ws, p: 0.05 * sum((w.T @ w - torch.diag(torch.diag(w.T @ w))).square().sum() for w in ws),
    {"id": "off-diagonal-orthogonality", "strength": 0.05})


def grouped(w, groups, minimum, inter):
    units = w.T
    count = max(n for n in range(1, max(1, min(groups, len(units) // minimum)) + 1) if len(units) % n == 0)
    size = len(units) // count
    sets = ([units[i * size:(i + 1) * size] for i in range(count)] if inter
            else [units[i::size] for i in range(size)])
    return sum((columns(x) if x.shape[0] >= x.shape[1] else rows(x)).square().sum() for x in sets)


for name, inter in [("inter", True), ("intra", False)]:
    # 7 units in 7 groups of one, 3 in 3; then one group of all.
    for groups, minimum in [(7, 1), (4, 4)]:
        add(f"group-orthogonality, {name}, {groups} groups of {minimum} or more",
            lambda ws, p: 0.03 * sum(grouped(w, groups, minimum, inter) for w in ws),
            {"id": "group-orthogonality", "strength": 0.03, "groups": groups, "minimum_units": minimum,
             "sets": name})


# Energy.
def energy(w, power, half):
    units = (w / w.norm(dim=0)).T
    if half:
        units = torch.cat([units, -units])
    i, j = torch.triu_indices(len(units), len(units), 1)
    z = (units[i] - units[j]).norm(dim=1)
    return (-torch.log(z) if power == 0 else z ** -power).mean()


for power in [0, 1, 2]:
    for half in [False, True]:
        add(f"minimum-hyperspherical-energy, power {power}, half-space {half}",
            lambda ws, p: 0.1 * energy(ws[0], power, half) + 0.3 * energy(ws[1], power, False),
            {"id": "minimum-hyperspherical-energy", "strength": 0.1, "output_ratio": 3, "power": power,
             "half_space": half})
write("weight_decay_penalties", cases)
