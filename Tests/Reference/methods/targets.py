"""Losses and targets: torch's own losses where it has them, else the papers' equations."""

import torch
import torch.nn.functional as F
from network import Setting, case, descend, gradient, write

cases = []


def run(name, method, loss, activation="tanh", task="classification", steps=4, **more):
    """A loss of (setting, outputs, targets, parameters, step) descended from the fixture's weights."""
    s = Setting(task, activation)
    expected = descend(
        s, lambda p, k: loss(
            s, s.outputs(p, s.inputs[k]), s.targets[k].double(), p, k),
        steps=steps)
    methods = method if isinstance(method, list) else [method]
    cases.append(case(name, s, expected, methods, steps=steps, **more))


def labels(t):
    return t.argmax(1)


def probability(z, t):
    """The probability of the label."""
    return F.softmax(z, 1).gather(1, labels(t)[:, None])[:, 0]


def cross_entropy(z, t):
    return F.cross_entropy(z, labels(t))


s0 = Setting()
counts = torch.stack([t.sum(0) for t in s0.targets[:4]]).sum(0).double()
shares = counts / counts.sum()
K = 3


# Losses in place of cross-entropy.
for gamma in [3.0, 0.5]:
    run(f"focal {gamma}", {"id": "focal", "gamma": gamma},
        lambda s, z, t, p, k: ((1 - probability(z, t)) ** gamma * F.cross_entropy(z, labels(t), reduction="none")).mean())
run("poly", {"id": "poly", "epsilon": 4.0},
    lambda s, z, t, p, k: (F.cross_entropy(z, labels(t), reduction="none") + 4 * (1 - probability(z, t))).mean(),
    activation="relu")
for q in [0.4, 1.0]:
    run(f"generalized cross-entropy {q}", {"id": "generalized-cross-entropy", "q": q},
        lambda s, z, t, p, k: ((1 - probability(z, t) ** q) / q).mean())


def symmetric(z, t, a, b, zero):
    clamped = torch.where(t > 0, torch.zeros_like(t), torch.full_like(t, zero))
    return a * cross_entropy(z, t) - b * (F.softmax(z, 1) * clamped).sum(1).mean()


run("symmetric cross-entropy",
    {"id": "symmetric-cross-entropy", "alpha": 0.3, "beta": 0.7, "log_zero": -6.0},
    lambda s, z, t, p, k: symmetric(z, t, 0.3, 0.7, -6))
for order in [1, 4]:
    run(f"taylor cross-entropy {order}", {"id": "taylor-cross-entropy", "order": order, "share": 0.8},
        lambda s, z, t, p, k: 0.2 * cross_entropy(z, t) + 0.8 * sum(
            ((1 - probability(z, t)) ** i / i).mean() for i in range(1, order + 1)))


def jensen_shannon(z, t, weight):
    p = F.softmax(z, 1)
    m = weight * t + (1 - weight) * p
    kl = lambda a: torch.where(a > 0, a * (a.clamp(min=1e-30).log() - m.log()), torch.zeros_like(a)).sum(1).mean()
    scale = -(1 - weight) * torch.log(torch.tensor(1 - weight))
    return (weight * kl(t) + (1 - weight) * kl(p)) / scale


run("jensen-shannon", {"id": "jensen-shannon", "pi": 0.3}, lambda s, z, t, p, k: jensen_shannon(z, t, 0.3))


def forward_corrected(z, t, rate):
    matrix = torch.full((K, K), rate / (K - 1))
    matrix.fill_diagonal_(1 - rate)
    return F.nll_loss((F.softmax(z, 1) @ matrix).log(), labels(t))


run("forward correction", {"id": "forward-correction", "rate": 0.3},
    lambda s, z, t, p, k: forward_corrected(z, t, 0.3))


def squared(z, t, k, m):
    true = z.gather(1, labels(t)[:, None])[:, 0]
    others = z.square().sum(1) - true.square()
    return (k * (true - m) ** 2 + others).mean() / K


