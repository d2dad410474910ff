"""The sharpness family, transcribed from the equations that each declaration cites."""

import torch
from network import Setting, case, gradient, write

s = Setting()
mask = s.weight_mask()
cases = []
RATE = 0.2


def unit(x):
    return x / (x.norm() + 1e-12)


def orthogonal(a, b):
    return a - torch.dot(a, unit(b)) * unit(b)


def run(name, rule, method, steps=4, extra=(), penalty=None, tolerance=2e-5):
    """Gradient descent with rule(gradient function, flat, step)."""
    flat = s.initial.clone()
    for k in range(steps):
        def slope(p, rows=None):
            def objective(q):
                x, t = s.inputs[k], s.targets[k]
                if rows is not None:
                    x, t = x[rows], t[rows]
                value = s.base_loss(s.outputs(q, x), t)
                return value if penalty is None else value + penalty(q)
            return gradient(objective, p)
        flat = flat - RATE * rule(slope, flat, k)
    cases.append(case(name, s, flat, [method, *extra], steps=steps, tolerance=tolerance))


def row_losses(p, k):
    z = s.outputs(p, s.inputs[k])
    return -(s.targets[k] * torch.log_softmax(z, 1)).sum(1)


# SAM with the penalty outside of the maximum.
LAMBDA = 0.3
flat = s.initial.clone()
for k in range(4):
    g = gradient(lambda p: s.loss(p, k), flat)
    g = gradient(lambda p: s.loss(p, k), flat + 0.5 * unit(g)) + LAMBDA * mask * flat
    flat = flat - RATE * g
cases.append(case("sam paper with l2", s, flat, [
    {"id": "sam", "rho": 0.5, "variant": "paper"}, {"id": "l2", "strength": LAMBDA}]))


def multi_step(g, w, k):
    point = w
    for _ in range(3):
        point = point + 0.6 / 3 * unit(g(point))
    return g(point)


run("sam in three steps", multi_step, {"id": "sam", "rho": 0.6, "ascent_steps": 3})


def asam(rho, eta, paper):
    def rule(g, w, k):
        t = w.abs() + eta
        if not paper:
            t = torch.where(mask > 0, t, torch.ones_like(t))
        first = g(w)
        return g(w + rho * t * t * first / ((t * first).norm() + 1e-12))
    return rule


run("asam paper", asam(0.7, 0.05, True), {"id": "asam", "rho": 0.7, "eta": 0.05})
run("asam code", asam(0.7, 0.05, False), {"id": "asam", "rho": 0.7, "eta": 0.05, "variant": "code"})
run("usam", lambda g, w, k: g(w + 1.5 * g(w)), {"id": "usam", "rho": 1.5})
run("usam with l2 inside", lambda g, w, k: g(w + 1.5 * g(w)), {"id": "usam", "rho": 1.5},
    extra=[{"id": "l2", "strength": LAMBDA}], penalty=lambda p: 0.5 * LAMBDA * (mask * p).square().sum())


def m_sam(g, w, k):
    result = 0
    for first in range(0, 10, 4):
        rows = list(range(first, min(10, first + 4)))
        part = lambda p: g(p, rows)
        result = result + len(rows) / 10 * part(w + 0.4 * unit(part(w)))
    return result


run("m-sam, groups of 4, 4 and 2", m_sam, {"id": "m-sam", "rho": 0.4, "rows": 4})


def esam(g, w, k):
    point = w + 0.6 * unit(g(w))
    sharpness = row_losses(point, k) - row_losses(w, k)
    rows = torch.argsort(sharpness, descending=True, stable=True)[:3]
    return g(point, rows)


run("esam without a mask, 3 of 10 rows", esam, {"id": "esam", "rho": 0.6, "beta": 1, "gamma": 0.3})


def look_sam():
    kept = {}

    def rule(g, w, k):
        first = g(w)
        if k % 3 == 0:
            sharp = g(w + 0.6 * unit(first))
            kept["v"] = orthogonal(sharp, first)
            return sharp
        return first + 0.9 * first.norm() / (kept["v"].norm() + 1e-8) * kept["v"]
    return rule


run("looksam", look_sam(), {"id": "looksam", "rho": 0.6, "alpha": 0.9, "period": 3}, steps=8)


def gsam(g, w, k):
    first = g(w)
    sharp = g(w + 0.5 * unit(first))
    # The decomposition as the authors' code has it: by the cosine.
    cosine = torch.dot(first, sharp) / (first.norm() * sharp.norm() + 1e-12)
    vertical = first - cosine * first.norm() * sharp / (sharp.norm() + 1e-12)
    return sharp - 0.7 * vertical


