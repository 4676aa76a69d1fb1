"""Writes packages/core/test/fixtures/elementary.json: values of elementary functions to 106 bits, by mpmath.

Each row is [arguments..., high, low]: high is the correctly rounded double, low the rest. Run: python reference/elementary.py
"""

import json
import math
import pathlib
import random

import mpmath

mpmath.mp.prec = 400
random.seed(20251)
one = mpmath.mpf(1)


def split(value):
    high = float(value)
    return [high, float(value - mpmath.mpf(high))]


def spread(low, high, count):
    """Both signs, magnitudes log-uniform in [low, high]."""
    return [random.choice([-1, 1]) * math.exp(random.uniform(math.log(low), math.log(high))) for _ in range(count)]


real = [0.5, -0.5, 1.0, -1.0, 2.0, -2.0, math.log(2), math.log(2) / 2, 0.3465735902799727, -0.3465735902799727, 36.7, -36.7]
positive = [1.0, 2.0, 0.5, math.sqrt(2), math.sqrt(0.5), 1 + 2**-52, 1 - 2**-53, 5e-324, 2.3e-310, 1.7976931348623157e308, 10.0, 0.1]
# The least subnormal, others, the least normal, and the largest below it.
tiny = [5e-324, 1e-310, 2.2250738585072014e-308, 2.225073858507201e-308, 1e-300]
tiny += [-x for x in tiny]


def uniform(low, high, count):
    return [random.uniform(low, high) for _ in range(count)]


functions = {
    "exp": (mpmath.exp, real + tiny + [709.78, -708.3, -744.9, -745.13, 1e-9] + spread(1e-3, 700, 60) + uniform(-745, -708, 12)),
    # Beside 0.35 and 1.04 the reduction changes, beside -0.25 and at powers of two the last sum does.
    "expm1": (mpmath.expm1, real + tiny + [0.3465735902799726, 0.34657359027997264, 1.0397, 1.04, -0.9431, 709.78, -39.9]
              + spread(1e-18, 40, 60) + uniform(-1.5, 1.5, 60) + uniform(10, 700, 20)),
    "log": (mpmath.log, positive + [x for x in tiny if x > 0] + [abs(x) for x in spread(1e-323, 1e308, 40)] + uniform(0.5, 2, 40)),
    "log1p": (mpmath.log1p, tiny + [-0.5, 0.5, 1e-17, -1e-17, 1.0, 1e300, -0.29, 0.41, -1 + 2**-53, -1 + 2**-20, 2**53 - 1.0]
              + spread(1e-18, 0.9, 40) + uniform(-0.9999, 1, 60) + [abs(x) for x in spread(1, 1e308, 30)]),
    "tanh": (mpmath.tanh, real + tiny + [1e-9, 21.9, 22.1] + spread(1e-10, 20, 60) + uniform(-1.5, 1.5, 40)),
    "sigmoid": (lambda x: one / (one + mpmath.exp(-x)), real + tiny + [-700.0, 700.0] + spread(1e-6, 100, 60)),
    "softplus": (lambda x: mpmath.log1p(mpmath.exp(x)), real + tiny + [-700.0, 1e4] + spread(1e-6, 100, 60)),
}
rows = {name: [[x, *split(f(mpmath.mpf(x)))] for x in xs] for name, (f, xs) in functions.items()}
pairs = [(random.uniform(0, 1), random.uniform(0, 8)) for _ in range(40)] + [(0.999, float(t)) for t in (1, 3, 10, 1000, 12345)]
rows["pow"] = [[x, y, *split(mpmath.power(mpmath.mpf(x), mpmath.mpf(y)))] for x, y in pairs]

path = pathlib.Path(__file__).parent.parent / "packages/core/test/fixtures/elementary.json"
body = ",\n".join(f'  "{name}": [\n' + ",\n".join("    " + json.dumps(row) for row in values) + "\n  ]" for name, values in rows.items())
path.write_text(f'{{\n  "mpmath": "{mpmath.__version__}",\n{body}\n}}\n')
