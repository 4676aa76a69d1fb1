"""PyTorch and JAX in a long-lived process: `python3 python.py torch|jax`, one JSON request a line in, one answer out.

The protocol is that of support/child.mjs. One thread each. Notation: T frames, B sequences, I inputs, H hidden units, G
gates, K heads; arrays are time-major.
"""

import json
import os
import sys
import time

CHECKED_STEPS = 5
GATES = {"gru": 3, "lstm": 4}
NAMES = ("weight_ih", "weight_hh", "bias_ih", "bias_hh", "head_weight", "head_bias")

answers = os.fdopen(os.dup(1), "w", buffering=1)
os.dup2(2, 1)  # what libraries print goes to standard error


def answer(**fields):
    answers.write(json.dumps(fields) + "\n")
    answers.flush()


def read(case, path):
    """x [T, B, I], targets [B], and for each head a dict of arrays."""
    import numpy as np

    T, B, I, H = (case[k] for k in ("steps", "batch", "inputs", "hidden"))
    rows = GATES[case["cell"]] * H
    floats = np.fromfile(path, dtype=np.float32)
    offset = 0

    def take(*shape):
        nonlocal offset
        n = int(np.prod(shape))
        offset += n
        return floats[offset - n : offset].reshape(shape).copy()

    x, targets = take(T, B, I), take(B)
    shapes = ((rows, I), (rows, H), (rows,), (rows,), (1, H), (1,))
    heads = [{name: take(*shape) for name, shape in zip(NAMES, shapes)} for _ in range(case["heads"])]
    return x, targets, heads


def fastest(variants, seconds):
    """The variant (a run(steps) each) with the lowest CPU time a step, each given about `seconds`."""
    if len(variants) == 1:
        return variants[0]
    costs = []
    for run in variants:
        run(2)
        begin = time.process_time()
        run(1)
        steps = max(1, int(seconds / max(time.process_time() - begin, 1e-6)))
        begin = time.process_time()
        run(steps)
        costs.append((time.process_time() - begin) / steps)
    return variants[costs.index(min(costs))]


class Torch:
    def __init__(self):
        import torch

        torch.set_num_threads(1)
        torch.set_num_interop_threads(1)
        torch.manual_seed(0)
        self.torch = torch
        self.version = f"PyTorch {torch.__version__}"

    def prepare(self, case, path, seconds):
        x, targets, heads = read(case, path)
        tensor = self.torch.from_numpy
        heads = [{k: tensor(v) for k, v in head.items()} for head in heads]
        if case["kind"] == "train":
            return self.train(case, tensor(x), tensor(targets), heads[0], seconds)
        if case["kind"] == "sequence":
            return self.sequence(case, tensor(x), heads[0])
        return self.frame(tensor(x), heads, seconds)

    def modules(self, case, head):
        torch = self.torch
        cell = torch.nn.GRU if case["cell"] == "gru" else torch.nn.LSTM
        rnn = cell(case["inputs"], case["hidden"])
        linear = torch.nn.Linear(case["hidden"], 1)
        with torch.no_grad():
            for name in NAMES[:4]:
                getattr(rnn, f"{name}_l0").copy_(head[name])
            linear.weight.copy_(head["head_weight"])
            linear.bias.copy_(head["head_bias"])
        return rnn, linear

    def train(self, case, x, targets, head, seconds):
        torch = self.torch
        criterion = torch.nn.functional.binary_cross_entropy_with_logits

        def variant(**options):
            rnn, linear = self.modules(case, head)
            optimizer = torch.optim.Adam([*rnn.parameters(), *linear.parameters()], lr=1e-3, **options)

            def step():
                optimizer.zero_grad(set_to_none=True)
                output, _ = rnn(x)
                loss = criterion(linear(output[-1]).squeeze(1), targets)
                loss.backward()
                optimizer.step()
                return loss

            def run(steps):
                for _ in range(steps):
                    loss = step()
                return loss.item()

            return step, run

        fused, foreach = variant(fused=True), variant(foreach=True)
        check = [fused[0]().item() for _ in range(CHECKED_STEPS)]
        return check, fastest([fused[1], foreach[1]], seconds)

    def sequence(self, case, x, head):
        torch = self.torch
        rnn, linear = self.modules(case, head)

        def logit():
            output, _ = rnn(x)
            return linear(output[-1]).item()

        def run(steps):
            with torch.inference_mode():
                for _ in range(steps):
                    logit()

        with torch.inference_mode():
            return [logit()], run

    def frame(self, x, heads, seconds):
        """Two ways: one gru_cell a head, and all heads in batched products."""
        torch = self.torch
        K, (T, _, I), H = len(heads), x.shape, heads[0]["weight_hh"].shape[1]
        frames = list(x)

        def cells(frame, h):
            states = [
                torch.gru_cell(frame, h[k], p["weight_ih"], p["weight_hh"], p["bias_ih"], p["bias_hh"])
                for k, p in enumerate(heads)
            ]
            logits = [
                torch.nn.functional.linear(s, p["head_weight"], p["head_bias"]) for s, p in zip(states, heads)
            ]
            return states, torch.cat(logits).squeeze(1).tolist()

        stack = {name: torch.stack([p[name] for p in heads]) for name in NAMES}
        w_ih = stack["weight_ih"].reshape(K * 3 * H, I).contiguous()
        b_ih = stack["bias_ih"].reshape(-1)
        w_hh = stack["weight_hh"].transpose(1, 2).contiguous()
        b_hh = stack["bias_hh"].unsqueeze(1)
        w_head, b_head = stack["head_weight"], stack["head_bias"]

        def batched(frame, h):
            gi = torch.nn.functional.linear(frame, w_ih, b_ih).view(K, 1, 3 * H)
            gh = torch.baddbmm(b_hh, h, w_hh)
            rz = torch.sigmoid(gi[..., : 2 * H] + gh[..., : 2 * H])
            n = torch.tanh(gi[..., 2 * H :] + rz[..., :H] * gh[..., 2 * H :])
            h = torch.lerp(n, h, rz[..., H:])
            return h, ((h * w_head).sum(2) + b_head).squeeze(1).tolist()

        def runner(advance, start):
            state = start

            def run(steps):
                nonlocal state
                with torch.inference_mode():
                    for i in range(steps):
                        state, logits = advance(frames[i % T], state)
                return logits

            return run

        check = runner(cells, [torch.zeros(1, H)] * K)(T)
        other = runner(batched, torch.zeros(K, 1, H))(T)
        assert max(abs(a - b) for a, b in zip(check, other)) < 1e-4
        variants = [runner(cells, [torch.zeros(1, H)] * K), runner(batched, torch.zeros(K, 1, H))]
        return check, fastest(variants, seconds)


