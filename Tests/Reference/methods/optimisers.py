"""Optimisers without Adam's moments: torch.optim where it has them, else the papers' equations."""

import torch
from network import Setting, case, gradient, torch_optimizer, write
from optimiser_steps import adam, average, train

s = Setting()
cases = []


def add(name, expected, steps=8, tolerance=2e-5, **optimizer):
    cases.append(case(name, s, expected, optimizer=optimizer, steps=steps, tolerance=tolerance))


def library(name, make, tolerance=2e-4, **optimizer):
    # Gradients over their own size: rounding of tiny ones shows.
    add(f"{name} of torch.optim", torch_optimizer(s, make, 8), tolerance=tolerance, **optimizer)


library("adagrad", lambda p: torch.optim.Adagrad(p, lr=0.1, initial_accumulator_value=0.01, eps=1e-4),
        id="adagrad", learning_rate=0.1, initial_accumulator=0.01, epsilon=1e-4)
library("adadelta", lambda p: torch.optim.Adadelta(p, lr=3, rho=0.8, eps=1e-3),
        id="adadelta", learning_rate=3, decay=0.8, epsilon=1e-3)
for centered in (False, True):
    for momentum in (0, 0.7):
        library(f"rmsprop centered {centered} momentum {momentum}", lambda p: torch.optim.RMSprop(
            p, lr=0.02, alpha=0.8, eps=1e-2, centered=centered, momentum=momentum),
            id="rmsprop", learning_rate=0.02, decay=0.8, epsilon=1e-2, centered=centered, momentum=momentum)
library("rprop", lambda p: torch.optim.Rprop(p, lr=0.02, etas=(0.4, 1.5), step_sizes=(0.01, 0.04)),
        id="rprop", learning_rate=0.02, decrease=0.4, increase=1.5, minimum_step=0.01, maximum_step=0.04)


def lion(w, g, state, t):
    m = state.get("m", torch.zeros_like(g))
    state["m"] = 0.7 * m + 0.3 * g
    return w - 0.02 * (torch.sign(0.4 * m + 0.6 * g) + 0.3 * w)


add("lion", train(s, lion), id="lion", learning_rate=0.02, beta1=0.4, beta2=0.7, weight_decay=0.3, applies_to="all")
for momentum in (0, 0.8):
    add(f"signsgd momentum {momentum}", train(s, lambda w, g, state, t: w - 0.02 * (
        torch.sign(average(state, "m", g, momentum)) + 0.3 * w)),
        id="signsgd", learning_rate=0.02, momentum=momentum, weight_decay=0.3, applies_to="all")


def lamb(w, g, state, t):
    m = average(state, "m", g, 0.8) / (1 - 0.8**t)
    v = average(state, "v", g * g, 0.95) / (1 - 0.95**t)
    u = m / (v.sqrt() + 1e-6) + 0.3 * w
    ratio = w.norm() / u.norm() if w.norm() > 0 else 1.0
    return w - 0.05 * ratio * u


add("lamb", train(s, lamb), tolerance=2e-4, id="lamb", learning_rate=0.05, beta1=0.8, beta2=0.95, weight_decay=0.3,
    applies_to="all")


def lars(w, g, state, t):
    ratio, decay = 1.0, 0.0
    if w.dim() > 1:
        decay = 0.3
        ratio = 0.2 * w.norm() / (g.norm() + decay * w.norm())
    state["v"] = 0.8 * state.get("v", torch.zeros_like(g)) + 0.5 * ratio * (g + decay * w)
    return w - state["v"]


add("lars", train(s, lars), id="lars", learning_rate=0.5, momentum=0.8, trust=0.2, weight_decay=0.3)


def novograd(averaging):
    def rule(w, g, state, t):
        square = g.square().sum()
        state["v"] = square if t == 1 else 0.7 * state["v"] + 0.3 * square
        n = g / (state["v"].sqrt() + 1e-8) + 0.3 * w
        if averaging and t > 1:
            n = (1 - 0.8) * n
        state["m"] = n if t == 1 else 0.8 * state["m"] + n
        return w - 0.05 * state["m"]
    return rule


for averaging in (False, True):
    add(f"novograd averaging {averaging}", train(s, novograd(averaging)), id="novograd", learning_rate=0.05,
        beta1=0.8, beta2=0.7, weight_decay=0.3, applies_to="all", gradient_averaging=averaging)


