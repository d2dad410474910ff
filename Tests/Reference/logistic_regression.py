#!/usr/bin/env python3
"""L2-regularised logistic and softmax regression with scikit-learn: the minima that training must reach.

    python3 Tests/Reference/logistic_regression.py      # writes logistic_regression.json beside it

Data: wine and breast cancer, every column z-scored with mean and population sd of ALL rows. Objective, over a
weight matrix W (features x outputs) and an unpenalised bias b:

    J(W, b) = sum of negative log likelihoods + ||W||^2 / (2C),        C in {0.01, 1, 100}

Parametrisations: `softmax` has one output per class, `sigmoid` a single output. J is strictly convex in W, so
its minimum is unique (up to a constant added to every bias of a softmax).

Two-output softmax against sigmoid. The likelihood of a two-output softmax depends on d = w1 - w0 alone; for a
given d the penalty |w0|^2 + |w1|^2 is least at w1 = d/2, w0 = -d/2, where it is |d|^2 / 2. Hence

    min over (w0, w1) of NLL + (|w0|^2 + |w1|^2) / (2C)  =  min over d of NLL + |d|^2 / (2 (2C)),

the sigmoid problem at 2C, and ||W|| = |d| / sqrt(2). scikit-learn solves the softmax problem for more than
two classes only, so the two-output numbers come from the sigmoid problem at 2C; scipy then minimises the
softmax objective over both columns directly and must land on the same objective and ||W||.
"""

import json
import pathlib

import numpy as np
import scipy
import sklearn
from scipy.optimize import minimize
from scipy.special import logsumexp
from sklearn import datasets
from sklearn.linear_model import LogisticRegression


def standardised(x):
    return (x - x.mean(axis=0)) / x.std(axis=0)


def softmax_objective(x, y, weights, bias, c):
    logits = x @ weights + bias
    nll = (logsumexp(logits, axis=1) - logits[np.arange(len(y)), y]).sum()
    return nll + (weights**2).sum() / (2 * c)


def softmax_gradient(x, y, weights, bias, c):
    logits = x @ weights + bias
    residual = np.exp(logits - logsumexp(logits, axis=1, keepdims=True))
    residual[np.arange(len(y)), y] -= 1
    return x.T @ residual + weights / c, residual.sum(axis=0)


def sigmoid_objective(x, y, weights, bias, c):
    logits = x @ weights + bias
    return (np.logaddexp(0, logits) - y * logits).sum() + (weights**2).sum() / (2 * c)


def sigmoid_gradient(x, y, weights, bias, c):
    residual = 1 / (1 + np.exp(-(x @ weights + bias))) - y
    return x.T @ residual + weights / c, residual.sum()


def fitted(x, y, c):
    model = LogisticRegression(C=c, solver="newton-cholesky", tol=1e-12, max_iter=100_000)
    return model.fit(x, y)


def record(objective, accuracy, weights, gradient):
    largest = max(float(np.abs(part).max()) for part in gradient)
    assert largest < 1e-6, largest
    return {"objective": float(objective), "train_accuracy": float(accuracy),
            "weight_norm": float(np.sqrt((weights**2).sum())), "largest_gradient": largest}


def direct_softmax(x, y, outputs, c):
    """Minimises the softmax objective over all columns by scipy, from zero."""
    features = x.shape[1]

    def unpack(v):
        return v[: features * outputs].reshape(features, outputs), v[features * outputs:]

    def function(v):
        weights, bias = unpack(v)
        gradient = softmax_gradient(x, y, weights, bias, c)
        return softmax_objective(x, y, weights, bias, c), np.concatenate([gradient[0].ravel(), gradient[1]])

    result = minimize(function, np.zeros((features + 1) * outputs), jac=True, method="L-BFGS-B",
                      options={"maxiter": 10**6, "maxfun": 10**6, "maxcor": 50, "ftol": 0, "gtol": 1e-8})
    weights, bias = unpack(result.x)
    return result.fun, float(np.sqrt((weights**2).sum()))


def softmax(x, y, outputs, c):
    if outputs > 2:
        model = fitted(x, y, c)
        weights, bias = model.coef_.T, model.intercept_
    else:
        model = fitted(x, y, 2 * c)
        d, offset = model.coef_[0], model.intercept_[0]
        weights, bias = np.stack([-d / 2, d / 2], axis=1), np.array([-offset / 2, offset / 2])
    value = softmax_objective(x, y, weights, bias, c)
    accuracy = ((x @ weights + bias).argmax(axis=1) == y).mean()
    entry = record(value, accuracy, weights, softmax_gradient(x, y, weights, bias, c))
    other, norm = direct_softmax(x, y, outputs, c)
    assert abs(other - value) <= 1e-9 * value, (other, value)
    assert abs(norm - entry["weight_norm"]) <= 1e-6 * norm, (norm, entry)
    return entry


def sigmoid(x, y, c):
    model = fitted(x, y, c)
    weights, bias = model.coef_[0], model.intercept_[0]
    accuracy = ((x @ weights + bias > 0).astype(int) == y).mean()
    return record(sigmoid_objective(x, y, weights, bias, c), accuracy, weights,
                  sigmoid_gradient(x, y, weights, bias, c))


def main():
    entries = []
    for name, bunch in [("wine", datasets.load_wine()), ("breast_cancer", datasets.load_breast_cancer())]:
        x, y = standardised(bunch.data), bunch.target
        outputs = len(bunch.target_names)
        for c in [0.01, 1.0, 100.0]:
            entries.append({"dataset": name, "parametrisation": "softmax", "outputs": outputs, "C": c,
                            **softmax(x, y, outputs, c)})
            if outputs == 2:
                entries.append({"dataset": name, "parametrisation": "sigmoid", "outputs": 1, "C": c,
                                **sigmoid(x, y, c)})
    document = {
        "objective": "sum of negative log likelihoods + ||W||^2 / (2C), bias unpenalised",
        "preprocessing": "z-scored with the mean and population sd of all rows",
        "versions": {"scikit-learn": sklearn.__version__, "scipy": scipy.__version__,
                     "numpy": np.__version__},
        "entries": entries,
    }
    path = pathlib.Path(__file__).with_suffix(".json")
    path.write_text(json.dumps(document, indent=2) + "\n")
    for entry in entries:
        print(*entry.values())


if __name__ == "__main__":
    main()