run("squared error", {"id": "squared-error", "true_class_weight": 4.0, "true_class_target": 2.0},
    lambda s, z, t, p, k: squared(z, t, 4, 2))
run("squared error, mixed", {"id": "squared-error", "share": 0.6},
    lambda s, z, t, p, k: 0.6 * F.mse_loss(z, t) + 0.4 * cross_entropy(z, t))
for power in [1, 2]:
    run(f"hinge {power}", {"id": "hinge", "power": power},
        lambda s, z, t, p, k: ((1 - torch.where(t > 0, z, -z)).clamp(min=0) ** power).sum(1).mean())


def stable_score(z):
    return torch.where(z >= 0, z + 1, 1 / (1 - z.clamp(max=0)))


s = Setting()
end = descend(s, lambda p, k: F.nll_loss(
    F.normalize(stable_score(s.outputs(p, s.inputs[k])), p=1, dim=1).log(), labels(s.targets[k])))
cases.append(case("stablemax", s, end, [{"id": "stablemax"}],
                  outputs=stable_score(s.outputs(end, s.inputs[0])).log()))

# Targets and logits changed before cross-entropy.
run("bootstrapping, soft", {"id": "bootstrapping", "kind": "soft", "share": 0.4},
    lambda s, z, t, p, k: F.cross_entropy(z, 0.6 * t + 0.4 * F.softmax(z, 1)))
run("bootstrapping, hard", {"id": "bootstrapping", "kind": "hard", "share": 0.4},
    lambda s, z, t, p, k: F.cross_entropy(z, 0.6 * t + 0.4 * F.one_hot(z.argmax(1), K).double()))
run("logit normalization", {"id": "logit-normalization", "temperature": 0.3},
    lambda s, z, t, p, k: cross_entropy(F.normalize(z, dim=1) / 0.3, t))
run("logit normalization, mixed", {"id": "logit-normalization", "temperature": 0.2, "share": 0.7},
    lambda s, z, t, p, k: 0.7 * cross_entropy(F.normalize(z, dim=1) / 0.2, t) + 0.3 * cross_entropy(z, t))
run("logit adjustment", {"id": "logit-adjustment", "tau": 2.0},
    lambda s, z, t, p, k: cross_entropy(z + 2 * shares.log(), t))
s = Setting()
end = descend(s, s.loss)
cases.append(case("post-hoc logit adjustment", s, end, [{"id": "post-hoc-logit-adjustment", "tau": 2.0}],
                  outputs=s.outputs(end, s.inputs[0]) - 2 * shares.log()))


def ldam(z, t, margin, scale):
    margins = 1 / counts.sqrt().sqrt()
    margins = margins * (margin / margins.max())
    return cross_entropy(scale * (z - margins[labels(t)][:, None] * t), t)


run("ldam", {"id": "ldam", "margin": 0.9, "scale": 2.5}, lambda s, z, t, p, k: ldam(z, t, 0.9, 2.5))
run("poly on adjusted logits",
    [{"id": "logit-adjustment", "tau": 1.5}, {"id": "poly", "epsilon": 2.0}],
    lambda s, z, t, p, k: cross_entropy(z + 1.5 * shares.log(), t)
    + 2 * (1 - probability(z + 1.5 * shares.log(), t)).mean())


# Class weights: torch divides by the sum of the weights in the batch, the papers by the rows.
def weighted(z, t, w):
    return F.cross_entropy(z, labels(t), weight=w, reduction="sum") / len(z)


for beta in [0.9, 0.9999]:
    effective = (1 - beta ** counts) / (1 - beta)
    w = (1 / effective) / (1 / effective).sum() * K
    run(f"class-balanced {beta}", {"id": "class-balanced", "beta": beta}, lambda s, z, t, p, k: weighted(z, t, w))
    run(f"class-balanced {beta} on smoothed targets",
        [{"id": "label-smoothing", "epsilon": 0.3}, {"id": "class-balanced", "beta": beta}],
        lambda s, z, t, p, k: F.cross_entropy(z, 0.7 * t + 0.1, weight=w, reduction="sum") / len(z))