run("gsam", gsam, {"id": "gsam", "rho": 0.5, "alpha": 0.7})


def fisher(g, w, k):
    first = g(w)
    inverse = 1 / (1 + 40 * first ** 2)
    return g(w + 0.8 * inverse * first / (torch.dot(first, inverse * first).sqrt() + 1e-12))


run("fisher-sam", fisher, {"id": "fisher-sam", "rho": 0.8, "eta": 40})


def gam(g, w, k):
    rho, rho_norm, b1, b2, b3, gamma = 0.3, 0.5, 0.7, 0.4, 0.6, 0.25
    g0 = g(w)
    g1 = g(w + rho * unit(g0))
    w2 = w + rho_norm * unit(g1 - g0)
    g2 = g(w2)
    g3 = g(w2 + rho * unit(g2))
    down, plain = b1 * g1 + b3 * g3, g0 + b2 * g2
    cosine = torch.dot(plain, down) / (plain.norm() * down.norm() + 1e-12)
    return down - gamma * (plain - cosine * plain.norm() * down / (down.norm() + 1e-12))


run("gam", gam, {"id": "gam", "rho": 0.3, "rho_norm": 0.5, "beta1": 0.7, "beta2": 0.4, "beta3": 0.6, "gamma": 0.25})


def friendly(sigma, decay):
    kept = {}

    def rule(g, w, k):
        first = g(w)
        direction = first.clone()
        if "m" not in kept:
            kept["m"] = first.clone()
        else:
            direction = first - sigma * kept["m"]
            kept["m"] = decay * kept["m"] + (1 - decay) * first
        return g(w + 0.6 * unit(direction))
    return rule


run("friendly-sam", friendly(0.6, 0.7), {"id": "friendly-sam", "rho": 0.6, "sigma": 0.6, "lambda": 0.7})


def vasso():
    kept = {}

    def rule(g, w, k):
        first = g(w)
        kept["d"] = 0.7 * kept["d"] + 0.3 * first if "d" in kept else first
        return g(w + 0.6 * unit(kept["d"]))
    return rule


run("vasso", vasso(), {"id": "vasso", "rho": 0.6, "theta": 0.3})

# Weighted sharpness: the optimiser's momentum sees the plain gradient alone.
flat, velocity = s.initial.clone(), torch.zeros_like(s.initial)
for k in range(8):
    g = gradient(lambda p: s.loss(p, k), flat)
    sharp = gradient(lambda p: s.loss(p, k), flat + 0.5 * unit(g))
    velocity = 0.8 * velocity + g
    flat = flat - 0.1 * velocity - 0.1 * 0.6 / 0.4 * (sharp - g)
cases.append(case(
    "wsam with momentum", s, flat, [{"id": "wsam", "gamma": 0.6, "rho": 0.5}],
    optimizer={"id": "sgd", "learning_rate": 0.1, "momentum": 0.8}, steps=8))
run("wsam of gamma one half is sam", lambda g, w, k: g(w + 0.5 * unit(g(w))), {"id": "wsam", "gamma": 0.5, "rho": 0.5})

# SGD's own momentum is the direction.
flat, velocity = s.initial.clone(), torch.zeros_like(s.initial)
for k in range(8):
    velocity = 0.8 * velocity + gradient(lambda p: s.loss(p, k), flat - 0.7 * unit(velocity))
    flat = flat - 0.1 * velocity
cases.append(case(
    "momentum-sam", s, flat, [{"id": "momentum-sam", "rho": 0.7, "momentum": 0.8}],
    optimizer={"id": "sgd", "learning_rate": 0.1, "momentum": 0.8}, steps=8))


def clip(x, radius):
    return x * min(1.0, radius / float(x.norm()))


def amp(radius, rate, count, paper):
    def rule(g, w, k):
        delta = torch.zeros_like(w)
        for _ in range(count):
            delta = delta + rate * g(w + delta)
            if paper:
                delta = clip(delta, radius)
            else:
                delta = s.flat([clip(part, radius) for part in s.split(delta)])
        return g(w + delta)
    return rule