class Jax:
    def __init__(self):
        flags = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
        os.environ["XLA_FLAGS"] = f"{os.environ.get('XLA_FLAGS', '')} {flags}".strip()
        os.environ["JAX_PLATFORMS"] = "cpu"
        if hasattr(os, "sched_setaffinity"):
            # XLA sizes its thread pools by the processors it may use: one.
            os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
        import jax

        self.jax = jax
        self.version = f"JAX {jax.__version__}"

    def prepare(self, case, path, seconds):
        x, targets, heads = read(case, path)
        if case["kind"] == "train":
            return self.train(case, x, targets, heads[0])
        if case["kind"] == "sequence":
            return self.sequence(case, x, heads[0])
        return self.frame(x, heads)

    def gru(self, gi, gh, h):
        jax, H = self.jax, h.shape[-1]
        rz = jax.nn.sigmoid(gi[..., : 2 * H] + gh[..., : 2 * H])
        r, z = rz[..., :H], rz[..., H:]
        n = jax.numpy.tanh(gi[..., 2 * H :] + r * gh[..., 2 * H :])
        return (1 - z) * n + z * h

    def lstm(self, p, gi, h, c):
        jax, H = self.jax, h.shape[-1]
        a = gi + h @ p["weight_hh"].T + p["bias_hh"]
        i, f, o = (jax.nn.sigmoid(a[..., k * H : (k + 1) * H]) for k in (0, 1, 3))
        c = f * c + i * jax.numpy.tanh(a[..., 2 * H : 3 * H])
        return o * jax.numpy.tanh(c), c

    def logits(self, cell, p, x):
        """x [T, B, I] -> [B]. One product projects all frames; unrolling the scan was slower (2, 4) or far slower (24)."""
        jnp = self.jax.numpy
        H = p["weight_hh"].shape[1]
        gi = x @ p["weight_ih"].T + p["bias_ih"]
        zero = jnp.zeros((x.shape[1], H), x.dtype)
        if cell == "gru":
            recur = lambda h: h @ p["weight_hh"].T + p["bias_hh"]
            h, _ = self.jax.lax.scan(lambda h, g: (self.gru(g, recur(h), h), None), zero, gi)
        else:
            advance = lambda state, g: (self.lstm(p, g, *state), None)
            (h, _), _ = self.jax.lax.scan(advance, (zero, zero), gi)
        return (h @ p["head_weight"].T + p["head_bias"])[:, 0]

    def train(self, case, x, targets, head):
        jax = self.jax
        jnp, tree = jax.numpy, jax.tree_util.tree_map
        x, targets = jnp.asarray(x), jnp.asarray(targets)

        def loss_of(p):
            z = self.logits(case["cell"], p, x)
            return jnp.mean(jnp.maximum(z, 0) - z * targets + jnp.log1p(jnp.exp(-jnp.abs(z))))

        def step(p, m, v, t):
            loss, g = jax.value_and_grad(loss_of)(p)
            t = t + 1
            m = tree(lambda m, g: 0.9 * m + 0.1 * g, m, g)
            v = tree(lambda v, g: 0.999 * v + 0.001 * g * g, v, g)
            scale, root = 1 - 0.9**t, jnp.sqrt(1 - 0.999**t)
            p = tree(lambda p, m, v: p - 1e-3 * (m / scale) / (jnp.sqrt(v) / root + 1e-8), p, m, v)
            return (p, m, v, t), loss

        jitted = jax.jit(step, donate_argnums=(0, 1, 2))
        p = tree(jnp.array, head)
        state = (p, tree(jnp.zeros_like, p), tree(jnp.zeros_like, p), jnp.float32(0))

        def advance():
            nonlocal state
            state, loss = jitted(*state)
            return loss

        def run(steps):
            for _ in range(steps):
                loss = advance()
            return float(jax.block_until_ready(loss))

        return [float(advance()) for _ in range(CHECKED_STEPS)], run

    def sequence(self, case, x, head):
        import numpy as np

        jitted = self.jax.jit(lambda p, x: self.logits(case["cell"], p, x))
        p = self.jax.tree_util.tree_map(self.jax.numpy.array, head)

        def run(steps):
            for _ in range(steps):
                logit = float(np.asarray(jitted(p, x))[0])
            return logit

        return [run(1)], run

    def frame(self, x, heads):
        import numpy as np

        jax, jnp = self.jax, self.jax.numpy
        T, K, H = x.shape[0], len(heads), heads[0]["weight_hh"].shape[1]
        stack = {name: jnp.stack([jnp.asarray(p[name]) for p in heads]) for name in NAMES}
        w_ih = stack["weight_ih"].reshape(K * 3 * H, -1)
        b_ih = stack["bias_ih"].reshape(-1)

        def advance(w_ih, b_ih, stack, h, frame):
            gi = (w_ih @ frame + b_ih).reshape(K, 3 * H)
            gh = jnp.einsum("kgh,kh->kg", stack["weight_hh"], h) + stack["bias_hh"]
            h = self.gru(gi, gh, h)
            return h, (h * stack["head_weight"][:, 0]).sum(1) + stack["head_bias"][:, 0]

        jitted = jax.jit(advance, donate_argnums=(3,))
        frames = list(x[:, 0])
        state = jnp.zeros((K, H), jnp.float32)

        def run(steps):
            nonlocal state
            for i in range(steps):
                state, logits = jitted(w_ih, b_ih, stack, state, frames[i % T])
                logits = np.asarray(logits)
            return logits

        return [float(v) for v in run(T)], run