def qhm(w, g, state, t):
    return w - 0.3 * (0.4 * g + 0.6 * average(state, "v", g, 0.9))


add("qhm", train(s, qhm), id="qhm", learning_rate=0.3, momentum=0.9, nu=0.6)


def aggmo(w, g, state, t):
    total = 0
    for i in range(4):
        state[i] = (1 - 0.3**i) * state.get(i, torch.zeros_like(g)) + g
        total = total + state[i]
    return w - 0.1 / 4 * total


add("aggmo", train(s, aggmo), id="aggmo", learning_rate=0.1, velocities=4, base=0.3)


def sai(maximum):
    """g-SNR of every tensor at the first step; the sample deviation, as torch.std."""
    ratios = []
    top = []

    def rule(w, g, state, t):
        if t == 1:
            state["r"] = g.norm() / (g.std() + 1e-8)
            ratios.append(state["r"])
        state["m"] = g if t == 1 else 0.8 * state["m"] + 0.2 * g
        return w * (1 - 0.1 * 0.3) - 0.1 * state["r"] / (TOP if maximum else 1) * state["m"]

    return rule, ratios


rule, ratios = sai(False)
plain = train(s, rule)
TOP = max(ratios)
add("sgd-sai", plain, id="sgd-sai", learning_rate=0.1, momentum=0.8, weight_decay=0.3, applies_to="all")
add("sgd-sai code", train(s, sai(True)[0]), id="sgd-sai", learning_rate=0.1, momentum=0.8, weight_decay=0.3,
    applies_to="all", variant="code")


def gravity(w, g, state, t):
    """With alpha 0, so that the velocity starts at 0."""
    weight = (0.7 * t + 1) / (t + 2)
    zeta = g / (1 + (g * g.abs().max()) ** 2)
    state["v"] = weight * state.get("v", torch.zeros_like(g)) + (1 - weight) * zeta
    return w - 0.8 * state["v"]


add("gravity", train(s, gravity), id="gravity", learning_rate=0.8, alpha=0, beta=0.7)


def core(sign):
    def rule(w, g, state, t):
        beta1 = 0.6 + (0.3 - 0.6) * torch.exp(torch.tensor(-(((t - 1) / 5.0) ** 2)))
        old = state.get("g", torch.zeros_like(g))
        new = beta1 * old + (1 - beta1) * g
        h = average(state, "h", g * g, 0.9)
        step = state.get("s", torch.full_like(g, 0.02))
        step = torch.where(old * new > 0, 1.3 * step, torch.where(old * new < 0, 0.6 * step, step)).clamp(0.005, 0.05)
        u = new.sign() if sign else new / (1 - beta1**t) / ((h / (1 - 0.9**t)).sqrt() + 1e-8)
        state["g"], state["s"] = new, step
        return (1 - 0.4 * u.abs() * step) * w - u * step
    return rule


for sign in (False, True):
    add(f"core sign {sign}", train(s, core(sign)), tolerance=2e-4, id="core", learning_rate=0.02, beta1_initial=0.3,
        beta1_final=0.6, beta1_steps=5, beta2=0.9, decrease=0.6, increase=1.3, minimum_step=0.005, maximum_step=0.05,
        weight_decay=0.4, applies_to="all", **({"update": "sign"} if sign else {}))


def whole(rule, steps=8):
    """Steps of rule(w, gradient at the point of a step, t) on the flat vector; the rule keeps its state."""
    flat = s.initial.clone()
    for k in range(steps):
        flat = rule(flat, lambda p: gradient(lambda q: s.loss(q, k), p), k + 1)
    return flat


def dog():
    state = {"r": 0.0, "G": 0.0}

    def rule(w, slope, t):
        g = slope(w)
        start = 0.02 * (1 + s.initial.norm())
        state["r"] = max(state["r"], start, (w - s.initial).norm())
        state["G"] += g.square().sum()
        return w - 0.7 * state["r"] / (state["G"] + 1e-8).sqrt() * g
    return rule


add("dog", whole(dog()), id="dog", learning_rate=0.7, initial_distance=0.02)


