"""Golden values of recurrent networks, from PyTorch in float64.

Writes one JSON fixture a case to packages/core/test/fixtures/networks: a network, a batch of sequences, the logits, the
loss, the gradient of every parameter and of the input, and ten steps of full-batch training; for two cases also the losses
of the same steps in float32.

    python3 reference/networks.py

Notation: N sequences, T steps, F features, H hidden units, D directions, C outputs.

What PyTorch decides: the cells (torch.nn.GRU, torch.nn.LSTM over packed sequences), every derivative (autograd) and
the optimisers (torch.optim, clip_grad_norm_). What this file states: the pooling, the head, and the losses, each as one
formula of the logits. Weights, inputs and targets come from a generator of our own, in steps of powers of two, so that
float32 holds each exactly and no release of PyTorch can change them. Every gate has a scale and an offset of its own:
gates in a wrong order cannot agree.
"""

import base64
import hashlib
import json
import math
import pathlib
import platform
import struct

import torch
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

HERE = pathlib.Path(__file__).resolve()
OUT = HERE.parent.parent / "packages" / "core" / "test" / "fixtures" / "networks"
STEPS_OF_TRAINING = 10
# Beyond a sequence's length: never read, and plain to see if it were.
PADDING = 999.0


class Generator:
    """Marsaglia's xorshift32 (2003, triple 13, 17, 5)."""

    def __init__(self, seed):
        self.state = seed
        for _ in range(8):
            self.uint32()

    def uint32(self):
        x = self.state
        x ^= (x << 13) & 0xFFFFFFFF
        x ^= x >> 17
        x ^= (x << 5) & 0xFFFFFFFF
        self.state = x
        return x

    def symmetric(self):
        """A multiple of 2^-12 in [-1, 1)."""
        return ((self.uint32() >> 19) - 4096) / 4096


def seed_of(name):
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "little") | 1


# ---- the network

def build(spec):
    cell = torch.nn.GRU if spec["cell"] == "gru" else torch.nn.LSTM
    directions = 2 if spec["bidirectional"] else 1
    rnn = cell(
        spec["inputSize"],
        spec["hiddenSize"],
        num_layers=spec["layers"],
        bidirectional=spec["bidirectional"],
        batch_first=True,
    )
    head = torch.nn.Linear(directions * spec["hiddenSize"], spec["outputs"])
    return torch.nn.ModuleDict({"rnn": rnn, "head": head})


def fill(model, generator):
    """Weights of about 1.5 / sqrt(fan in), times 3/4, 4/4, 5/4, 6/4 for gates 0 to 3; biases around 1/8, -2/8, 3/8, -4/8.

    Input weights are doubled and the head's fourfold, so that gates and probabilities come near 0 and 1.
    """
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            recurrent = name.startswith("rnn.")
            gates = parameter.shape[0] // model["rnn"].hidden_size if recurrent else 1
            rows = parameter.shape[0] // gates
            bias = parameter.dim() == 1
            fan = 16 if bias else parameter.shape[1]
            boost = 1 if bias else 4 if not recurrent else 2 if "_ih_" in name else 1
            scale = boost * 2.0 ** -round(math.log2(math.sqrt(fan)) - 0.5)
            for i in range(parameter.shape[0]):
                gate = i // rows
                offset = (gate + 1) / 8 * (-1 if gate % 2 else 1) if bias else 0
                for j in range(1 if bias else parameter.shape[1]):
                    value = offset + scale * (gate + 3) / 4 * generator.symmetric()
                    parameter.view(parameter.shape[0], -1)[i, j] = value


def forward(model, spec, inputs, lengths):
    """Logits [N, C]."""
    packed = pack_padded_sequence(inputs, lengths, batch_first=True, enforce_sorted=False)
    output, final = model["rnn"](packed)
    if spec["pooling"] == "mean":
        padded, _ = pad_packed_sequence(output, batch_first=True)  # [N, T, D H], zero beyond a sequence's length
        pooled = padded.sum(dim=1) / lengths.to(padded.dtype)[:, None]
    else:
        hidden = final[0] if spec["cell"] == "lstm" else final  # [layers * D, N, H]
        directions = 2 if spec["bidirectional"] else 1
        pooled = torch.cat(list(hidden[-directions:]), dim=1)
    return model["head"](pooled)


# ---- the losses: z logits, y targets, the mean over the batch

