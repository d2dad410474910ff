"""SGD, Adam and AdamW of torch.optim, L2, SAM."""

import torch
from network import Setting, case, descend, gradient, torch_optimizer, write

s = Setting()
mask = s.weight_mask()
cases = []
for momentum, nesterov in [(0.0, False), (0.9, False), (0.9, True)]:
    cases.append(case(
        f"sgd momentum {momentum} nesterov {nesterov}", s,
        torch_optimizer(s, lambda p: torch.optim.SGD(p, lr=0.2, momentum=momentum, nesterov=nesterov), 8), steps=8,
        optimizer={"id": "sgd", "learning_rate": 0.2, "momentum": momentum, "nesterov": nesterov}))
cases.append(case(
    "adam", s, torch_optimizer(s, lambda p: torch.optim.Adam(p, lr=0.05), 8), steps=8, tolerance=2e-4,
    optimizer={"id": "adam", "learning_rate": 0.05}))
cases.append(case(
    "adamw", s, torch_optimizer(s, lambda p: torch.optim.AdamW(p, lr=0.05, weight_decay=0.5), 8), steps=8,
    tolerance=2e-4,
    optimizer={"id": "adamw", "learning_rate": 0.05, "weight_decay": 0.5, "applies_to": "all"}))
cases.append(case(
    "l2", s, descend(s, lambda p, k: s.loss(p, k) + 0.15 * (mask * p).square().sum()),
    [{"id": "l2", "strength": 0.3}]))

flat = s.initial.clone()
for k in range(4):
    g = gradient(lambda p: s.loss(p, k), flat)
    flat = flat - 0.2 * gradient(lambda p: s.loss(p, k), flat + 0.3 * g / (g.norm() + 1e-12))
cases.append(case("sam", s, flat, [{"id": "sam", "rho": 0.3}]))
write("basics", cases)
