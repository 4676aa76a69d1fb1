"""Writes packages/optimization/test/fixtures/progress.json: how far Optuna comes on three functions.

Run: python reference/optimization_progress.py    (some minutes; OMP_NUM_THREADS=1 helps)
"""

import json
import math
import pathlib
import warnings

import numpy as np
import optuna
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution

warnings.filterwarnings("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)


def branin(p):
    x, y = p["x"], p["y"]
    b, c, t = 5.1 / (4 * math.pi**2), 5 / math.pi, 1 / (8 * math.pi)
    return (y - b * x * x + c * x - 6) ** 2 + 10 * (1 - t) * math.cos(x) + 10


ALPHA = np.array([1.0, 1.2, 3.0, 3.2])
A = np.array([[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]])
P = 1e-4 * np.array([
    [1312, 1696, 5569, 124, 8283, 5886], [2329, 4135, 8307, 3736, 1004, 9991],
    [2348, 1451, 3522, 2883, 3047, 6650], [4047, 8828, 8732, 5743, 1091, 381],
])


def hartmann6(p):
    x = np.array([p[f"x{i}"] for i in range(6)])
    return float(-ALPHA @ np.exp(-np.sum(A * (x - P) ** 2, axis=1)))


def mixed(p):
    rate = math.log10(p["learningRate"]) + 2.5
    units = math.log2(p["units"] / 48)
    cell = {"gru": 0.0, "lstm": 0.25, "rnn": 0.7}[p["cell"]]
    turn = 0.4 * rate if p["cell"] == "lstm" else 0.0
    depth = 0.15 * (p["layers"] - 2) ** 2
    return (rate + turn) ** 2 + 0.2 * units**2 + depth + 4 * (p["dropout"] - 0.2) ** 2 + cell


PROBLEMS = {
    "branin": (branin, {"x": FloatDistribution(-5, 10), "y": FloatDistribution(0, 15)}),
    "hartmann6": (hartmann6, {f"x{i}": FloatDistribution(0, 1) for i in range(6)}),
    "mixed": (mixed, {
        "learningRate": FloatDistribution(1e-5, 1, log=True),
        "units": IntDistribution(4, 256, log=True),
        "layers": IntDistribution(1, 6),
        "dropout": FloatDistribution(0, 0.6, step=0.05),
        "cell": CategoricalDistribution(["rnn", "lstm", "gru"]),
    }),
}

SAMPLERS = {
    "tpe": (50, 100, lambda seed: optuna.samplers.TPESampler(seed=seed, multivariate=False)),
    "tpeMultivariate": (50, 100, lambda seed: optuna.samplers.TPESampler(seed=seed, multivariate=True)),
    "gp": (25, 40, lambda seed: optuna.samplers.GPSampler(seed=seed)),
    "random": (50, 100, lambda seed: optuna.samplers.RandomSampler(seed=seed)),
}


def best(problem, make, trials, seed):
    function, space = PROBLEMS[problem]
    study = optuna.create_study(sampler=make(seed))
    for _ in range(trials):
        trial = study.ask(space)
        study.tell(trial, function(trial.params))
    return study.best_value


result = {"source": {"optuna": optuna.__version__}, "points": [], "progress": []}
rng = np.random.default_rng(7)
for name, (function, space) in PROBLEMS.items():
    for _ in range(3):
        study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=int(rng.integers(1000))))
        params = study.ask(space).params
        result["points"].append({"problem": name, "params": params, "value": function(params)})
for sampler, (trials, seeds, make) in SAMPLERS.items():
    for problem in PROBLEMS:
        values = [best(problem, make, trials, seed) for seed in range(seeds)]
        low, middle, high = np.percentile(values, [25, 50, 75])
        row = {"sampler": sampler, "problem": problem, "trials": trials, "seeds": seeds,
               "lowerQuartile": low, "median": middle, "upperQuartile": high}
        print(row, flush=True)
        result["progress"].append(row)

folder = pathlib.Path(__file__).parents[1] / "packages/optimization/test/fixtures"
folder.mkdir(exist_ok=True)
(folder / "progress.json").write_text(json.dumps(result, indent=1) + "\n")
