"""The work of the benchmarks in PyTorch."""
import torch

torch.set_num_threads(1)


class Network:
    """An MLP features-h-h-classes and one step of its training by `method`, eagerly or compiled."""

    def __init__(self, sizes, method, seed=0, rate=0.01, decay=1e-4, is_compiled=False):
        torch.manual_seed(seed)
        layers = []
        for a, b in zip(sizes, sizes[1:]):
            linear = torch.nn.Linear(a, b)
            torch.nn.init.kaiming_normal_(linear.weight, nonlinearity="relu")
            torch.nn.init.zeros_(linear.bias)
            layers += [linear, torch.nn.ReLU()]
            if method == "dropout":
                layers.append(torch.nn.Dropout(0.2))
        del layers[-2 if method == "dropout" else -1 :]
        self.model = torch.nn.Sequential(*layers)
        self.method = method
        self.parameters = list(self.model.parameters())
        if method == "adamw":
            self.optimizer = torch.optim.AdamW(self.parameters, lr=1e-3, weight_decay=0.01)
        else:
            weights = [p for p in self.parameters if p.dim() == 2]
            biases = [p for p in self.parameters if p.dim() == 1]
            self.optimizer = torch.optim.SGD(
                [{"params": weights, "weight_decay": decay}, {"params": biases}], lr=rate, momentum=0.9)
        self.beta = torch.distributions.Beta(0.2, 0.2)
        self.loss = torch.compile(self.eager_loss) if is_compiled else self.eager_loss

    def eager_loss(self, x, y):
        return -(y * torch.log_softmax(self.model(x), dim=1)).sum() / x.shape[0]

    def step(self, x_all, y_all, indices):
        x, y = x_all[indices], y_all[indices]
        if self.method == "mixup":
            weight = self.beta.sample()
            partner = torch.randperm(len(indices))
            x = weight * x + (1 - weight) * x[partner]
            y = weight * y + (1 - weight) * y[partner]
        self.optimizer.zero_grad()
        self.loss(x, y).backward()
        if self.method == "sam":
            with torch.no_grad():
                norm = torch.norm(torch.stack([p.grad.norm() for p in self.parameters])) + 1e-12
                moves = [0.05 * p.grad / norm for p in self.parameters]
                for p, move in zip(self.parameters, moves):
                    p.add_(move)
            self.optimizer.zero_grad()
            self.loss(x, y).backward()
            with torch.no_grad():
                for p, move in zip(self.parameters, moves):
                    p.sub_(move)
        self.optimizer.step()