def loss_of(loss, logits, targets):
    kind = loss["kind"]
    if kind == "softmax-cross-entropy":
        return cross_entropy(logits, targets)
    z, y = logits[:, 0], targets.to(logits.dtype)
    p = torch.sigmoid(z)
    if kind == "binary-cross-entropy":
        return binary_cross_entropy_with_logits(z, y)
    if kind == "weighted-binary-cross-entropy":
        return binary_cross_entropy_with_logits(z, y, pos_weight=torch.tensor(loss["positiveWeight"]))
    if kind == "focal":  # Lin et al. 2017, equation 5
        pt = torch.where(y == 1, p, 1 - p)
        at = torch.where(y == 1, loss["alpha"], 1 - loss["alpha"])
        return (-at * (1 - pt) ** loss["gamma"] * torch.log(pt)).mean()
    if kind == "class-balanced":  # Cui et al. 2019, equation 10: weights by effective number, their sum the classes' count
        beta = loss["beta"]
        wp, wn = ((1 - beta) / (1 - beta ** loss[n]) for n in ("positives", "negatives"))
        weights = torch.where(y == 1, 2 * wp / (wp + wn), 2 * wn / (wp + wn))
        return binary_cross_entropy_with_logits(z, y, weight=weights)
    if kind == "label-smoothing":  # Szegedy et al. 2016, two classes
        return binary_cross_entropy_with_logits(z, y * (1 - loss["epsilon"]) + loss["epsilon"] / 2)
    if kind == "asymmetric":  # Ridnik et al. 2021, equations 4 to 7, differentiated as written
        shifted = torch.clamp(p - loss["clip"], min=0)
        positive = (1 - p) ** loss["gammaPositive"] * torch.log(p)
        negative = shifted ** loss["gammaNegative"] * torch.log(1 - shifted)
        return -torch.where(y == 1, positive, negative).mean()
    if kind == "logit-adjusted":  # Menon et al. 2021, equation 10, two classes
        prior = loss["prior"]
        return binary_cross_entropy_with_logits(z + loss["tau"] * math.log(prior / (1 - prior)), y)
    raise ValueError(f"loss_of: unknown kind {kind}")


# ---- the optimisers

def optimizer_of(optimizer, parameters):
    rate = optimizer["learningRate"]
    if optimizer["kind"] == "adam":
        return torch.optim.Adam(parameters, lr=rate)
    if optimizer["kind"] == "adamw":
        return torch.optim.AdamW(parameters, lr=rate, weight_decay=optimizer["weightDecay"])
    return torch.optim.SGD(
        parameters, lr=rate, momentum=optimizer["momentum"], weight_decay=optimizer["weightDecay"]
    )


# ---- the cases

def spec(cell, layers, bidirectional, pooling, inputs, hidden, outputs=1):
    return {
        "cell": cell,
        "inputSize": inputs,
        "hiddenSize": hidden,
        "layers": layers,
        "bidirectional": bidirectional,
        "pooling": pooling,
        "outputs": outputs,
        "dropout": 0,
        "headDropout": 0,
    }


BINARY_CROSS_ENTROPY = {"kind": "binary-cross-entropy"}
ADAM = {"kind": "adam", "learningRate": 0.01}

# Every cell x layers x direction, and every pair and triple with pooling.
NETWORKS = [
    spec("gru", 1, False, "last", 7, 33),
    spec("gru", 1, True, "mean", 5, 17),
    spec("gru", 2, False, "mean", 4, 17),
    spec("gru", 2, True, "last", 6, 9),
    spec("gru", 3, False, "last", 3, 8),
    spec("gru", 3, True, "mean", 5, 9),
    spec("lstm", 1, False, "mean", 6, 17),
    spec("lstm", 1, True, "last", 4, 17),
    spec("lstm", 2, False, "last", 7, 9),
    spec("lstm", 2, True, "mean", 3, 8),
    spec("lstm", 3, False, "mean", 5, 9),
    spec("lstm", 3, True, "last", 6, 8),
    spec("lstm", 1, False, "last", 5, 33),
    spec("gru", 1, True, "last", 3, 33),
]

LOSSES = [
    {"kind": "weighted-binary-cross-entropy", "positiveWeight": 3.7},
    {"kind": "focal", "alpha": 0.25, "gamma": 2},
    {"kind": "class-balanced", "beta": 0.999, "positives": 7, "negatives": 30},
    {"kind": "label-smoothing", "epsilon": 0.1},
    {"kind": "asymmetric", "gammaPositive": 1, "gammaNegative": 4, "clip": 0.05},
    {"kind": "logit-adjusted", "prior": 0.2, "tau": 1},
    {"kind": "softmax-cross-entropy"},
]

OPTIMIZERS = [
    ("adamw", {"kind": "adamw", "learningRate": 0.01, "weightDecay": 0.05}, None),
    ("sgd-momentum", {"kind": "sgd", "learningRate": 0.05, "momentum": 0.9, "weightDecay": 0}, None),
    ("sgd-decay", {"kind": "sgd", "learningRate": 0.05, "momentum": 0, "weightDecay": 0.1}, None),
    ("adam-clipped", ADAM, 0.05),
]

IN_FLOAT32 = ("gru-1-uni-last-33", "lstm-1-uni-mean-17")


