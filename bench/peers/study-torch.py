"""The fits of a study in PyTorch, in a long-lived process: one JSON request a line in, one answer out, as python.py.

{"prepare": {sequences N, steps T, inputs I, jobs}, "file"} -> {"check": [share right of each job]}
{"run": [places in jobs]} -> {"wall", "cpu"}, seconds of running them once. One thread.

The file holds float32 values [N, T, I], zero beyond a sequence's length; then int32 lengths [N] and classes [N]. A job is
{recipe, losses, training, testing, seed}, as mien was given it: six networks, one after another, each trained for the
recipe's epochs in shuffled batches cropped to their longest sequence, then asked of the testing sequences.
"""

import json
import os
import sys
import time

answers = os.fdopen(os.dup(1), "w", buffering=1)
os.dup2(2, 1)  # what libraries print goes to standard error


def answer(**fields):
    answers.write(json.dumps(fields) + "\n")
    answers.flush()


def read(case, path):
    import numpy as np
    import torch

    N, T, I = case["sequences"], case["steps"], case["inputs"]
    words = np.fromfile(path, dtype=np.float32)
    x = torch.from_numpy(words[: N * T * I].reshape(N, T, I).copy())
    lengths, classes = words[N * T * I :].view(np.int32).reshape(2, N)
    return x, torch.from_numpy(lengths.astype("int64")), torch.from_numpy(classes.astype("int64"))


def make_network(recipe, inputs):
    import torch

    class Network(torch.nn.Module):
        def __init__(self):
            super().__init__()
            cell = torch.nn.GRU if recipe["cell"] == "gru" else torch.nn.LSTM
            self.rnn = cell(
                inputs, recipe["hiddenSize"], recipe["layers"], batch_first=True, dropout=recipe["dropout"]
            )
            self.dropout = torch.nn.Dropout(recipe["headDropout"])
            self.head = torch.nn.Linear(recipe["hiddenSize"], 1)

        def forward(self, x, lengths):
            """x [B, T, I], lengths [B] -> logits [B]. Gathering the last frame is quicker here than packing."""
            output, _ = self.rnn(x[:, : int(lengths.max())])
            last = output[torch.arange(len(x)), lengths - 1]
            return self.head(self.dropout(last)).squeeze(1)

    return Network()


def make_loss(spec):
    import torch
    from torch.nn.functional import binary_cross_entropy_with_logits as cross_entropy

    if spec["kind"] == "focal":
        alpha, gamma = spec["alpha"], spec["gamma"]

        def focal(z, y):
            p = torch.sigmoid(z)
            miss = y * (1 - p) + (1 - y) * p
            weight = y * alpha + (1 - y) * (1 - alpha)
            return (weight * miss**gamma * cross_entropy(z, y, reduction="none")).mean()

        return focal
    weight = spec.get("positiveWeight")
    pos_weight = None if weight is None else torch.tensor(weight)
    return lambda z, y: cross_entropy(z, y, pos_weight=pos_weight)


def train_head(recipe, loss_of, x, lengths, targets):
    import torch

    network = make_network(recipe, x.shape[2])
    decay, rate = recipe["weightDecay"], recipe["learningRate"]
    parameters = list(network.parameters())
    optimizer = (
        torch.optim.AdamW(parameters, lr=rate, weight_decay=decay, fused=True)
        if decay > 0
        else torch.optim.Adam(parameters, lr=rate, fused=True)
    )
    for _ in range(recipe["epochs"]):
        for rows in torch.randperm(len(x)).split(recipe["batchSize"]):
            optimizer.zero_grad(set_to_none=True)
            loss_of(network(x[rows], lengths[rows]), targets[rows]).backward()
            torch.nn.utils.clip_grad_norm_(parameters, recipe["clipNorm"])
            optimizer.step()
    return network.eval()


def run_job(job, x, lengths, classes):
    """Share of the testing sequences whose own head answers highest."""
    import torch

    torch.manual_seed(job["seed"])
    training, testing = torch.tensor(job["training"]), torch.tensor(job["testing"])
    own, own_lengths = x[training], lengths[training]
    logits = []
    for k, spec in enumerate(job["losses"]):
        targets = (classes[training] == k).float()
        network = train_head(job["recipe"], make_loss(spec), own, own_lengths, targets)
        with torch.inference_mode():
            logits.append(network(x[testing], lengths[testing]))
    chosen = torch.stack(logits, 1).argmax(1)
    return (chosen == classes[testing]).float().mean().item()


def main():
    try:
        import numpy  # noqa: F401
        import torch

        torch.set_num_threads(1)
        torch.set_num_interop_threads(1)
    except Exception as error:
        return answer(absent=str(error).split("\n")[0])
    answer(ready=True, version=f"PyTorch {torch.__version__}, Python {sys.version.split()[0]}")
    jobs, data = [], ()
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if "prepare" in request:
                jobs, data = request["prepare"]["jobs"], read(request["prepare"], request["file"])
                first = {**jobs[0], "recipe": {**jobs[0]["recipe"], "epochs": 1}}
                run_job(first, *data)  # warm
                answer(check=[])
            else:
                cpu, wall = time.process_time(), time.perf_counter()
                check = [run_job(jobs[j], *data) for j in request["run"]]
                answer(
                    wall=time.perf_counter() - wall, cpu=time.process_time() - cpu, check=check
                )
        except Exception as error:
            answer(error=f"{type(error).__name__}: {error}")


main()
