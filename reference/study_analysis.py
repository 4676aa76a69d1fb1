"""Writes packages/study/test/fixtures/study-analysis.json: a small study's predictions, and what scikit-learn, SciPy and
statsmodels make of them from end to end: pooled figures, effects, corrected tests, Holm, analysis of variance.

Run: python reference/study_analysis.py
"""

import itertools
import json
import pathlib
import warnings

import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy import stats
from sklearn import metrics
from statsmodels.formula.api import ols
from statsmodels.stats.multitest import multipletests

warnings.filterwarnings("ignore")
rng = np.random.default_rng(20255)
SUBJECTS, ITEMS, FOLDS, SEEDS, MARGIN = 12, 7, 4, 2, 0.05
CONDITIONS = list(itertools.product(["gru", "lstm"], ["standard", "advanced"]))
NAMES = ["accuracy", "f1", "balancedAccuracy", "auc", "mcc"]

# Seven recordings a subject: the six, and contempt or a second surprise; subject 3 shows disgust for fear.
classes = [[0, 1, 1 if s == 3 else 2, 3, 4, 5, -1 if s % 2 else 5] for s in range(SUBJECTS)]
classes = np.array(classes).reshape(-1)
fold = np.repeat(np.arange(SUBJECTS) % FOLDS, ITEMS)
shift = {c: 0.7 + 0.5 * (c[0] == "lstm") + 0.3 * (c[1] == "advanced") for c in CONDITIONS}
side = np.where(classes[:, None] == np.arange(6), 1.0, -1.0)
scores = np.array([[np.round(side * shift[c] + rng.normal(0, 1, side.shape), 2) for _ in range(SEEDS)] for c in CONDITIONS])


def figures(truth, x):
    yes = (x >= 0).astype(int)
    both = len(set(truth)) == 2
    return {
        "accuracy": metrics.accuracy_score(truth, yes),
        "f1": metrics.f1_score(truth, yes) if both else np.nan,
        "balancedAccuracy": metrics.balanced_accuracy_score(truth, yes) if both else np.nan,
        "auc": metrics.roc_auc_score(truth, x) if both else np.nan,
        "mcc": metrics.matthews_corrcoef(truth, yes) if both else np.nan,
    }


def of(c, seed, k, items):
    return figures((classes[items] == k).astype(int), scores[c, seed][items, k])


everything = np.arange(len(classes))
pooled = [[{m: np.mean([of(c, s, k, everything)[m] for s in range(SEEDS)]) for m in NAMES} for k in range(6)] for c in range(4)]
replicates = [(s, f) for s in range(SEEDS) for f in range(FOLDS)]
values = {
    m: np.array([[np.nanmean([of(c, s, k, np.flatnonzero(fold == f))[m] for k in range(6)]) for s, f in replicates] for c in range(4)])
    for m in NAMES
}
a, b = np.array([-1, -1, 1, 1]), np.array([-1, 1, -1, 1])
WEIGHTS = {"architecture": a / 2, "loss": b / 2, "architecture:loss": a * b / 2}
ratio = np.mean([np.sum(fold == f) / np.sum(fold != f) for f in range(FOLDS)])
effects = []
for (name, w), m in itertools.product(WEIGHTS.items(), NAMES):
    d = w @ values[m]
    n = len(d)
    error = np.sqrt((1 / n + ratio) * d.var(ddof=1))
    upper = stats.t.sf((d.mean() + MARGIN) / error, n - 1)
    lower = stats.t.cdf((d.mean() - MARGIN) / error, n - 1)
    effects.append({
        "name": name, "metric": m, "differences": d.tolist(), "estimate": d.mean(),
        "p": 2 * stats.t.sf(abs(d.mean() / error), n - 1), "tost": max(upper, lower),
        "wilcoxon": stats.wilcoxon(d, method="exact").pvalue if len(set(np.round(np.abs(d), 12))) == n and np.all(d != 0) else None,
        "shapiro": list(stats.shapiro(d)), "dz": d.mean() / d.std(ddof=1),
    })
for effect, p in zip(effects, multipletests([e["p"] for e in effects], method="holm")[1]):
    effect["holm"] = p

anova = {}
for m in NAMES:
    rows = [(c[0], c[1], str(k), pooled[i][k][m]) for i, c in enumerate(CONDITIONS) for k in range(6)]
    table = pd.DataFrame(rows, columns=["architecture", "loss", "expression", "y"])
    model = ols("y ~ C(architecture, Sum) * C(loss, Sum) + C(expression, Sum)", table).fit()
    found = sm.stats.anova_lm(model, typ=2)
    anova[m] = {
        name: [float(found.loc[row, "F"]), float(found.loc[row, "PR(>F)"])]
        for name, row in {
            "expression": "C(expression, Sum)", "architecture": "C(architecture, Sum)", "loss": "C(loss, Sum)",
            "architecture:loss": "C(architecture, Sum):C(loss, Sum)",
        }.items()
    }
ranks = np.array([stats.rankdata(-row) for row in values["auc"].T]).mean(axis=0)
fixture = {
    "subjects": SUBJECTS, "items": ITEMS, "folds": FOLDS, "seeds": SEEDS, "margin": MARGIN, "ratio": ratio,
    "classes": classes.tolist(), "scores": scores.tolist(), "pooled": pooled, "effects": effects, "anova": anova,
    "friedman": {"p": stats.friedmanchisquare(*values["auc"]).pvalue, "ranks": ranks.tolist()},
}
path = pathlib.Path(__file__).parent.parent / "packages/study/test/fixtures/study-analysis.json"
path.write_text(json.dumps(fixture, allow_nan=False) + "\n")
