"""Writes packages/statistics/test/fixtures/statistics.json: tests, effect sizes, power and analyses of variance, by scipy and statsmodels.

Run: python reference/statistical_tests.py
"""

import json
import pathlib
import warnings

import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy import integrate, optimize, special, stats
from statsmodels.formula.api import ols
from statsmodels.stats.anova import AnovaRM
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.power import FTestAnovaPower, TTestIndPower, TTestPower
from statsmodels.stats.weightstats import ttost_paired

rng = np.random.default_rng(20253)
warnings.filterwarnings("error")


def paired(n, shift, ratio, margin, rho):
    d = rng.normal(shift, 1, n).round(3)
    zero = np.zeros(n)
    student = stats.ttest_rel(d, zero)
    interval = student.confidence_interval(0.95)
    error = d.std(ddof=1) * np.sqrt(1 / n + ratio)
    t = stats.t(n - 1)
    tost = ttost_paired(d, zero, -margin, margin)
    posterior = stats.t(n - 1, d.mean(), d.std(ddof=1) * np.sqrt(1 / n + rho / (1 - rho)))
    return {
        "differences": d.tolist(), "ratio": ratio, "margin": margin, "rho": rho,
        "t": student.statistic, "p": student.pvalue, "low": interval.low, "high": interval.high,
        "greater": stats.ttest_rel(d, zero, alternative="greater").pvalue,
        "less": stats.ttest_rel(d, zero, alternative="less").pvalue,
        "correctedT": d.mean() / error, "correctedP": 2 * t.sf(abs(d.mean() / error)),
        "correctedLow": d.mean() - t.ppf(0.975) * error, "correctedHigh": d.mean() + t.ppf(0.975) * error,
        "tostP": tost[0], "tostAbove": [tost[1][0], tost[1][1]], "tostBelow": [tost[2][0], tost[2][1]],
        "correctedTostP": max(t.sf((d.mean() + margin) / error), t.cdf((d.mean() - margin) / error)),
        "left": posterior.cdf(-margin), "rope": posterior.cdf(margin) - posterior.cdf(-margin), "right": posterior.sf(margin),
    }


def wilcoxon(d):
    d = np.array(d, dtype=float)
    run = lambda **options: float(stats.wilcoxon(d, **options).pvalue)
    nonzero = d[d != 0]
    flips = stats.PermutationMethod(n_resamples=np.inf)
    both = ("two-sided", "greater", "less")
    return {
        "differences": d.tolist(),
        # Given the ranks, ties or not: scipy counts every pattern of signs.
        "exact": {a: float(stats.wilcoxon(nonzero, method=flips, alternative=a).pvalue) for a in both},
        "normal": {a: run(method="asymptotic", alternative=a) for a in both},
        "continuity": {a: run(method="asymptotic", correction=True, alternative=a) for a in both},
        "pratt": {a: run(method="asymptotic", zero_method="pratt", alternative=a) for a in both},
    }


def sign_flip(n):
    d = rng.normal(0.4, 1, n).round(1)
    run = lambda a: float(stats.permutation_test(
        (d,), lambda x, axis: x.mean(axis=axis), permutation_type="samples", n_resamples=np.inf, vectorized=True, alternative=a).pvalue)
    return {"differences": d.tolist(), **{a: run(a) for a in ("two-sided", "greater", "less")}}


def noncentrality(t, df):
    low = optimize.brentq(lambda m: stats.nct.sf(t, df, t + m) - 0.025, -6, 2, xtol=1e-14, rtol=1e-14)
    high = optimize.brentq(lambda m: stats.nct.cdf(t, df, t + m) - 0.025, -2, 6, xtol=1e-14, rtol=1e-14)
    return t + low, t + high