w = 1 / (K * shares)
run("inverse-frequency weights", {"id": "inverse-frequency-weights"}, lambda s, z, t, p, k: weighted(z, t, w))
w2 = shares ** -0.5 / (shares * shares ** -0.5).sum()
run("inverse-root-frequency weights", {"id": "inverse-frequency-weights", "exponent": 0.5},
    lambda s, z, t, p, k: weighted(z, t, w2))

# Terms beside cross-entropy.
for variant in ["paper", "code"]:
    run(f"margin-based label smoothing, {variant}",
        {"id": "margin-label-smoothing", "strength": 0.4, "margin": 0.3, "variant": variant},
        lambda s, z, t, p, k: cross_entropy(z, t) + 0.4 * F.relu(z.max(1, keepdim=True).values - z - 0.3).mean()
        * (K if variant == "paper" else 1))


def acls(z, margin, first, second):
    total = 0
    for row in z:
        top = int(row.argmax())
        total = total + first * F.relu(row[top] - margin) ** 2
        for j in range(K):
            if j != top:
                total = total + second / (K - 1) * F.relu(row[top].detach() - row[j] - margin) ** 2
    return total / len(z)


run("acls", {"id": "acls", "strength": 0.6, "top_weight": 0.8, "other_weight": 0.5, "margin": 0.2},
    lambda s, z, t, p, k: cross_entropy(z, t) + 0.6 * acls(z, 0.2, 0.8, 0.5))
run("confidence penalty", {"id": "confidence-penalty", "strength": 0.5},
    lambda s, z, t, p, k: cross_entropy(z, t) - 0.5 * torch.distributions.Categorical(logits=z).entropy().mean())
run("logit penalty", {"id": "logit-penalty", "strength": 0.2},
    lambda s, z, t, p, k: cross_entropy(z, t) + 0.2 * z.square().sum(1).mean())
run("z-loss", {"id": "z-loss", "strength": 0.3},
    lambda s, z, t, p, k: cross_entropy(z, t) + 0.3 * z.logsumexp(1).square().mean())
run("mdca", {"id": "mdca", "strength": 2.0},
    lambda s, z, t, p, k: cross_entropy(z, t) + 2 * (F.softmax(z, 1).mean(0) - t.mean(0)).abs().mean())


def dispersive(h, temperature):
    return (-torch.cdist(h, h).square() / h.shape[1] / temperature).exp().mean().log()


for task in ["classification", "regression"]:
    run(f"dispersive loss, {task}", {"id": "dispersive-loss", "strength": 1.5, "temperature": 0.3, "layer": "last"},
        lambda s, z, t, p, k: s.base_loss(z, t) + 1.5 * (
            -(s.hidden(p, s.inputs[k])[:, None] - s.hidden(p, s.inputs[k])[None]).square().sum(2) / 7 / 0.3
        ).exp().mean().log(), task=task)

# Levels that are above the loss of some steps or rows.
run("flooding, above", {"id": "flooding", "level": 9.0}, lambda s, z, t, p, k: (cross_entropy(z, t) - 9).abs() + 9)
run("flooding, below", {"id": "flooding", "level": 0.01}, lambda s, z, t, p, k: cross_entropy(z, t))
run("individual flooding", {"id": "individual-flooding", "level": 0.9},
    lambda s, z, t, p, k: ((F.cross_entropy(z, labels(t), reduction="none") - 0.9).abs() + 0.9).mean())
run("individual flooding of the squared error", {"id": "individual-flooding", "level": 0.4},
    lambda s, z, t, p, k: (((z - t) ** 2 - 0.4).abs() + 0.4).mean(), task="regression")

# Regression.
run("huber", {"id": "huber", "delta": 0.6}, lambda s, z, t, p, k: F.huber_loss(z, t, delta=0.6), task="regression")
run("huber, mixed", {"id": "huber", "delta": 0.6, "share": 0.4},
    lambda s, z, t, p, k: 0.4 * F.huber_loss(z, t, delta=0.6) + 0.6 * F.mse_loss(z, t), task="regression")