def cases():
    """(name, spec, loss, optimizer, clip norm or None)."""
    for s in NETWORKS:
        direction = "bi" if s["bidirectional"] else "uni"
        name = f"{s['cell']}-{s['layers']}-{direction}-{s['pooling']}-{s['hiddenSize']}"
        yield name, s, BINARY_CROSS_ENTROPY, ADAM, None
    for cell, pooling, hidden in (("gru", "mean", 9), ("lstm", "last", 8)):
        for loss in LOSSES:
            outputs = 6 if loss["kind"] == "softmax-cross-entropy" else 1
            yield f"loss-{cell}-{loss['kind']}", spec(cell, 1, False, pooling, 4, hidden, outputs), loss, ADAM, None
    for name, optimizer, clip in OPTIMIZERS:
        yield f"optimizer-{name}", spec("gru", 1, False, "last", 5, 8), BINARY_CROSS_ENTROPY, optimizer, clip


def batch_of(s, generator):
    """inputs [N, T, F], lengths [N] with one of 1 and one of T, targets [N] of two classes or more."""
    n, t, f = 4 + generator.uint32() % 2, 6 + generator.uint32() % 4, s["inputSize"]
    lengths = [1 + generator.uint32() % t for _ in range(n)]
    lengths[1], lengths[2] = 1, t
    classes = max(2, s["outputs"])
    targets = [generator.uint32() % classes for _ in range(n)]
    targets[3] = (targets[0] + 1) % classes
    inputs = [
        [[2 * generator.symmetric() if step < lengths[i] else PADDING for _ in range(f)] for step in range(t)]
        for i in range(n)
    ]
    return torch.tensor(inputs), torch.tensor(lengths), torch.tensor(targets)


# ---- the fixtures

def encode(tensor):
    """Row-major little-endian float64, base64."""
    values = tensor.detach().flatten().tolist()
    return base64.b64encode(struct.pack(f"<{len(values)}d", *values)).decode()


def tensors(model, pick):
    return {
        name: {"shape": list(p.shape), "values": encode(pick(p))} for name, p in model.named_parameters()
    }


def start(name, s):
    """The case's model and its batch, in PyTorch's default type."""
    generator = Generator(seed_of(name))
    model = build(s)
    fill(model, generator)
    return model, batch_of(s, generator)


def train(model, s, loss, optimizer, clip, batch):
    """Ten steps. Yields (step, logits, loss) of each with its gradients in place, before they are clipped and applied."""
    inputs, lengths, targets = batch
    update = optimizer_of(optimizer, model.parameters())
    for step in range(STEPS_OF_TRAINING):
        update.zero_grad()
        logits = forward(model, s, inputs, lengths)
        value = loss_of(loss, logits, targets)
        value.backward()
        yield step, logits, value
        if clip is not None:
            torch.nn.utils.clip_grad_norm_(model.parameters(), clip)
        update.step()


def float32_losses(name, s, loss, optimizer, clip):
    """What PyTorch itself loses by float32: the scale for our float32 backends."""
    torch.set_default_dtype(torch.float32)
    try:
        model, batch = start(name, s)
        return torch.stack([value.detach() for _, _, value in train(model, s, loss, optimizer, clip, batch)])
    finally:
        torch.set_default_dtype(torch.float64)


def run(name, s, loss, optimizer, clip):
    model, (inputs, lengths, targets) = start(name, s)
    fixture = {
        "format": "mien golden network 1",
        "name": name,
        "source": {
            "script": "reference/networks.py",
            "sha256": hashlib.sha256(HERE.read_bytes()).hexdigest(),
            "torch": torch.__version__,
            "python": platform.python_version(),
        },
        "spec": s,
        "loss": loss,
        "optimizer": optimizer,
        "clipNorm": clip,
        "shape": dict(zip("NTF", inputs.shape)),
        "lengths": lengths.tolist(),
        "targets": targets.tolist(),
        "input": encode(inputs),
        "parameters": tensors(model, lambda p: p),
    }
    losses = []
    inputs.requires_grad_()
    for step, logits, value in train(model, s, loss, optimizer, clip, (inputs, lengths, targets)):
        losses.append(value.item())
        if step == 0:
            fixture["logits"] = encode(logits)
            fixture["lossValue"] = encode(value)
            fixture["gradients"] = tensors(model, lambda p: p.grad)
            fixture["inputGradient"] = encode(inputs.grad)
            inputs.requires_grad_(False)
    fixture["trainingLosses"] = encode(torch.tensor(losses))
    fixture["trainedParameters"] = tensors(model, lambda p: p)
    if name in IN_FLOAT32:
        fixture["float32TrainingLosses"] = encode(float32_losses(name, s, loss, optimizer, clip))
    return fixture, losses


def main():
    torch.set_default_dtype(torch.float64)
    torch.set_num_threads(1)
    OUT.mkdir(parents=True, exist_ok=True)
    for stale in OUT.glob("*.json"):
        stale.unlink()
    for case in cases():
        fixture, losses = run(*case)
        path = OUT / f"{fixture['name']}.json"
        path.write_text(json.dumps(fixture, indent=1) + "\n")
        print(f"{path.name}: {path.stat().st_size} bytes, loss {losses[0]:.4f} to {losses[-1]:.4f}")


if __name__ == "__main__":
    main()
