"""Writes packages/study/test/fixtures/metrics.json: metrics, a logistic regression and quantiles, by scikit-learn and NumPy.

Run: python reference/metrics.py
"""

import json
import pathlib

import numpy as np
import sklearn
from sklearn import metrics
from sklearn.linear_model import LogisticRegression

rng = np.random.default_rng(20252)


def binary(truth, predicted, scores, probabilities):
    scored = len(set(truth)) == 2
    return {
        "truth": truth, "predicted": predicted, "scores": scores, "probabilities": probabilities,
        "accuracy": metrics.accuracy_score(truth, predicted),
        "balancedAccuracy": metrics.balanced_accuracy_score(truth, predicted) if scored else None,
        "precision": metrics.precision_score(truth, predicted, zero_division=np.nan),
        "recall": metrics.recall_score(truth, predicted, zero_division=np.nan),
        "f1": metrics.f1_score(truth, predicted, zero_division=np.nan),
        "mcc": metrics.matthews_corrcoef(truth, predicted),
        "auc": metrics.roc_auc_score(truth, scores) if scored else None,
        "brier": float(np.mean((np.array(probabilities) - np.array(truth)) ** 2)),
    }


def random_binary(n, share):
    truth = (rng.random(n) < share).astype(int)
    scores = np.round(truth + rng.normal(0, 1.2, n), 1)  # one decimal: many ties
    probabilities = 1 / (1 + np.exp(-scores + 0.4))
    return binary(truth.tolist(), (scores > 0.7).astype(int).tolist(), scores.tolist(), probabilities.tolist())


def calibration(truth, probabilities, bins):
    truth, probabilities = np.array(truth), np.array(probabilities)
    place = np.minimum((probabilities * bins).astype(int), bins - 1)
    total = 0.0
    for b in range(bins):
        inside = place == b
        if inside.any():
            total += inside.mean() * abs(truth[inside].mean() - probabilities[inside].mean())
    return total


def many(n, classes):
    truth = rng.choice(classes, n, p=np.array([45, 59, 25, 69, 28, 83]) / 309)
    predicted = np.where(rng.random(n) < 0.7, truth, rng.integers(0, classes, n))
    counts = np.bincount(truth, minlength=classes)
    return {
        "truth": truth.tolist(), "predicted": predicted.tolist(), "classes": classes,
        "confusion": metrics.confusion_matrix(truth, predicted, labels=range(classes)).tolist(),
        "accuracy": metrics.accuracy_score(truth, predicted),
        "uar": metrics.recall_score(truth, predicted, average="macro"),
        "macroF1": metrics.f1_score(truth, predicted, average="macro"),
        "mcc": metrics.matthews_corrcoef(truth, predicted),
        "majority": float(counts.max() / n),
        "alwaysNo": float(np.mean(1 - counts / n)),
    }


def logistic(n, features, classes, l2):
    x = np.round(rng.normal(0, 1, (n, features)), 3)
    y = rng.integers(0, classes, n)
    x[:, 0] += 0.8 * y
    x[:, 1] -= 0.5 * (y == 2)
    model = LogisticRegression(C=1 / l2, solver="newton-cholesky", tol=1e-12, max_iter=1000).fit(x, y)
    bias = model.intercept_ - model.intercept_.mean()  # only differences of biases count
    fresh = np.round(rng.normal(0, 1, (7, features)), 3)
    return {
        "input": x.ravel().tolist(), "targets": y.tolist(), "features": features, "classes": classes, "l2": l2,
        "weights": model.coef_.ravel().tolist(), "bias": bias.tolist(),
        "fresh": fresh.ravel().tolist(), "probabilities": model.predict_proba(fresh).ravel().tolist(),
    }


cases = [random_binary(60, 0.5), random_binary(200, 0.08), random_binary(31, 0.9)]
for case in cases:
    case["calibrationError"] = calibration(case["truth"], case["probabilities"], 10)
sample = np.sort(rng.normal(0, 1, 37))
result = {
    "sklearn": sklearn.__version__,
    "binary": cases,
    "classes": [many(309, 6), many(40, 6)],
    "logistic": [logistic(60, 5, 3, 1.0), logistic(80, 4, 6, 0.25)],
    "quantiles": {
        "sorted": sample.tolist(),
        "at": [0, 0.025, 0.31, 0.5, 0.975, 1],
        "values": np.quantile(sample, [0, 0.025, 0.31, 0.5, 0.975, 1]).tolist(),
    },
}
path = pathlib.Path(__file__).parent.parent / "packages/study/test/fixtures/metrics.json"
path.parent.mkdir(parents=True, exist_ok=True)
path.write_text(json.dumps(result, allow_nan=False) + "\n")