def timed(run, steps):
    cpu, wall = time.process_time(), time.perf_counter()
    run(steps)
    return time.perf_counter() - wall, time.process_time() - cpu


def prepare(engine, case, path, warm_seconds):
    check, run = engine.prepare(case, path, warm_seconds / 2)
    estimate = spent = timed(run, 1)[0]
    steps = 1
    while spent < warm_seconds:
        steps = max(1, min(2 * steps, int((warm_seconds - spent) / estimate)))
        wall = timed(run, steps)[0]
        estimate, spent = wall / steps, spent + wall
    return run, dict(check=check, estimate=estimate)


def main():
    try:
        engine = {"torch": Torch, "jax": Jax}[sys.argv[1]]()
        import numpy  # noqa: F401  (a peer without it counts as absent)
    except Exception as error:
        return answer(absent=str(error).split("\n")[0])
    answer(ready=True, version=f"{engine.version}, Python {sys.version.split()[0]}")
    runs = {}
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if "prepare" in request:
                case = request["prepare"]
                runs[case["name"]], fields = prepare(engine, case, request["file"], request["warmSeconds"])
                answer(**fields)
            elif "run" in request:
                run = runs[request["run"]]
                if request.get("warm", 0) > 0:
                    run(request["warm"])
                wall, cpu = timed(run, request["steps"])
                answer(wall=wall, cpu=cpu)
            else:
                answer(unsupported=True)
        except Exception as error:
            answer(error=f"{type(error).__name__}: {error}")


main()
