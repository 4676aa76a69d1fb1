"""Writes packages/optimization/test/fixtures/*.json but progress.json, values of the parts of Bayesian optimisation, and
packages/statistics/test/fixtures/normal.json, erf and the normal distribution's tails to 50 digits, by mpmath.

improvement.json  log expected improvement to 50 digits, by mpmath
parzen.json       densities of Optuna's _ParzenEstimator, and its split into good and other trials
gaussian.json     posterior by scikit-learn; fit and acquisition with gradients by Optuna's GP (PyTorch, autograd)
pruning.json      decisions of Optuna's MedianPruner

Run: python reference/optimization.py
"""

import json
import math
import pathlib
import warnings

import mpmath
import numpy as np
import optuna
import sklearn
import torch
from optuna._gp import acqf, gp, prior
from optuna._gp.search_space import SearchSpace
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.samplers._tpe import parzen_estimator, sampler as tpe
from optuna.trial import TrialState, create_trial
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import ConstantKernel, Matern

warnings.filterwarnings("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)
rng = np.random.default_rng(20255)
mpmath.mp.dps = 50


# ---- normal distribution

def normal():
    half = [float(x) for x in np.concatenate([np.linspace(0, 6.5, 53), rng.uniform(0, 27, 20), [1e-9, 0.84375, 1.25, 1 / 0.35]])]
    symmetric = sorted(half + [-x for x in half])
    log_cdf = lambda x: mpmath.log(mpmath.erfc(-x / mpmath.sqrt(2)) / 2)
    pdf = lambda x: mpmath.exp(-x * x / 2) / mpmath.sqrt(2 * mpmath.pi)
    cdf = lambda x: mpmath.erfc(-x / mpmath.sqrt(2)) / 2

    def improvement(z):
        z = mpmath.mpf(z)
        with mpmath.workdps(60 + 10):
            h = pdf(z) + z * cdf(z)
            return [float(z), float(mpmath.log(h)), float(cdf(z) / h)]

    def mass(a, b):
        with mpmath.workdps(400):
            a, b = mpmath.mpf(a), mpmath.mpf(b)
            flip = a > 0
            lower, upper = (-b, -a) if flip else (a, b)
            return float(mpmath.log(cdf(upper) - cdf(lower)))

    intervals = [(-1, 2), (-0.001, 0.002), (-30, 30), (-9, 0.1), (0, 3), (0.5, 0.51), (-4.01, -4), (6, 9), (-40, -20), (-25, -24.99), (12, 12.5), (-3, 0)]
    tails = [float(x) for x in [-1000, -200, -60, -38.5, -20, -6, -5.0001, -4.9999, -3, -1, -0.3, 0, 0.4, 1.5, 3, 6, 9]]
    return {
        "erf": [[x, float(mpmath.erf(x))] for x in symmetric],
        "erfc": [[x, float(mpmath.erfc(x))] for x in symmetric if x < 26.5],
        "logCdf": [[x, float(log_cdf(mpmath.mpf(x)))] for x in tails],
        "logMass": [[a, b, mass(a, b)] for a, b in intervals],
        "logImprovement": [improvement(z) for z in [-1e4, -500, -60, -25.1, -10, -5.0001, -4.9999, -3, -1, -0.1, 0, 0.5, 2, 8, 40]],
    }


# ---- Parzen estimators

SPACES = {
    "float": {"a": FloatDistribution(-3, 5)},
    "log": {"a": FloatDistribution(1e-5, 1, log=True)},
    "int": {"a": IntDistribution(1, 7)},
    "intLog": {"a": IntDistribution(4, 256, log=True)},
    "step": {"a": FloatDistribution(0, 0.6, step=0.05)},
    "intStep": {"a": IntDistribution(8, 128, step=8)},
    "categorical": {"a": CategoricalDistribution(["x", "y", "z", "w"])},
    "fine": {"a": FloatDistribution(0, 1000, step=0.001)},
    "mixed": {
        "rate": FloatDistribution(1e-5, 1, log=True), "dropout": FloatDistribution(0, 0.6),
        "units": IntDistribution(4, 256, log=True), "layers": IntDistribution(1, 3),
        "gamma": FloatDistribution(0, 5, step=0.25), "cell": CategoricalDistribution(["gru", "lstm"]),
    },
}


def describe(distribution):
    if isinstance(distribution, CategoricalDistribution):
        return {"type": "categorical", "choices": list(distribution.choices)}
    kind = "integer" if isinstance(distribution, IntDistribution) else "float"
    out = {"type": kind, "low": distribution.low, "high": distribution.high, "log": distribution.log}
    if distribution.step is not None and not (kind == "integer" and distribution.step == 1):
        out["step"] = distribution.step
    return out


def draw(distribution, n):
    if isinstance(distribution, CategoricalDistribution):
        return rng.integers(0, len(distribution.choices), n).astype(float)
    low, high, step = distribution.low, distribution.high, distribution.step
    if distribution.log:
        x = np.exp(rng.uniform(math.log(low), math.log(high), n))
    else:
        # Crowded on one side, so that sigmas meet both clips.
        x = low + (high - low) * rng.beta(0.7, 2.0, n)
    if step is not None:
        x = low + np.round((x - low) / step) * step
    return np.clip(x, low, high)


def parzen_case(name, n, options):
    space = SPACES[name]
    settings = parzen_estimator._ParzenEstimatorParameters(
        prior_weight=options["priorWeight"], consider_magic_clip=options["magicClip"],
        consider_endpoints=options["endpoints"], weights=tpe.default_weights, multivariate=True)
    observed = {k: draw(d, n) for k, d in space.items()}
    points = {k: draw(d, 12) for k, d in space.items()}
    for k, d in space.items():  # the bounds too
        if not isinstance(d, CategoricalDistribution):
            points[k][:2] = [d.low, d.high]
    estimator = parzen_estimator._ParzenEstimator(observed, space, settings)
    rows = lambda columns: np.array(list(columns.values())).T.tolist()
    return {
        "name": name, "parameters": [describe(d) for d in space.values()], "options": options,
        "observations": rows(observed) if n else [], "points": rows(points),
        "weights": estimator._mixture_distribution.weights.tolist(),
        "logPdf": estimator.log_pdf(points).tolist(),
    }


def parzen():
    default = {"priorWeight": 1.0, "magicClip": True, "endpoints": False}
    cases = [parzen_case(name, n, default) for name in SPACES for n in [0, 1, 2, 9, 26, 60]]
    for changed in [{"priorWeight": 0.3}, {"magicClip": False}, {"endpoints": True}]:
        cases += [parzen_case(name, n, default | changed) for name in ["log", "mixed"] for n in [1, 5, 30]]
    return cases


def split_case(n, direction, seed):
    r = np.random.default_rng(seed)
    study = optuna.create_study(direction=direction)
    trials = []
    for i in range(n):
        kind = r.choice(["complete", "complete", "pruned"] if i < n - 3 else ["running"])
        value = float(np.round(r.normal(), 1))
        steps = int(r.integers(0, 4))
        reports = {s: (math.nan if r.random() < 0.2 else float(np.round(r.normal(), 1))) for s in range(steps)}
        state = {"complete": TrialState.COMPLETE, "pruned": TrialState.PRUNED, "running": TrialState.RUNNING}[str(kind)]
        trial = create_trial(state=state, value=value if kind == "complete" else None, intermediate_values=reports)
        trial.number = i
        trials.append(trial)
    finished = sum(t.state != TrialState.RUNNING for t in trials)
    below, above = tpe._split_trials(study, trials, tpe.default_gamma(finished))
    return {
        "direction": "minimise" if direction == "minimize" else "maximise",
        "trials": [trial_json(t) for t in trials],
        "below": [t.number for t in below], "above": [t.number for t in above],
    }


def trial_json(t):
    reports = [[s, None if math.isnan(v) else v] for s, v in sorted(t.intermediate_values.items())]
    return {"number": t.number, "params": {}, "state": t.state.name.lower(), "value": t.value, "reports": reports}


# ---- Gaussian process

def gaussian_case(n, space, seed):
    r = np.random.default_rng(seed)
    inner = SearchSpace(space)
    x = inner.sample_normalized_params(n, np.random.RandomState(seed))
    y = np.sin(3 * x[:, 0]) + (x[:, 1:] ** 2) @ r.uniform(-1, 1, x.shape[1] - 1) + 0.1 * r.normal(size=n)
    y = (y - y.mean()) / y.std()
    d = x.shape[1]
    theta = r.normal(0, 0.7, d + 2)
    theta[-1] -= 4

    def regressor(raw):
        return gp.GPRegressor(
            torch.from_numpy(inner.is_categorical), torch.from_numpy(x), torch.from_numpy(y),
            torch.exp(raw[:d]), torch.exp(raw[d]), torch.exp(raw[d + 1]) + prior.DEFAULT_MINIMUM_NOISE_VAR)

    raw = torch.from_numpy(theta).requires_grad_(True)
    model = regressor(raw)
    loss = -model.marginal_log_likelihood() - prior.default_log_prior(model)
    loss.backward()
    model._cache_matrix()
    points = inner.sample_normalized_params(8, np.random.RandomState(seed + 1))
    with torch.no_grad():
        mean, variance = model.posterior(torch.from_numpy(points))
    function = acqf.LogEI(model, inner, threshold=float(y.max()))
    improvement = [function.eval_acqf_with_grad(p) for p in points]

    fitted = gp.fit_kernel_params(x, y, inner.is_categorical, prior.default_log_prior,
                                  prior.DEFAULT_MINIMUM_NOISE_VAR, False, gtol=1e-5)
    lowest = (-fitted.marginal_log_likelihood() - prior.default_log_prior(fitted)).item()
    case = {
        "x": x.tolist(), "y": y.tolist(), "categorical": inner.is_categorical.tolist(), "theta": theta.tolist(),
        "loss": loss.item(), "lossGradient": raw.grad.tolist(), "points": points.tolist(),
        "mean": mean.tolist(), "variance": variance.tolist(),
        "logImprovement": [v for v, _ in improvement], "logImprovementGradient": [g.tolist() for _, g in improvement],
        "lowestLoss": lowest,
        "fitted": [*np.log(fitted.inverse_squared_lengthscales.numpy()).tolist(), math.log(fitted.kernel_scale.item()),
                   math.log(fitted.noise_var.item() - prior.DEFAULT_MINIMUM_NOISE_VAR)],
    }
    if not inner.is_categorical.any():
        kernel = ConstantKernel(math.exp(theta[d])) * Matern(np.exp(-0.5 * theta[:d]), nu=2.5)
        other = GaussianProcessRegressor(kernel, alpha=math.exp(theta[d + 1]) + 1e-6, optimizer=None).fit(x, y)
        m, s = other.predict(points, return_std=True)
        case["sklearn"] = {"mean": m.tolist(), "variance": (s**2).tolist()}
    return case


def gaussian():
    plain = {f"x{i}": FloatDistribution(0, 1) for i in range(3)}
    wide = {f"x{i}": FloatDistribution(0, 1) for i in range(6)}
    return [gaussian_case(12, plain, 1), gaussian_case(40, wide, 2), gaussian_case(25, SPACES["mixed"], 3)]


# ---- median pruning

def pruning_case(seed):
    r = np.random.default_rng(seed)
    options = {
        "direction": str(r.choice(["minimise", "maximise"])), "startupTrials": int(r.integers(0, 4)),
        "warmupSteps": int(r.integers(0, 4)), "intervalSteps": int(r.integers(1, 4)), "leastTrials": int(r.integers(1, 4)),
    }
    pruner = optuna.pruners.MedianPruner(options["startupTrials"], options["warmupSteps"], options["intervalSteps"],
                                         n_min_trials=options["leastTrials"])
    study = optuna.create_study(direction={"minimise": "minimize", "maximise": "maximize"}[options["direction"]])
    stride = int(r.integers(1, 3))
    curve = lambda: {s: (math.nan if r.random() < 0.15 else float(np.round(r.normal(), 1)))
                     for s in range(0, int(r.integers(1, 10)), stride)}
    for i in range(int(r.integers(0, 8))):
        state = TrialState.COMPLETE if r.random() < 0.8 else TrialState.PRUNED
        study.add_trial(create_trial(state=state, value=0.5 if state == TrialState.COMPLETE else None, intermediate_values=curve()))
    own = curve()
    decisions = []
    for last in range(1, len(own) + 1):
        shown = dict(list(own.items())[:last])
        trial = create_trial(state=TrialState.RUNNING, intermediate_values=shown)
        decisions.append(bool(pruner.prune(study, trial)))
    reports = [[s, None if math.isnan(v) else v] for s, v in own.items()]
    return {"options": options, "trials": [trial_json(t) for t in study.trials], "reports": reports, "decisions": decisions}


# Equal observations: NumPy's default argsort may put them in either order, and differently on another processor. Ours are
# in order of observation.
argsort = np.argsort
np.argsort = lambda a, **given: argsort(a, **{"kind": "stable", **given})
folder = pathlib.Path(__file__).parents[1] / "packages/optimization/test/fixtures"
folder.mkdir(exist_ok=True)
versions = {"optuna": optuna.__version__, "torch": torch.__version__, "sklearn": sklearn.__version__, "mpmath": mpmath.__version__}


def write(name, content, folder=folder):
    text = json.dumps({"source": versions, **content}, allow_nan=False)
    (folder / f"{name}.json").write_text(text + "\n")


values = normal()
write("improvement", {"logImprovement": values.pop("logImprovement")})
write("normal", values, folder.parents[2] / "statistics/test/fixtures")
write("parzen", {"cases": parzen(), "splits": [split_case(n, d, 10 * n) for n in [8, 21, 44] for d in ["minimize", "maximize"]]})
write("gaussian", {"cases": gaussian()})
write("pruning", {"cases": [pruning_case(seed) for seed in range(200)]})
