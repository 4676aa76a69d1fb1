"""Writes packages/core/test/fixtures/losses.json: losses and gradients by PyTorch's autograd in float64, each from its
paper's or its authors' own form, and the inverse to a probability by mpmath. Run: python reference/losses.py"""

import json
import pathlib

import mpmath
import torch
import torch.nn.functional as F

torch.manual_seed(20252)
torch.set_default_dtype(torch.float64)

BINARY = [
    {"kind": "binary-cross-entropy"},
    {"kind": "weighted-binary-cross-entropy", "positiveWeight": 5.87},
    {"kind": "weighted-binary-cross-entropy", "positiveWeight": 0.3},
    {"kind": "focal", "alpha": 0.25, "gamma": 2},
    {"kind": "focal", "alpha": 0.6, "gamma": 0.7},
    {"kind": "focal", "alpha": 0.9, "gamma": 0},
    {"kind": "focal", "alpha": 0.5, "gamma": 5},
    {"kind": "class-balanced", "beta": 0.999, "positives": 25, "negatives": 302},
    {"kind": "class-balanced", "beta": 0, "positives": 3, "negatives": 8},
    {"kind": "class-balanced", "beta": 0.9999999, "positives": 83, "negatives": 226},
    {"kind": "label-smoothing", "epsilon": 0.1},
    {"kind": "label-smoothing", "epsilon": 0},
    {"kind": "asymmetric", "gammaPositive": 1, "gammaNegative": 4, "clip": 0.05},
    {"kind": "asymmetric", "gammaPositive": 0, "gammaNegative": 2.5, "clip": 0.2},
    {"kind": "asymmetric", "gammaPositive": 0.5, "gammaNegative": 0, "clip": 0.1},
    {"kind": "asymmetric", "gammaPositive": 0.3, "gammaNegative": 3, "clip": 0},
    {"kind": "logit-adjusted", "prior": 0.08, "tau": 1},
    {"kind": "logit-adjusted", "prior": 0.7, "tau": 0.5},
]


def focal(s, x, y):
    """torchvision.ops.sigmoid_focal_loss."""
    p = torch.sigmoid(x)
    p_t = p * y + (1 - p) * (1 - y)
    alpha_t = s["alpha"] * y + (1 - s["alpha"]) * (1 - y)
    return alpha_t * F.binary_cross_entropy_with_logits(x, y, reduction="none") * (1 - p_t) ** s["gamma"]


def class_balanced(s, x, y):
    """Cui's weights: (1 - beta) / (1 - beta^n), then to a sum of the number of classes."""
    n = torch.tensor([s["negatives"], s["positives"]])
    # In exact arithmetic: near beta 1 the difference loses half its digits.
    beta = mpmath.mpf(s["beta"])
    weights = torch.tensor([float((1 - beta) / (1 - beta ** int(c))) for c in n])
    weights = weights / weights.sum() * 2
    return F.binary_cross_entropy_with_logits(x, y, weight=weights[y.long()], reduction="none")


def asymmetric(s, x, y):
    """The form of github.com/Alibaba-MIIL/ASL with the gradient through its weights."""
    xs_pos = torch.sigmoid(x)
    xs_neg = (1 - xs_pos + s["clip"]).clamp(max=1) if s["clip"] > 0 else 1 - xs_pos
    entropy = y * torch.log(xs_pos) + (1 - y) * torch.log(xs_neg)
    pt = xs_pos * y + xs_neg * (1 - y)
    gamma = s["gammaPositive"] * y + s["gammaNegative"] * (1 - y)
    return -entropy * torch.pow(1 - pt, gamma)


def two_class(x, y, shift=(0.0, 0.0), smoothing=0.0):
    """Softmax of the logits (0, x)."""
    logits = torch.stack([torch.zeros_like(x), x], 1) + torch.tensor(shift)
    return F.cross_entropy(logits, y.long(), reduction="none", label_smoothing=smoothing)


def logit_adjusted(s, x, y):
    prior = torch.tensor([1 - s["prior"], s["prior"]])
    return two_class(x, y, (s["tau"] * torch.log(prior)).tolist())


LOSSES = {
    "binary-cross-entropy": lambda s, x, y: F.binary_cross_entropy_with_logits(x, y, reduction="none"),
    "weighted-binary-cross-entropy": lambda s, x, y: F.binary_cross_entropy_with_logits(
        x, y, pos_weight=torch.tensor(s["positiveWeight"]), reduction="none"
    ),
    "focal": focal,
    "class-balanced": class_balanced,
    "label-smoothing": lambda s, x, y: two_class(x, y, smoothing=s["epsilon"]),
    "asymmetric": asymmetric,
    "logit-adjusted": logit_adjusted,
}


def case(spec, logits, targets, loss):
    logits.requires_grad_()
    mean = loss(logits).mean()
    mean.backward()
    return {
        "spec": spec,
        "logits": logits.detach().flatten().tolist(),
        "targets": [int(t) for t in targets],
        "loss": mean.item(),
        "gradient": logits.grad.flatten().tolist(),
    }


def binary_case(spec):
    # Logits to +-6: beyond, these forms themselves lose digits in 1 - p.
    x = torch.rand(13) * 12 - 6
    y = (torch.rand(13) < 0.4).to(x.dtype)
    return case(spec, x, y.tolist(), lambda x: LOSSES[spec["kind"]](spec, x, y))


def softmax_case(classes, scale):
    x = torch.randn(7, classes) * scale
    y = torch.randint(classes, (7,))
    return case({"kind": "softmax-cross-entropy"}, x, y.tolist(), lambda x: F.cross_entropy(x, y, reduction="none"))


mpmath.mp.prec = 6000  # 1 - sigmoid(800) has 1154 leading ones


def terms(spec):
    """L1 and L0 as functions of p, from the definitions."""
    ln, k = mpmath.log, spec["kind"]
    if k == "focal":
        a, g = mpmath.mpf(spec["alpha"]), spec["gamma"]
        return lambda p: -a * (1 - p) ** g * ln(p), lambda p: -(1 - a) * p**g * ln(1 - p)
    g1, g0, m = spec["gammaPositive"], spec["gammaNegative"], mpmath.mpf(spec["clip"])
    return lambda p: -((1 - p) ** g1) * ln(p), lambda p: -((p - m) ** g0) * ln(1 - p + m) if p > m else mpmath.mpf(0)


def posteriors(spec):
    """eta = dL0 / (dL0 - dL1), derivatives taken numerically with 6000 bits."""
    rows = []
    for x in [-800, -300, -41, -36, -7, -2.2, -1.4, -0.6, 0, 0.4, 1.3, 4.5, 12, 36, 41, 300, 800]:
        sigmoid = lambda v: 1 / (1 + mpmath.exp(-v))
        d1, d0 = (mpmath.diff(lambda v: f(sigmoid(v)), mpmath.mpf(x)) for f in terms(spec))
        rows.append([x, float(d0 / (d0 - d1))])
    return {"spec": spec, "rows": rows}


fixture = {
    "torch": torch.__version__,
    "mpmath": mpmath.__version__,
    "cases": [binary_case(s) for s in BINARY] + [softmax_case(6, 2.0), softmax_case(2, 1.0), softmax_case(3, 200.0)],
    "posteriors": [posteriors(s) for s in BINARY if s["kind"] in ("focal", "asymmetric")],
}
path = pathlib.Path(__file__).parent.parent / "packages/core/test/fixtures/losses.json"
path.write_text(json.dumps(fixture, indent=1) + "\n")