def prodigy():
    beta1, beta2, d0, lr, eps, decay = 0.8, 0.9, 0.01, 0.8, 1e-8, 0.3
    beta3 = beta2**0.5
    q = {"d": d0, "r": 0.0, "s": torch.zeros_like(s.initial), "m": torch.zeros_like(s.initial),
         "v": torch.zeros_like(s.initial)}

    def rule(w, slope, t):
        g, d = slope(w), q["d"]
        q["m"] = beta1 * q["m"] + (1 - beta1) * d * g
        q["v"] = beta2 * q["v"] + (1 - beta2) * d * d * g * g
        q["r"] = beta3 * q["r"] + (1 - beta3) * lr * d * d * torch.dot(g, s.initial - w)
        q["s"] = beta3 * q["s"] + (1 - beta3) * lr * d * d * g
        hat = q["r"] / q["s"].abs().sum()
        q["d"] = max(d, hat)
        return w - lr * d * (q["m"] / (q["v"].sqrt() + d * eps) + decay * w)
    return rule


add("prodigy", whole(prodigy(), 12), 12, tolerance=2e-4, id="prodigy", learning_rate=0.8, beta1=0.8, beta2=0.9,
    initial_distance=0.01, weight_decay=0.3, applies_to="all")


def schedule_free(form, steps=8):
    """Evaluated parameters x as outputs, trained ones y as parameters."""
    z = x = s.initial.clone()
    v = torch.zeros_like(z)
    beta, lr, decay, total, top = 0.7, 0.3 if form == "sgd" else 0.05, 0.2, 0.0, 0.0
    y = (1 - beta) * z + beta * x
    for k in range(steps):
        t = k + 1
        g = gradient(lambda p: s.loss(p, k), y)
        if form == "adamw":
            v = 0.9 * v + 0.1 * g * g
            g = g / ((v / (1 - 0.9**t)).sqrt() + 1e-8)
        rate = lr * min(1, t / 3)
        z = z - rate * (g + decay * y)
        top = max(top, rate)
        total += top**2
        c = top**2 / total
        x = (1 - c) * x + c * z
        y = (1 - beta) * z + beta * x
    return y, x


for form, identity in (("sgd", "schedule-free-sgd"), ("adamw", "schedule-free-adamw")):
    y, x = schedule_free(form)
    rate = 0.3 if form == "sgd" else 0.05
    given = dict(momentum=0.7) if form == "sgd" else dict(beta1=0.7, beta2=0.9)
    cases.append(case(
        identity, s, y, steps=8, tolerance=2e-4 if form == "adamw" else 2e-5, outputs=s.outputs(x, s.inputs[0]),
        optimizer=dict(id=identity, weight_decay=0.2, applies_to="all", **given, learning_rate={
            "schedule": "linear", "from": rate / 3, "to": rate, "begin": 0, "end": 2, "unit": "step"})))


def mars(exact, per_tensor, steps=8):
    beta1, beta2, gamma, lr, decay, limit = 0.8, 0.9, 0.4, 0.05, 0.3, 0.3
    flat = s.initial.clone()
    before = last = None
    m = v = torch.zeros_like(flat)
    for k in range(steps):
        g = gradient(lambda p: s.loss(p, k), flat)
        if exact and before is not None:
            last = gradient(lambda p: s.loss(p, k), before)
        if last is None:
            last = torch.zeros_like(g) if per_tensor and not exact else g
        c = g + gamma * beta1 / (1 - beta1) * (g - last)
        parts = s.split(c) if per_tensor else [c]
        c = Setting.flat([p / max(1.0, p.norm() / limit) for p in parts])
        m = beta1 * m + (1 - beta1) * c
        v = beta2 * v + (1 - beta2) * c * c
        before, last = flat, g
        t = k + 1
        flat = flat - lr * (m / (1 - beta1**t) / ((v / (1 - beta2**t)).sqrt() + 1e-8) + decay * flat)
    return flat


for exact in (False, True):
    for per_tensor in (False, True):
        add(f"mars exact {exact} per tensor {per_tensor}", mars(exact, per_tensor), tolerance=2e-4, id="mars",
            learning_rate=0.05, beta1=0.8, beta2=0.9, gamma=0.4, clip=0.3, exact=exact, weight_decay=0.3,
            applies_to="all", variant="code" if per_tensor else "paper")


