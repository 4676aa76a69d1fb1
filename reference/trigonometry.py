"""Writes packages/core/test/fixtures/trigonometry.json: values of trigonometric functions to 106 bits, by mpmath.

Each row is [arguments..., high, low]: high is the correctly rounded double, low the rest. Run: python3 reference/trigonometry.py
"""

import json
import math
import pathlib
import random

import mpmath

mpmath.mp.prec = 400
random.seed(20252)


def split(value):
    high = float(value)
    return [high, float(value - mpmath.mpf(high))]


def uniform(low, high, count):
    return [random.uniform(low, high) for _ in range(count)]


def spread(low, high, count):
    """Both signs, magnitudes log-uniform in [low, high]."""
    return [random.choice([-1, 1]) * math.exp(random.uniform(math.log(low), math.log(high))) for _ in range(count)]


# Multiples of pi / 2 are where most digits cancel; 1e6 is the last argument.
angles = [math.pi * k / 24 for k in range(1, 50)] + [math.pi / 2 * k for k in (7, 22, 344, 573204, 636618)]
angles += [math.nextafter(x, 9) for x in angles[:25]] + [1e-300, 1e-9, -1e-9, 1e6, -1e6]
angles += uniform(-7, 7, 80) + spread(1e-6, 1e6, 60)
ratios = [0.4375, 0.6875, 1.0, 1.1875, 2.4375, 1e-300, 1e-17, 1e16, 2e17]
points = [(random.choice([-1, 1]) * r, random.choice([-1.0, 1.0])) for r in ratios] + [(3e-320, 4e-320), (1e308, -1e308)]
points += [(a, b) for a, b in zip(spread(1e-3, 1e3, 120), spread(1e-3, 1e3, 120))]
cosines = [0.5, -0.5, 0.0, 1e-300, 1 - 2**-53, -1 + 2**-53, -1.0, 1e-17] + uniform(-1, 1, 100)
cosines += [s * (1 - abs(x)) for x in spread(1e-15, 0.3, 20) for s in (1, -1)]

rows = {name: [[x, *split(f(mpmath.mpf(x)))] for x in xs] for name, f, xs in (
    ("sin", mpmath.sin, angles), ("cos", mpmath.cos, angles), ("acos", mpmath.acos, cosines))}
rows["atan2"] = [[y, x, *split(mpmath.atan2(mpmath.mpf(y), mpmath.mpf(x)))] for y, x in points]

path = pathlib.Path(__file__).parent.parent / "packages/core/test/fixtures/trigonometry.json"
body = ",\n".join(f'  "{name}": [\n' + ",\n".join("    " + json.dumps(row) for row in values) + "\n  ]" for name, values in rows.items())
path.write_text(f'{{\n  "mpmath": "{mpmath.__version__}",\n{body}\n}}\n')
