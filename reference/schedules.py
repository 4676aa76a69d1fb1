"""Writes packages/core/test/fixtures/schedules.json: learning rates by torch.optim.lr_scheduler.
Run: python reference/schedules.py"""

import json
import pathlib

import torch
from torch.optim import lr_scheduler as schedulers

BASE = 0.003


def optimizer(learning_rate=BASE):
    return torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=learning_rate)


def rates(opt, scheduler, steps):
    out = []
    for _ in range(steps):
        out.append(opt.param_groups[0]["lr"])
        opt.step()
        scheduler.step()
    return out


def step_decay(o, steps):
    opt = optimizer()
    return rates(opt, schedulers.StepLR(opt, o["everySteps"], o.get("factor", 0.1)), steps)


def cosine(o, steps):
    opt = optimizer()
    warmup, minimum = o.get("warmupSteps", 0), BASE * o.get("finalFactor", 0)
    if warmup == 0:
        return rates(opt, schedulers.CosineAnnealingLR(opt, steps, minimum), steps)
    rise = schedulers.LinearLR(opt, start_factor=1 / (warmup + 1), total_iters=warmup)
    fall = schedulers.CosineAnnealingLR(opt, steps - warmup, minimum)
    return rates(opt, schedulers.SequentialLR(opt, [rise, fall], [warmup]), steps)


def one_cycle(o, steps):
    opt = optimizer()
    start = o.get("startFactor", 1 / 25)
    final = o.get("finalFactor", 1 / 250_000)
    scheduler = schedulers.OneCycleLR(
        opt, BASE, total_steps=steps, pct_start=o.get("riseShare", 0.3), div_factor=1 / start,
        final_div_factor=start / final, cycle_momentum=False,
    )
    out = []
    for step in range(steps):
        out.append(opt.param_groups[0]["lr"])
        opt.step()
        if step < steps - 1:  # one more step than total_steps is an error
            scheduler.step()
    return out


def plateau(o, metrics):
    opt = optimizer()
    scheduler = schedulers.ReduceLROnPlateau(
        opt, factor=o.get("factor", 0.1), patience=o.get("patience", 10), threshold=o.get("threshold", 1e-4),
        cooldown=o.get("cooldown", 0), min_lr=o.get("minimum", 0), eps=0,
    )
    out = []
    for metric in metrics:
        scheduler.step(metric)
        out.append(opt.param_groups[0]["lr"])
    return out


STEPS = [
    (step_decay, {"kind": "step-decay", "everySteps": 7, "factor": 0.5}, 40),
    (step_decay, {"kind": "step-decay", "everySteps": 13}, 40),
    (cosine, {"kind": "cosine"}, 30),
    (cosine, {"kind": "cosine", "warmupSteps": 6, "finalFactor": 0.02}, 41),
    (one_cycle, {"kind": "one-cycle"}, 50),
    (one_cycle, {"kind": "one-cycle", "riseShare": 0.45, "startFactor": 0.1, "finalFactor": 0.001}, 33),
    (one_cycle, {"kind": "one-cycle"}, 2),
]
METRICS = [1.0, 0.9, 0.9, 0.89999, 0.91, 0.8, 0.81, 0.82, 0.7999, 0.83, 0.79, 0.79, 0.5, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6,
           0.6, 0.6, 0.6, 0.4, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5]
PLATEAUS = [
    {},
    {"factor": 0.5, "patience": 2, "threshold": 0.01, "cooldown": 3, "minimum": 0.0005},
    {"factor": 0.3, "patience": 0, "threshold": 0, "cooldown": 1},
]
fixture = {
    "torch": torch.__version__,
    "base": BASE,
    "steps": [{"options": o, "totalSteps": n, "rates": f(o, n)} for f, o, n in STEPS],
    "metrics": METRICS,
    "plateaus": [{"options": o, "rates": plateau(o, METRICS)} for o in PLATEAUS],
}
path = pathlib.Path(__file__).parent.parent / "packages/core/test/fixtures/schedules.json"
path.write_text(json.dumps(fixture, indent=1) + "\n")