run("quantile", {"id": "quantile", "tau": 0.8},
    lambda s, z, t, p, k: torch.where(t > z, 0.8 * (t - z), 0.2 * (z - t)).mean(), task="regression")
run("log-cosh", {"id": "log-cosh"}, lambda s, z, t, p, k: (z - t).cosh().log().mean(), task="regression")


# Methods with a memory.
def online_label_smoothing(share, variant, steps):
    s = Setting()
    flat = s.initial.clone()
    soft = torch.full((K, K), 1 / K) if variant == "paper" else torch.zeros(K, K)
    sums, seen = torch.zeros(K, K), torch.zeros(K)
    for step in range(steps):
        x, t = s.inputs[step], s.targets[step].double()
        p = F.softmax(s.outputs(flat, x), 1)
        for row, label in zip(p, labels(t)):
            if row.argmax() == label:
                sums[label] += row
                seen[label] += 1
        flat = flat - 0.2 * gradient(
            lambda w: (1 - share) * cross_entropy(s.outputs(w, x), t)
            + share * F.cross_entropy(s.outputs(w, x), soft[labels(t)]), flat)
        if step % 4 == 3:
            soft = torch.stack([sums[c] / seen[c] if seen[c] > 0 else torch.full((K,), 1 / K) for c in range(K)])
            sums, seen = torch.zeros(K, K), torch.zeros(K)
    cases.append(case(
        f"online label smoothing, {variant}", s, flat,
        [{"id": "online-label-smoothing", "share": share, "variant": variant}], steps=steps))


online_label_smoothing(0.6, "paper", 12)
online_label_smoothing(0.6, "code", 12)


def elr(variant, strength, beta, steps=12):
    s = Setting()
    flat = s.initial.clone()
    memory = torch.zeros(40, K)
    for step in range(steps):
        x, t, rows = s.inputs[step], s.targets[step].double(), torch.tensor(s.rows[step])

        def probabilities(w):
            p = F.softmax(s.outputs(w, x), 1)
            return p.clamp(1e-4, 1 - 1e-4) if variant == "code" else p

        now = probabilities(flat).detach()
        if variant == "code":
            now = now / now.sum(1, keepdim=True)
        memory[rows] = beta * memory[rows] + (1 - beta) * now
        flat = flat - 0.2 * gradient(
            lambda w: cross_entropy(s.outputs(w, x), t)
            + strength * (1 - (probabilities(w) * memory[rows]).sum(1)).log().mean(), flat)
    cases.append(case(
        f"early-learning regularization, {variant}", s, flat,
        [{"id": "early-learning-regularization", "strength": strength, "beta": beta, "variant": variant}],
        steps=steps))


elr("paper", 3.0, 0.6)
elr("code", 5.0, 0.4)


def ps_kd(alpha, steps=12):
    s = Setting()
    flat = s.initial.clone()
    memory = torch.zeros(40, K)
    for step in range(steps):
        x, t, rows = s.inputs[step], s.targets[step].double(), s.rows[step]
        epoch, epochs = step // 4, steps // 4
        if epoch == 0:
            memory[rows] = t
        now = alpha * (epoch + 1) / epochs
        target = (1 - now) * t + now * memory[rows]
        memory[rows] = F.softmax(s.outputs(flat, x), 1)
        flat = flat - 0.2 * gradient(lambda w: F.cross_entropy(s.outputs(w, x), target), flat)
    cases.append(case("ps-kd", s, flat, [{"id": "ps-kd", "alpha": alpha}], steps=steps))


ps_kd(0.9)


def label_relaxation(z, t, alpha):
    p = F.softmax(z, 1)
    total = 0
    for row, label in zip(p, labels(t)):
        if row[label] >= 1 - alpha:
            continue
        others = torch.ones(K)
        others[label] = 0
        target = alpha * row * others / (row * others).sum()
        target = (target + (1 - others) * (1 - alpha)).detach()
        total = total + F.kl_div(row.log(), target, reduction="sum")
    return total / len(z)