def effect(na, nb, shift):
    a, b = rng.normal(shift, 1, na).round(3), rng.normal(0, 1.3, nb).round(3)
    df = na + nb - 2
    t = stats.ttest_ind(a, b).statistic
    root = np.sqrt(1 / na + 1 / nb)
    low, high = noncentrality(t, df)
    j = float(np.exp(special.gammaln(df / 2) - special.gammaln((df - 1) / 2)) / np.sqrt(df / 2))
    n = min(na, nb)
    d = a[:n] - b[:n]
    tz = stats.ttest_1samp(d, 0).statistic
    zlow, zhigh = noncentrality(tz, n - 1)
    return {
        "a": a.tolist(), "b": b.tolist(), "d": [t * root, low * root, high * root], "j": j,
        "dz": [tz / np.sqrt(n), zlow / np.sqrt(n), zhigh / np.sqrt(n)],
    }


def detectable(test, n):
    return optimize.brentq(lambda d: float(test.power(d, n, 0.05)) - 0.8, 0.01, 6 / np.sqrt(n), xtol=1e-14, rtol=1e-14)


def least(test, d):
    return next(n for n in range(2, 1000) if test.power(d, n, 0.05) >= 0.8)


def power_tost(n, margin, d, ratio, alpha):
    """Both one-sided tests reject: integrated over the mean's error instead of over the deviation."""
    error, critical = np.sqrt(1 / n + ratio), stats.t.ppf(1 - alpha, n - 1)
    # At a mean x both t are beyond the critical value where the estimated deviation is below (margin - |x|) / (error critical).
    below = lambda x: stats.chi2.cdf((n - 1) * ((margin - abs(x)) / (error * critical)) ** 2, n - 1)
    g = lambda x: stats.norm.pdf((x - d) / error) / error * below(x)
    value = sum(integrate.quad(g, *ends, epsabs=1e-13, epsrel=1e-12, limit=400)[0] for ends in ((-margin, 0), (0, margin)))
    return {"n": n, "margin": margin, "effectSize": d, "testTrainRatio": ratio, "alpha": alpha, "power": value}


def power():
    ind, rel = TTestIndPower(), TTestPower()
    t = []
    for n, d in ((6, 1.8), (6, 0.5), (30, 0.5), (200, -0.2), (10, 1.43)):
        row = {"n": n, "effectSize": d}
        for name, alternative in (("two-sided", "two-sided"), ("greater", "larger"), ("less", "smaller")):
            row[name] = {
                "independent": float(ind.power(d, n, 0.05, alternative=alternative)),
                "paired": float(rel.power(d, n, 0.05, alternative=alternative)),
            }
        t.append(row)
    f = []
    for df1, parameters, n, size in ((1, 13, 48, 0.4), (1, 13, 1440, 0.07), (3, 4, 60, 0.3), (2, 3, 15, 0.9)):
        df2 = n - parameters
        critical = stats.f.ppf(0.95, df1, df2)
        f.append({"dfEffect": df1, "parameters": parameters, "n": n, "effectSize": size,
                  "power": float(stats.ncf.sf(critical, df1, df2, n * size**2))})
    tost = [power_tost(*row) for row in ((6, 1.5, 0.0, 0.0, 0.05), (30, 0.6, 0.1, 0.0, 0.05), (10, 1.2, -0.3, 1 / 9, 0.05), (30, 0.9, 0.2, 1 / 9, 0.1))]
    return {
        "t": t, "f": f, "tost": tost,
        "oneWay": {"groups": 4, "n": 60, "effectSize": 0.3, "power": float(FTestAnovaPower().power(0.3, 60, 0.05, k_groups=4))},
        "detectable": [{"n": n, "independent": detectable(ind, n), "paired": detectable(rel, n)} for n in (6, 10, 30, 300)],
        "sampleSize": [{"effectSize": d, "independent": least(ind, d), "paired": least(rel, d)} for d in (0.2, 0.5, 0.8, 1.7)],
    }


def adjusted(m):
    p = (rng.random(m) ** 2).round(4).tolist()
    return {"p": p, "holm": multipletests(p, method="holm")[1].tolist(), "bh": multipletests(p, method="fdr_bh")[1].tolist()}


