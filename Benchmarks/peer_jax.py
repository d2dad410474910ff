"""The work of the benchmarks in JAX and optax."""
import functools

import jax
import jax.numpy as jnp
import numpy as np
import optax


class Network:
    """An MLP features-h-h-classes and one step of its training by `method`.

    A carry is (parameters, optimiser state, key); `step(carry, x, y, indices)` gives the next one and the loss.
    """

    def __init__(self, sizes, method, rate=0.01, decay=1e-4):
        self.sizes, self.method, self.decay = sizes, method, decay
        self.optimizer = (
            optax.adamw(1e-3, weight_decay=0.01) if method == "adamw" else optax.sgd(rate, momentum=0.9))

    def start(self, seed):
        keys = jax.random.split(jax.random.PRNGKey(seed), len(self.sizes) - 1)
        parameters = [
            (jax.random.normal(key, (a, b)) * np.sqrt(2 / a), jnp.zeros(b))
            for key, a, b in zip(keys, self.sizes, self.sizes[1:])
        ]
        return parameters, self.optimizer.init(parameters), jax.random.PRNGKey(seed + 1)

    def outputs(self, parameters, x, key=None):
        for index, (w, b) in enumerate(parameters):
            x = x @ w + b
            if index < len(parameters) - 1:
                x = jax.nn.relu(x)
                if self.method == "dropout" and key is not None:
                    key, draw = jax.random.split(key)
                    x = jnp.where(jax.random.uniform(draw, x.shape) < 0.2, 0, x / 0.8)
        return x

    def loss(self, parameters, x, y, key):
        value = -(y * jax.nn.log_softmax(self.outputs(parameters, x, key))).sum() / x.shape[0]
        if self.method != "adamw":
            value = value + 0.5 * self.decay * sum((w * w).sum() for w, _ in parameters)
        return value

    def step(self, carry, x_all, y_all, indices):
        parameters, state, key = carry
        batch = indices.shape[0]
        key, one, two, three = jax.random.split(key, 4)
        x, y = x_all[indices], y_all[indices]
        if self.method == "mixup":
            weight = jax.random.beta(one, 0.2, 0.2)
            partner = jax.random.permutation(two, batch)
            x = weight * x + (1 - weight) * x[partner]
            y = weight * y + (1 - weight) * y[partner]
        value, gradient = jax.value_and_grad(self.loss)(parameters, x, y, three)
        if self.method == "sam":
            norm = jnp.sqrt(sum((g * g).sum() for g in jax.tree.leaves(gradient))) + 1e-12
            moved = jax.tree.map(lambda p, g: p + 0.05 * g / norm, parameters, gradient)
            gradient = jax.grad(self.loss)(moved, x, y, three)
        updates, state = self.optimizer.update(gradient, state, parameters)
        return (optax.apply_updates(parameters, updates), state, key), value

    @functools.cached_property
    def jitted_step(self):
        """One step per call, as training scripts do it; the carry's memory is given away."""
        return jax.jit(self.step, donate_argnums=0)

    @functools.cached_property
    def jitted_epoch(self):
        """A whole epoch in one call: orders of batches (steps × rows) instead of indices."""

        def epoch(carry, x_all, y_all, order):
            return jax.lax.scan(lambda c, indices: self.step(c, x_all, y_all, indices), carry, order)

        return jax.jit(epoch, donate_argnums=0)