# Some rows lie inside the relaxed set.
for alpha in [0.3, 0.6]:
    run(f"label relaxation {alpha}", {"id": "label-relaxation", "alpha": alpha},
        lambda s, z, t, p, k: label_relaxation(z, t, alpha))


def active_passive(z, t, passive, a, b, zero):
    log_p = F.log_softmax(z, 1)
    active = F.nll_loss(-log_p / log_p.sum(1, keepdim=True), labels(t))
    p = probability(z, t)
    return a * active + b * ((1 - p) * (-zero if passive == "rce" else 1)).mean()


for passive in ["rce", "mae"]:
    run(f"active-passive, {passive}",
        {"id": "active-passive", "passive": passive, "active_weight": 2.0, "passive_weight": 0.6, "log_zero": -5.0},
        lambda s, z, t, p, k: active_passive(z, t, passive, 2.0, 0.6, -5.0))


def mmce(z, t):
    confidence, predicted = F.softmax(z, 1).max(1)
    gap = (predicted == labels(t)).double() - confidence
    kernel = (-(confidence[:, None] - confidence[None]).abs() / 0.4).exp()
    return gap @ kernel @ gap / len(z) ** 2


run("mmce, paper", {"id": "mmce", "strength": 1.5},
    lambda s, z, t, p, k: cross_entropy(z, t) + 1.5 * mmce(z, t).sqrt())
run("mmce, code", {"id": "mmce", "strength": 1.5, "variant": "code"},
    lambda s, z, t, p, k: cross_entropy(z, t) + 1.5 * mmce(z, t))


def center_loss(strength, rate, steps=8):
    s = Setting()
    flat = s.initial.clone()
    centres = torch.zeros(K, 7)
    for step in range(steps):
        x, t = s.inputs[step], s.targets[step].double()
        y = labels(t)
        h = s.hidden(flat, x)
        change = torch.stack([
            (centres[c] - h[y == c]).sum(0) / (1 + (y == c).sum()) for c in range(K)])
        flat = flat - 0.2 * gradient(
            lambda w: cross_entropy(s.outputs(w, x), t)
            + strength / 2 * (s.hidden(w, x) - centres[y]).square().sum(1).mean(), flat)
        centres = centres - rate * change
    cases.append(case("center loss", s, flat, [
        {"id": "center-loss", "strength": strength, "center_rate": rate}], steps=steps))


center_loss(0.7, 0.4)


def ridg(strength, momentum, steps=8):
    s = Setting()
    flat = s.initial.clone()
    bank, fresh = torch.zeros(K, K, 7), [True] * K
    for step in range(steps):
        x, t = s.inputs[step], s.targets[step].double()
        y = labels(t)

        def rationales(w):
            return s.split(w)[2].T[:, None] * s.hidden(w, x)[None]

        now = rationales(flat)
        for c in y.unique().tolist():
            mean = now[:, y == c].mean(1)
            bank[c] = mean if fresh[c] else (1 - momentum) * bank[c] + momentum * mean
            fresh[c] = False

        def objective(w):
            r = rationales(w)
            extra = sum(((r[:, y == c] - bank[c][:, None]) ** 2).sum(2).mean() for c in y.unique().tolist())
            return cross_entropy(s.outputs(w, x), t) + strength * extra

        flat = flat - 0.2 * gradient(objective, flat)
    cases.append(case("ridg", s, flat, [{"id": "ridg", "strength": strength, "momentum": momentum}], steps=steps))


ridg(0.3, 0.2)
run("vector-scaling loss", {"id": "vector-scaling-loss", "gamma": 0.7, "tau": 1.5},
    lambda s, z, t, p, k: cross_entropy(z / (counts.max() / counts) ** 0.7 + 1.5 * shares.log(), t))


def barron(r, alpha, scale):
    b = abs(alpha - 2)
    return (b / alpha * (((r / scale) ** 2 / b + 1) ** (alpha / 2) - 1)).mean()


for alpha in [0.4, 1.7]:
    run(f"general robust {alpha}", {"id": "general-robust", "alpha": alpha, "scale": 0.6},
        lambda s, z, t, p, k: barron(z - t, alpha, 0.6), task="regression")