AMP = "adversarial-model-perturbation"
run("amp inside the ball", amp(50, 0.8, 2, True), {"id": AMP, "epsilon": 50, "ascent_rate": 0.8, "steps": 2})
run("amp at the ball", amp(0.35, 0.9, 3, True), {"id": AMP, "epsilon": 0.35, "ascent_rate": 0.9, "steps": 3})
run("amp code, a ball per tensor", amp(0.2, 0.9, 2, False),
    {"id": AMP, "epsilon": 0.2, "ascent_rate": 0.9, "steps": 2, "variant": "code"})

# A long step ends on every tensor's ball: SAM per tensor.
run("amp code with a long step is sam per tensor",
    lambda g, w, k: g(w + s.flat([0.2 * unit(x.reshape(-1)) for x in s.split(g(w))])),
    {"id": AMP, "epsilon": 0.2, "ascent_rate": 1e6, "variant": "code"})


def relative(d, w):
    return s.flat([
        v.norm() * unit(x.reshape(-1)).reshape(x.shape) if x.dim() == 2 else torch.zeros_like(x)
        for x, v in zip(s.split(d), s.split(w))])


run("awp", lambda g, w, k: g(w + 0.15 * relative(g(w), w)), {"id": "adversarial-weight-perturbation", "gamma": 0.15})


def robust(g, w, k):
    total, v = torch.zeros_like(w), torch.zeros_like(w)
    for _ in range(3):
        def climbed(p):
            losses = row_losses(p, k)
            return torch.where(losses < 1.1, losses, torch.zeros_like(losses)).mean()
        total = total + mask * gradient(climbed, w + v)
        v = 0.12 * (mask * w).norm() * total / total.norm()
    return g(w + v)


run("robust weight perturbation", robust, {
    "id": "robust-weight-perturbation", "gamma": 0.12, "threshold": 1.1, "steps": 3})


def kl(now, past, temperature):
    target = torch.softmax(past / temperature, 1)
    return temperature ** 2 * (
        target * (torch.log_softmax(past / temperature, 1) - torch.log_softmax(now / temperature, 1))).sum(1).mean()


# SAF: outputs for every row of one and of two epochs ago.
for lag in (1, 2):
    flat, table = s.initial.clone(), {}
    for k in range(12):
        epoch, rows = k // 4, s.rows[k]
        with torch.no_grad():
            fresh = s.outputs(flat, s.inputs[k])
        past = None
        if epoch >= lag:
            past = torch.stack([table[epoch - lag, row] for row in rows])
        for row, z in zip(rows, fresh):
            table[epoch, row] = z

        def objective(p):
            value = s.loss(p, k)
            return value if past is None else value + 3.0 * kl(s.outputs(p, s.inputs[k]), past, 2.0)
        flat = flat - RATE * gradient(objective, flat)
    cases.append(case(
        f"saf lag {lag}", s, flat, [{"id": "saf", "strength": 3, "temperature": 2, "lag": lag}], steps=12))

flat, average = s.initial.clone(), s.initial.clone()
for k in range(8):
    past = s.outputs(average, s.inputs[k])
    flat = flat - RATE * gradient(
        lambda p: s.loss(p, k) + 4.0 * kl(s.outputs(p, s.inputs[k]), past, 2.0), flat)
    average = 0.8 * average + 0.2 * flat
cases.append(case(
    "mesa", s, flat, [{"id": "mesa", "strength": 4, "temperature": 2, "decay": 0.8}], steps=8))

# Entropy-SGD without noise; the outer optimiser has momentum.
for paper, rate in ((True, 2.0), (False, 0.9)):
    x, velocity = s.initial.clone(), torch.zeros_like(s.initial)
    gamma, inner, alpha, count, step = 0.4, 0.3, 0.35, 3, 0
    x_prime, mu = x.clone(), x.clone()
    for k in range(8):
        d = gradient(lambda p: s.loss(p, k), x_prime) - gamma * (x - x_prime)
        x_prime = x_prime - inner * d
        mu = (1 - alpha) * mu + alpha * x_prime
        if k % count == count - 1:
            velocity = 0.5 * velocity + (gamma if paper else 1) * (x - mu)
            x = x - rate * velocity
            x_prime, mu = x.clone(), x.clone()
    cases.append(case(
        f"entropy-sgd {'paper' if paper else 'code'}", s, x_prime, [{
            "id": "entropy-sgd", "langevin_steps": count, "langevin_rate": inner, "scope": gamma, "noise": 0,
            "alpha": alpha, "variant": "paper" if paper else "code"}],
        optimizer={"id": "sgd", "learning_rate": rate, "momentum": 0.5}, steps=8,
        outputs=s.outputs(x, s.inputs[0])))

write("sharpness", cases)