def friedman(n, k, decimals):
    rows = (rng.normal(0, 1, (n, k)) + 0.4 * np.arange(k)).round(decimals)
    result = stats.friedmanchisquare(*rows.T)
    ranks = np.mean([stats.rankdata(-row) for row in rows], axis=0)
    unit = np.sqrt(k * (k + 1) / (12 * n))
    range_of = stats.studentized_range(k, np.inf)
    return {
        "rows": rows.tolist(), "ranks": ranks.tolist(), "chiSquared": result.statistic, "p": result.pvalue,
        "criticalDifference": range_of.ppf(0.95) * unit,
        "pairs": [[1.0 if i == j else float(range_of.sf(abs(a - b) / unit)) for j, b in enumerate(ranks)] for i, a in enumerate(ranks)],
    }


def shapiro(n, kind):
    x = {"normal": rng.normal(3, 2, n), "skewed": rng.exponential(1, n), "rounded": rng.normal(0, 1, n)}[kind]
    x = x.round(1 if kind == "rounded" else 5)
    result = stats.shapiro(x)
    return {"values": x.tolist(), "w": result.statistic, "p": result.pvalue}


def brown_forsythe(sizes):
    groups = [rng.normal(0, 1 + 0.6 * i, n).round(3) for i, n in enumerate(sizes)]
    result = stats.levene(*groups, center="median")
    return {"groups": [g.tolist() for g in groups], "f": result.statistic, "p": result.pvalue}


def bca(n, statistic, confidence):
    x = rng.exponential(1, n).round(4)
    compute = {"mean": np.mean, "deviation": lambda v, axis=-1: np.std(v, axis=axis, ddof=1)}[statistic]
    result = stats.bootstrap((x,), compute, n_resamples=499, method="BCa", confidence_level=confidence, rng=rng)
    without = [float(compute(np.delete(x, i))) for i in range(n)]
    interval = result.confidence_interval
    return {
        "values": x.tolist(), "value": float(compute(x)), "replicates": sorted(result.bootstrap_distribution.tolist()), "without": without,
        "confidence": confidence, "low": interval.low, "high": interval.high,
    }


def eta_interval(f, df1, df2, n):
    def limit(share):
        g = lambda l: stats.ncf.cdf(f, df1, df2, l) - share if l > 0 else stats.f.cdf(f, df1, df2) - share
        return 0.0 if g(0) <= 0 else optimize.brentq(g, 0, 2000, xtol=1e-13, rtol=1e-14)
    return [l / (l + n) for l in (limit(0.95), limit(0.05))]


def anova(n, levels, drop):
    """A factorial table with blocks; `drop` rows are left out, so that it is unbalanced."""
    names = list(levels)
    index = pd.MultiIndex.from_product([*[[f"{name}{i}" for i in range(k)] for name, k in levels.items()], range(n)])
    table = index.to_frame(index=False, name=[*names, "copy"])
    table["block"] = [f"b{(i * 7 + i // 5) % 3}" for i in range(len(table))]
    effect = sum((i + 1) * 0.4 * table[name].str[-1].astype(int) for i, name in enumerate(names))
    table["y"] = (effect + 0.3 * table["block"].str[-1].astype(int) + rng.normal(0, 1, len(table))).round(3)
    table = table.drop(index=rng.choice(len(table), drop, replace=False)).reset_index(drop=True)
    # The order of first appearance is the order of the levels, here and there.
    formula = "y ~ C(block, Sum) + " + " * ".join(f"C({name}, Sum)" for name in names)
    result = {"response": table["y"].tolist(), "factors": {name: table[name].tolist() for name in names}, "block": table["block"].tolist()}
    for kind in (2, 3):
        out = sm.stats.anova_lm(ols(formula, table).fit(), typ=kind)
        rows = {}
        for label, row in out.iterrows():
            if label == "Intercept":
                continue
            name = ":".join(part[2:].split(",")[0] if part.startswith("C(") else part for part in label.split(":"))
            if name == "Residual":
                result["residual"] = {"sumOfSquares": row["sum_sq"], "df": row["df"]}
                continue
            df2 = out.loc["Residual", "df"]
            rows[name] = {"sumOfSquares": row["sum_sq"], "df": row["df"], "f": row["F"], "p": row["PR(>F)"],
                          "eta": [row["sum_sq"] / (row["sum_sq"] + out.loc["Residual", "sum_sq"]), *eta_interval(row["F"], row["df"], df2, len(table))]}
        result[f"type{kind}"] = rows
    return result


