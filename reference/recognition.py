"""Writes packages/core/test/fixtures/recognition/calibration.json: Platt scaling and temperatures by scipy and scikit-learn;
and, where recognizer-v1.safetensors lies there, logits.json: what PyTorch makes of that model file's weights.

    python3 reference/recognition.py        (numpy, scipy, scikit-learn, torch)
"""

import json
import struct
from pathlib import Path

import numpy as np
import torch
from scipy.optimize import minimize, minimize_scalar, root
from scipy.special import expit, log_softmax, xlogy
from sklearn.calibration import _SigmoidCalibration

OUT = Path(__file__).resolve().parent.parent / "packages/core/test/fixtures/recognition"
EXPRESSIONS = ["anger", "disgust", "fear", "happiness", "sadness", "surprise"]


def platt(scores, truth, with_intercept):
    """Cross-entropy against Platt's smoothed targets and a normal prior N(1, 2^2) on the slope."""
    n1 = truth.sum()
    n0 = len(truth) - n1
    target = np.where(truth == 1, (n1 + 1) / (n1 + 2), 1 / (n0 + 2))

    def unpack(v):
        return (v[0], v[1]) if with_intercept else (v[0], 0.0)

    def cost(v):
        a, b = unpack(v)
        p = np.clip(expit(a * scores + b), 1e-300, 1 - 1e-16)
        return -np.sum(xlogy(target, p) + xlogy(1 - target, 1 - p)) + (a - 1) ** 2 / 8

    def gradient(v):
        a, b = unpack(v)
        d = expit(a * scores + b) - target
        full = [np.sum(d * scores) + (a - 1) / 4, np.sum(d)]
        return full if with_intercept else full[:1]

    start = minimize(cost, [1.0, 0.0][: 2 if with_intercept else 1], method="Nelder-Mead",
                     options={"xatol": 1e-6, "fatol": 1e-12, "maxiter": 20000})
    found = root(gradient, start.x, tol=1e-13)
    assert np.max(np.abs(gradient(found.x))) < 1e-8, found
    slope, intercept = unpack(found.x)
    return {"slope": float(slope), "intercept": float(intercept)}


def temperature(logits, classes):
    def cost(ln_t):
        return -np.sum(log_softmax(logits / np.exp(ln_t), axis=1)[np.arange(len(classes)), classes])

    found = minimize_scalar(cost, bounds=(np.log(0.1), np.log(10)), method="bounded", options={"xatol": 1e-12})
    return float(np.exp(found.x))


def calibration():
    rng = np.random.default_rng(4)

    def drawn(n, slope, intercept, spread=2.0):
        scores = rng.normal(0, spread, n)
        truth = (rng.uniform(size=n) < expit(slope * scores + intercept)).astype(int)
        return scores, truth

    cases = {
        "overlapping": drawn(60, 0.7, -1.0),
        "rare": drawn(300, 1.2, -3.0),
        "separated": (np.array([-3.0, -2.0, -1.5, 1.0, 2.5]), np.array([0, 0, 0, 1, 1])),
        "wrong order": (np.array([2.0, 1.0, 0.5, -1.0, -2.0]), np.array([0, 0, 0, 1, 1])),
        "no positive": (rng.normal(0, 1, 12), np.zeros(12, int)),
        "far": (rng.normal(0, 9, 40), rng.integers(0, 2, 40)),
    }
    written = [
        {"name": name, "scores": list(map(float, s)), "truth": list(map(int, y)),
         "platt": platt(s, y, True), "temperature": platt(s, y, False)}
        for name, (s, y) in cases.items()
    ]
    scores, truth = drawn(3000, 1.4, -0.8)
    fitted = _SigmoidCalibration().fit(scores, truth)
    many = {"scores": [round(float(s), 6) for s in scores], "truth": list(map(int, truth)),
            "slope": float(-fitted.a_), "intercept": float(-fitted.b_)}
    distributions = []
    for scale in (0.6, 1.0, 3.0):
        logits = rng.normal(0, 2, (80, 6))
        p = np.exp(log_softmax(logits / scale, axis=1))
        classes = np.array([rng.choice(6, p=row) for row in p])
        distributions.append({"logits": [list(map(float, row)) for row in logits],
                              "classes": list(map(int, classes)), "temperature": temperature(logits, classes)})
    write("calibration.json", {"platt": written, "scikit": many, "temperature": distributions})


class Head(torch.nn.Module):
    def __init__(self, inputs, hidden):
        super().__init__()
        self.rnn = torch.nn.GRU(inputs, hidden, batch_first=True)
        self.head = torch.nn.Linear(hidden, 1)

    def forward(self, x):
        return self.head(self.rnn(x)[0][:, -1])


def read_safetensors(path):
    raw = path.read_bytes()
    size = struct.unpack("<Q", raw[:8])[0]
    header = json.loads(raw[8 : 8 + size])
    header.pop("__metadata__")
    types = {"F32": "<f4", "F64": "<f8"}
    return {
        name: np.frombuffer(raw[8 + size + v["data_offsets"][0] : 8 + size + v["data_offsets"][1]], types[v["dtype"]])
        .reshape(v["shape"]).astype(np.float64)
        for name, v in header.items()
    }


def logits():
    path = OUT / "recognizer-v1.safetensors"
    if not path.exists():
        return
    tensors = read_safetensors(path)
    torch.set_default_dtype(torch.float64)
    rng = np.random.default_rng(5)
    frames, inputs = 7, len(tensors["scaler/mean"])
    hidden = tensors["anger/rnn.weight_hh_l0"].shape[1]
    raw = rng.normal(0, 0.3, (frames, inputs)).astype(np.float32)
    x = torch.tensor(((raw - tensors["scaler/mean"]) / tensors["scaler/scale"])[None])
    out = []
    for name in EXPRESSIONS:
        head = Head(inputs, hidden)
        prefix = f"{name}/"
        head.load_state_dict({k[len(prefix):]: torch.tensor(v) for k, v in tensors.items() if k.startswith(prefix)})
        out.append([float(head(x[:, : t + 1]).detach()) for t in range(frames)])
    write("logits.json", {"features": [list(map(float, row)) for row in raw], "logits": np.array(out).T.tolist()})


def write(name, value):
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / name).write_text(json.dumps(value) + "\n")


calibration()
logits()