run("expectile", {"id": "expectile", "tau": 0.9},
    lambda s, z, t, p, k: 2 * (torch.where(t > z, 0.9, 0.1) * (t - z) ** 2).mean(), task="regression")

for tilt in [1.5, -2.0]:
    run(f"tilted loss {tilt}", {"id": "tilted-loss", "tilt": tilt},
        lambda s, z, t, p, k: (tilt * F.cross_entropy(z, labels(t), reduction="none")).exp().mean().log() / tilt)
    run(f"tilted squared error {tilt}", {"id": "tilted-loss", "tilt": tilt},
        lambda s, z, t, p, k: (tilt * (z - t) ** 2).exp().mean().log() / tilt, task="regression")



def virtual_teacher(z, t, temperature, right):
    teacher = torch.full_like(z, (1 - right) / (K - 1))
    teacher[torch.arange(len(z)), labels(t)] = right
    return F.kl_div(F.log_softmax(z, 1), F.softmax(teacher / temperature, 1), reduction="batchmean")


run("teacher-free distillation",
    {"id": "teacher-free-distillation", "alpha": 0.4, "temperature": 0.5, "correct_probability": 0.8, "multiplier": 3.0},
    lambda s, z, t, p, k: 0.6 * cross_entropy(z, t) + 0.4 * 3 * virtual_teacher(z, t, 0.5, 0.8))
run("squentropy", {"id": "squentropy", "strength": 1.5},
    lambda s, z, t, p, k: cross_entropy(z, t) + 1.5 * torch.stack(
        [row[torch.arange(K) != label].square().mean() for row, label in zip(z, labels(t))]).mean())
run("brier", {"id": "brier"}, lambda s, z, t, p, k: (F.softmax(z, 1) - t).square().sum(1).mean())

# Deferred re-weighting: plain first, then class-balanced, on top of margins.
s = Setting()
effective = 1 - 0.99 ** counts
w = K / effective / (1 / effective).sum()
late = descend(
    s, lambda p, k: weighted(
        s.outputs(p, s.inputs[k]) - 0.5 * (counts.min() / counts) ** 0.25 * s.targets[k], s.targets[k],
        w if k >= 4 else torch.ones(K)), steps=8)
cases.append(case("deferred re-weighting with ldam", s, late, [
    {"id": "ldam"},
    {"id": "class-balanced",
     "beta": {"schedule": "window", "value": 0.99, "outside": 0, "begin": 1, "unit": "epoch"}}], steps=8))


def cosines(s, p, x):
    return F.normalize(s.hidden(p, x), dim=1) @ F.normalize(s.split(p)[2], dim=0)


def angular(s, p, k, kind, margin, scale):
    c, t = cosines(s, p, s.inputs[k]), s.targets[k].double()
    angle = torch.arccos(c)
    if kind == "cosface":
        moved = c - margin
    else:
        beyond = angle + margin >= torch.pi
        moved = torch.where(beyond, c - margin * torch.sin(torch.tensor(margin)), torch.cos(angle + margin))
    return cross_entropy(scale * torch.where(t > 0, moved, c), t)


# The large margins take some labels beyond the end of the angles.
for kind, margin, scale in [("arcface", 0.5, 8.0), ("arcface", 1.6, 4.0), ("cosface", 0.35, 8.0), ("arcface", 0.0, 5.0)]:
    s = Setting()
    end = descend(s, lambda p, k: angular(s, p, k, kind, margin, scale))
    cases.append(case(f"{kind} {margin}", s, end, [
        {"id": "angular-margin", "kind": kind, "margin": margin, "scale": scale}],
        outputs=scale * cosines(s, end, s.inputs[0])))
s = Setting()
end = descend(s, lambda p, k: ldam(cosines(s, p, s.inputs[k]), s.targets[k], 0.5, 30))
cases.append(case("ldam on cosines", s, end, [
    {"id": "angular-margin", "margin": 0.0, "scale": 1.0}, {"id": "ldam", "scale": 30.0}], tolerance=1e-4))
write("targets", cases)