def repeated(replicates, expressions):
    factors = {"architecture": ["gru", "lstm"], "optimisation": ["fixed", "bayes"], "loss": ["standard", "advanced"]}
    index = pd.MultiIndex.from_product([*factors.values(), [f"r{i}" for i in range(replicates)], [f"e{i}" for i in range(expressions)]])
    table = index.to_frame(index=False, name=[*factors, "replicate", "expression"])
    own = dict(zip(sorted(set(table["replicate"])), rng.normal(0, 2, replicates)))
    table["y"] = (0.8 + table["replicate"].map(own) + 0.3 * (table["loss"] == "advanced") * (1 + (table["architecture"] == "gru"))
                  + rng.normal(0, 0.5, len(table))).round(3)
    fit = AnovaRM(table, "y", "replicate", within=list(factors), aggregate_func="mean").fit().anova_table
    wide = table.groupby(["replicate", *factors])["y"].mean().reset_index()
    high = lambda name: np.where(wide[name] == factors[name][1], 1, -1)
    estimate = {name: float(np.sum(np.prod([high(part) for part in name.split(":")], axis=0) * wide["y"]) / (4 * replicates)) for name in fit.index}
    return {
        "response": table["y"].tolist(), "factors": {name: table[name].tolist() for name in factors}, "replicate": table["replicate"].tolist(),
        "effects": {name: {"f": row["F Value"], "p": row["Pr > F"], "df": row["Den DF"], "estimate": estimate[name]} for name, row in fit.iterrows()},
    }


with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # scipy warns of ties and zeros in small samples, which are the point here
    signed = [wilcoxon(d) for d in (
        [1.2, -0.4, 2.2, 3.1, 0.7, 1.9], [1, 2, 3, 4, 5, 6], [1, -1, 2, 2, 0, 3, -2, 2, 0, 5], [0.5, -0.5, 0.5, 0.5, 1],
        [3, 0, -1, 0, 0, 2, 4, -4, 4, 6, 1, -2], rng.normal(0.3, 1, 14).round(3).tolist())]

result = {
    "paired": [paired(6, 0.5, 0.25, 0.8, 0.2), paired(30, 0.1, 1 / 9, 0.5, 0.1), paired(10, -1.2, 1 / 9, 1.5, 0.1), paired(2, 1, 0.5, 0.1, 0)],
    "wilcoxon": signed,
    "signFlip": [sign_flip(n) for n in (3, 6, 11)],
    "effects": [effect(6, 6, 1.2), effect(25, 9, 0.1), effect(80, 80, -0.6)],
    "power": power(),
    "adjusted": [adjusted(m) for m in (1, 8, 40)],
    "friedman": [friedman(6, 3, 3), friedman(10, 8, 0), friedman(30, 4, 1)],
    "shapiro": [shapiro(n, kind) for n, kind in ((3, "normal"), (4, "skewed"), (5, "normal"), (6, "rounded"), (11, "normal"), (12, "skewed"), (50, "normal"), (200, "rounded"), (900, "skewed"))],
    "brownForsythe": [brown_forsythe(sizes) for sizes in ((6, 6), (5, 9, 4), (30, 30, 30, 30))],
    "bca": [bca(12, "mean", 0.95), bca(30, "deviation", 0.9)],
    "anova": [anova(6, {"architecture": 2, "optimisation": 2, "loss": 2}, 0), anova(5, {"architecture": 2, "optimisation": 2, "loss": 2}, 9), anova(6, {"size": 3, "loss": 2}, 8)],
    "repeated": [repeated(6, 1), repeated(10, 6)],
}
path = pathlib.Path(__file__).parent.parent / "packages/statistics/test/fixtures/statistics.json"
path.write_text(json.dumps(result, allow_nan=False) + "\n")