def cautious(strength, per_tensor, base, decay):
    """Sign agreement of the update with the gradient; decay outside the mask."""
    state = {}

    def rule(w, slope, t):
        g = slope(w)
        if base == "sgd":
            state["v"] = 0.8 * state.get("v", torch.zeros_like(g)) + g
            u = 0.3 * state["v"]
        else:
            u = 0.05 * adam(state, g, t, 0.8, 0.95, 1e-8)
        mask = (u * g > 0).to(g.dtype)
        if per_tensor:
            scaled = Setting.flat([m / max(m.mean(), 1e-3) for m in s.split(mask)])
        else:
            scaled = mask * len(mask) / (mask.sum() + 1)
        return w - u * (1 - strength + strength * scaled) - 0.05 * decay * w
    return rule


for strength, per_tensor in ((1, False), (0.6, False), (1, True)):
    cases.append(case(
        f"cautious momentum, strength {strength}, per tensor {per_tensor}", s,
        whole(cautious(strength, per_tensor, "sgd", 0)), steps=8,
        methods=[{"id": "cautious", "strength": strength, "variant": "code" if per_tensor else "paper"}],
        optimizer={"id": "sgd", "learning_rate": 0.3, "momentum": 0.8}))
cases.append(case(
    "cautious adam with decoupled decay", s, whole(cautious(1, False, "adam", 0.3)), steps=8, tolerance=2e-4,
    methods=[{"id": "cautious"}, {"id": "decoupled-weight-decay", "strength": 0.3, "applies_to": "all"}],
    optimizer={"id": "adam", "learning_rate": 0.05, "beta1": 0.8, "beta2": 0.95}))


def adai():
    state = {"v": torch.zeros_like(s.initial), "m": torch.zeros_like(s.initial), "p": torch.ones_like(s.initial)}

    def rule(w, slope, t):
        g = slope(w)
        state["v"] = 0.8 * state["v"] + 0.2 * g * g
        v = state["v"] / (1 - 0.8**t)
        beta1 = (1 - 0.4 * v / v.mean()).clamp(0, 1 - 0.1)
        state["m"] = beta1 * state["m"] + (1 - beta1) * g
        state["p"] = state["p"] * beta1
        return w - 0.3 * state["m"] / (1 - state["p"])
    return rule


add("adai", whole(adai()), id="adai", learning_rate=0.3, beta0=0.4, beta2=0.8, epsilon=0.1)


def xgrad(base, steps):
    """The prediction from the optimiser's own state, as in the paper."""
    state = {}

    def rule(w, slope, t):
        g = slope(w - steps * state.get("u", 0.0))
        if base == "sgd":
            state["v"] = 0.8 * state.get("v", torch.zeros_like(g)) + g
            state["u"] = 0.3 * state["v"]
        else:
            state["u"] = 0.05 * adam(state, g, t, 0.8, 0.95, 1e-8)
        return w - state["u"]
    return rule


for base, optimizer in (
        ("sgd", {"id": "sgd", "learning_rate": 0.3, "momentum": 0.8}),
        ("adam", {"id": "adam", "learning_rate": 0.05, "beta1": 0.8, "beta2": 0.95})):
    cases.append(case(f"xgrad on {base}", s, whole(xgrad(base, 2)), steps=8, tolerance=2e-4, optimizer=optimizer,
                      methods=[{"id": "xgrad", "steps": 2}]))


def vrgd(parts):
    """Factors by the parts of each batch; plain descent."""
    flat = s.initial.clone()
    for k in range(8):
        edges = [i * 10 // parts for i in range(parts + 1)]
        pieces = torch.stack([gradient(lambda p: s.base_loss(
            s.outputs(p, s.inputs[k][a:b]), s.targets[k][a:b]), flat) for a, b in zip(edges, edges[1:])])
        ratio = pieces.mean(0) ** 2 / pieces.var(0, unbiased=False)
        factor = Setting.flat([(r / r.mean()).clamp(0.2, 1) for r in s.split(ratio)])
        flat = flat - 0.5 * factor * gradient(lambda p: s.loss(p, k), flat)
    return flat


for parts in (5, 3):
    cases.append(case(f"vrgd of {parts} parts", s, vrgd(parts), steps=8, tolerance=2e-4,
                      methods=[{"id": "vrgd", "parts": parts, "minimum_ratio": 0.2}],
                      optimizer={"id": "sgd", "learning_rate": 0.5}))
write("optimisers", cases)
