"""Writes packages/statistics/test/fixtures/distributions.json: tails of distributions to 30 digits, by mpmath.

Run: python reference/distributions.py

Everything is computed from its definition, noncentral distributions as integrals over the scale and not as the mixtures that
the laboratory sums, and rounded to float64 once.
"""

import json
import pathlib

import mpmath as mp
import numpy as np
from scipy import special, stats

mp.mp.dps = 30


def beta_tails(x, y, a, b):
    x, y, a, b = mp.mpf(x), mp.mpf(y), mp.mpf(a), mp.mpf(b)
    return mp.betainc(a, b, 0, x, regularized=True), mp.betainc(b, a, 0, y, regularized=True)


def f_tails(f, df1, df2):
    f, df1, df2 = mp.mpf(f), mp.mpf(df1), mp.mpf(df2)
    total = df1 * f + df2
    return beta_tails(df1 * f / total, df2 / total, df1 / 2, df2 / 2)


def t_tails(t, df):
    t, df = mp.mpf(t), mp.mpf(df)
    far = mp.betainc(df / 2, mp.mpf(1) / 2, 0, df / (df + t * t), regularized=True) / 2
    return (far, 1 - far) if t < 0 else (1 - far, far)


def normal_tails(x):
    return mp.erfc(-mp.mpf(x) / mp.sqrt(2)) / 2, mp.erfc(mp.mpf(x) / mp.sqrt(2)) / 2


def chi_tails(x, df):
    x, df = mp.mpf(x), mp.mpf(df)
    return mp.gammainc(df / 2, 0, x / 2, regularized=True), mp.gammainc(df / 2, x / 2, mp.inf, regularized=True)


def scale_density(s, df):
    return 2 * mp.power(df / 2, df / 2) / mp.gamma(df / 2) * mp.power(s, df - 1) * mp.exp(-df * s * s / 2)


def over_scale(value, df):
    """The mean of value(s) over s = sqrt(chi2(df) / df)."""
    sd = 1 / mp.sqrt(2 * df)
    marks = sorted({mp.mpf(0), *(max(mp.mpf(0), 1 + k * sd) for k in (-9, -6, -4, -2, 0, 2, 4, 6, 9, 14))})
    return mp.quad(lambda s: scale_density(s, df) * value(s), marks)


def noncentral_t_tails(t, df, delta):
    t, df, delta = mp.mpf(t), mp.mpf(df), mp.mpf(delta)
    lower = over_scale(lambda s: normal_tails(t * s - delta)[0], df)
    upper = over_scale(lambda s: normal_tails(t * s - delta)[1], df)
    return lower, upper


def noncentral_f_tails(f, df1, df2, noncentrality):
    f, df1, df2 = mp.mpf(f), mp.mpf(df1), mp.mpf(df2)
    half = mp.mpf(noncentrality) / 2
    total = df1 * f + df2
    sums = [mp.mpf(0), mp.mpf(0)]
    far = 12 * mp.sqrt(half) + 60
    for j in range(max(0, int(half - far)), int(half + far)):
        weight = mp.exp(-half) * half**j / mp.factorial(j)
        for side, tail in enumerate(beta_tails(df1 * f / total, df2 / total, df1 / 2 + j, df2 / 2)):
            sums[side] += weight * tail
    return tuple(sums)


def range_lower(w, groups):
    phi = lambda z: mp.exp(-z * z / 2) / mp.sqrt(2 * mp.pi)
    between = lambda z: normal_tails(z)[0] - normal_tails(z - w)[0]
    return groups * mp.quad(lambda z: phi(z) * between(z) ** (groups - 1), [-12, -6, -3, -1, 0, 1, 2, 3, 4, 6, 12])


def range_tails(q, groups, df):
    if df is None:
        lower = range_lower(mp.mpf(q), groups)
        return lower, 1 - lower
    # A double integral takes mpmath minutes. The trapezoidal rule of a smooth integrand that fades at both ends errs by no more
    # than rounding (about 1e-15) once its steps are small: z on a line, s = exp(u).
    z = np.arange(-9, 9, 0.02)
    u = np.arange(-30 / df - 1, 3, 0.01)
    s = np.exp(u)
    between = special.ndtr(z) - special.ndtr(z - q * s[:, None])
    ranges = groups * 0.02 * np.sum(stats.norm.pdf(z) * between ** (groups - 1), axis=1)
    density = np.exp(np.log(2) + df / 2 * np.log(df / 2) - special.gammaln(df / 2) + df * u - df * s * s / 2)
    lower = 0.01 * np.sum(density * ranges)
    return lower, 1 - lower


def case(name, parameters, x, tails):
    return {"name": name, "parameters": parameters, "x": x, "lower": float(tails[0]), "upper": float(tails[1])}


cases = []
for x in (-38, -9.5, -3, -1.96, -0.3, 0, 0.01, 0.7, 1.5, 4.2, 8, 25):
    cases.append(case("normal", [], x, normal_tails(x)))
for df in (1, 2, 2.5, 5, 17, 239, 5000):
    for t in (-40, -6, -1.3, -0.02, 0, 0.4, 2.1, 12):
        cases.append(case("studentT", [df], t, t_tails(t, df)))
for df1, df2 in ((1, 1), (1, 5), (2, 17), (7, 3), (5, 230), (40, 1400)):
    for f in (0.001, 0.3, 1, 3.7, 25, 300):
        cases.append(case("fisherF", [df1, df2], f, f_tails(f, df1, df2)))
for df in (1, 2, 7, 40, 900):
    for share in (0.01, 0.5, 1, 1.4, 3):
        cases.append(case("chiSquared", [df], share * df, chi_tails(share * df, df)))
for df, delta in ((5, 3.1), (10, 0.4), (5, -2.2), (29, 2.8), (200, 9), (1, 1), (2.5, 6)):
    for t in (-4, -0.7, 0, 0.5, 2.57, 6, 11):
        cases.append(case("noncentralT", [df, delta], t, noncentral_t_tails(t, df, delta)))
for df1, df2, noncentrality in ((1, 10, 4), (3, 40, 0.02), (1, 5, 30), (5, 234, 12.5), (2, 1400, 150)):
    for f in (0.05, 0.9, 2.6, 8, 40, 120):
        cases.append(case("noncentralF", [df1, df2, noncentrality], f, noncentral_f_tails(f, df1, df2, noncentrality)))
for t, df, delta in ((34, 10, 35), (40, 10, 35), (270, 30, 290), (300, 30, 290), (29, 2000, 28.4)):
    cases.append(case("noncentralT", [df, delta], t, noncentral_t_tails(t, df, delta)))
for f in (300, 500, 700):
    cases.append(case("noncentralF", [2, 40, 1000], f, noncentral_f_tails(f, 2, 40, 1000)))
for groups, df in ((2, None), (3, None), (8, None), (20, None)):
    for q in (0.2, 1, 2.5, 3.7, 5.5, 8):
        cases.append(case("studentizedRange", [groups, "Infinity"], q, range_tails(q, groups, df)))
for groups, df in ((2, 3), (3, 10), (8, 60)):
    for q in (1, 4.1):
        cases.append(case("studentizedRange", [groups, df], q, range_tails(q, groups, df)))

path = pathlib.Path(__file__).parent.parent / "packages/statistics/test/fixtures/distributions.json"
path.write_text(json.dumps({"cases": cases}, allow_nan=False).replace("}, {", "},\n{") + "\n")
