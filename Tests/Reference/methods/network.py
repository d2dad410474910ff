"""What the scripts in this folder share: the network, the batches, and how a case is written.

A network of 5 inputs, 7 hidden units and 3 classes (or 1 value) in Float64, from the weights and batches in
fixture.json. Parameters are one flat vector: W1 (5 x 7), b1, W2 (7 x outputs), b2. Needs torch (2.13.0).
Every script writes one JSON file of cases beside itself; MethodReferenceTests.swift runs them.
"""

import json
import pathlib

import torch

torch.set_default_dtype(torch.float64)
FOLDER = pathlib.Path(__file__).resolve().parent
FIXTURE = json.loads((FOLDER / "fixture.json").read_text())
SHAPES = {
    "classification": [(5, 7), (7,), (7, 3), (3,)],
    "regression": [(5, 7), (7,), (7, 1), (1,)],
}
ACTIVATIONS = {"relu": torch.relu, "tanh": torch.tanh}


class Setting:
    """Weights and batches of a task."""

    def __init__(self, task="classification", activation="tanh"):
        self.task = task
        self.activation = activation
        self.shapes = SHAPES[task]
        data = FIXTURE[task]
        self.rows = data["rows"]
        self.inputs = [torch.tensor(batch) for batch in data["inputs"]]
        self.targets = [torch.tensor(batch) for batch in data["targets"]]
        self.initial = torch.tensor(data["parameters"])

    def split(self, flat):
        """The tensors of a flat vector, in their shapes."""
        sizes = [torch.Size(shape).numel() for shape in self.shapes]
        return [part.reshape(shape) for part, shape in zip(flat.split(sizes), self.shapes)]

    @staticmethod
    def flat(tensors):
        """The flat vector of tensors."""
        return torch.cat([tensor.reshape(-1) for tensor in tensors])

    def weight_mask(self):
        """1 at weights, 0 at biases."""
        return self.flat([torch.full(shape, 1.0 if len(shape) == 2 else 0.0) for shape in self.shapes])

    def hidden(self, flat, x):
        """The hidden units."""
        w1, b1, _, _ = self.split(flat)
        return ACTIVATIONS[self.activation](x @ w1 + b1)

    def outputs(self, flat, x):
        """Logits or predictions."""
        _, _, w2, b2 = self.split(flat)
        return self.hidden(flat, x) @ w2 + b2

    def base_loss(self, z, t):
        """Mean over rows of -t log softmax(z), or of the squared error."""
        if self.task == "classification":
            return -(t * torch.log_softmax(z, 1)).sum() / len(z)
        return ((z - t) ** 2).sum() / len(z)

    def loss(self, flat, step):
        """The plain loss on the batch of a step."""
        return self.base_loss(self.outputs(flat, self.inputs[step]), self.targets[step])


def gradient(function, flat):
    """The gradient of a scalar function at a flat vector."""
    point = flat.detach().clone().requires_grad_(True)
    return torch.autograd.grad(function(point), point)[0].detach()


def descend(setting, objective, steps=4, rate=0.2):
    """Plain gradient descent on objective(flat, step): for losses and penalties."""
    flat = setting.initial.clone()
    for step in range(steps):
        flat = flat - rate * gradient(lambda p: objective(p, step), flat)
    return flat


def torch_optimizer(setting, make, steps=4):
    """The parameters after steps of a torch optimiser, made by make(list of tensors)."""
    tensors = [part.clone().requires_grad_(True) for part in setting.split(setting.initial)]
    optimizer = make(tensors)
    for step in range(steps):
        optimizer.zero_grad()
        setting.loss(Setting.flat(tensors), step).backward()
        optimizer.step()
    return Setting.flat([tensor.detach() for tensor in tensors])


def case(name, setting, expected, methods=(), optimizer=None, steps=4, tolerance=2e-5, outputs=None):
    """One case: methods and optimizer as a suite has them (dicts with "id")."""
    result = {
        "name": name, "task": setting.task, "activation": setting.activation,
        "optimizer": optimizer or {"id": "sgd", "learning_rate": 0.2}, "methods": list(methods), "steps": steps,
        "tolerance": tolerance, "expected": [round(v, 10) for v in expected.tolist()],
    }
    if outputs is not None:
        result["outputs"] = [round(v, 10) for v in outputs.reshape(-1).tolist()]
    return result


def write(name, cases):
    """Writes the cases, one line each."""
    lines = ",\n".join(json.dumps(item) for item in cases)
    (FOLDER / f"{name}.json").write_text(f"[\n{lines}\n]\n")
    print(f"{name}.json: {len(cases)} cases")
