"""Fixtures of weight interchange: one network's weights as PyTorch, Keras and ONNX hold them, and as files.

Every conversion here is written apart from the library's, in numpy, and proven by running: Keras and ONNX Runtime must
give PyTorch's logits from the converted weights before anything is written. Weights are random and asymmetric, so that
swapped gates, directions or transposes cannot pass.

    python3 reference/interchange.py        (torch, keras, onnx, onnxruntime, safetensors, numpy)

Notation: N sequences, T steps, I inputs, H hidden size, G gates (GRU 3, LSTM 4), D directions.
"""

import hashlib
import json
import os
import struct
from pathlib import Path

os.environ["KERAS_BACKEND"] = "torch"

import keras
import numpy as np
import onnx
import onnxruntime
import torch
from onnx import helper, numpy_helper
from safetensors.numpy import load_file, save_file

OUT = Path(__file__).resolve().parent.parent / "packages/core/test/fixtures/interchange"
CASES = {
    "gru": dict(cell="gru", layers=1, bidirectional=False, outputs=1),
    "gru-2-bidirectional": dict(cell="gru", layers=2, bidirectional=True, outputs=3),
    "lstm": dict(cell="lstm", layers=1, bidirectional=False, outputs=1),
    "lstm-2-bidirectional": dict(cell="lstm", layers=2, bidirectional=True, outputs=3),
}
N, T, I, H = 3, 6, 5, 8
GATES = {"gru": "rzn", "lstm": "ifgo"}  # PyTorch's
# The same gates in the foreign order; Keras and ONNX write h or c for PyTorch's n or g.
KERAS = {"gru": "zrn", "lstm": "ifgo"}
ONNX = {"gru": "zrn", "lstm": "iofg"}


class Torch(torch.nn.Module):
    def __init__(self, cell, layers, bidirectional, outputs):
        super().__init__()
        kind = {"gru": torch.nn.GRU, "lstm": torch.nn.LSTM}[cell]
        self.rnn = kind(I, H, layers, bidirectional=bidirectional, batch_first=True)
        self.head = torch.nn.Linear((1 + bidirectional) * H, outputs)
        self.directions = 1 + bidirectional

    def forward(self, x):
        _, state = self.rnn(x)
        h = state[0] if isinstance(state, tuple) else state
        return self.head(torch.cat(list(h[-self.directions :]), dim=-1))


def gates(array, cell, order):
    """Rows [G H, ...] in PyTorch's order -> the same rows with the gates in `order`."""
    blocks = dict(zip(GATES[cell], np.split(array, len(GATES[cell]))))
    return np.concatenate([blocks[gate] for gate in order])


def directions(case):
    return ["", "_reverse"] if case["bidirectional"] else [""]


def to_keras(case, state):
    cell = case["cell"]
    weights = {}
    for k in range(case["layers"]):
        for suffix in directions(case):
            row = {
                name: gates(state[f"rnn.{name}_l{k}{suffix}"], cell, KERAS[cell])
                for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
            }
            place = f"rnn_l{k}{suffix}"
            weights[f"{place}/kernel"] = row["weight_ih"].T
            weights[f"{place}/recurrent_kernel"] = row["weight_hh"].T
            weights[f"{place}/bias"] = (
                np.stack([row["bias_ih"], row["bias_hh"]])
                if cell == "gru"
                else row["bias_ih"] + row["bias_hh"]
            )
    weights["head/kernel"] = state["head.weight"].T
    weights["head/bias"] = state["head.bias"]
    return {name: np.ascontiguousarray(w) for name, w in weights.items()}


def run_keras(case, weights, x):
    kind = {"gru": keras.layers.GRU, "lstm": keras.layers.LSTM}[case["cell"]]
    flow = inputs = keras.Input((T, I))
    layers = []
    for k in range(case["layers"]):
        layer = kind(H, return_sequences=k + 1 < case["layers"])
        layers.append(keras.layers.Bidirectional(layer) if case["bidirectional"] else layer)
        flow = layers[-1](flow)
    head = keras.layers.Dense(case["outputs"])
    model = keras.Model(inputs, head(flow))
    model.set_weights(list(weights.values()))  # in the order of get_weights()
    return np.asarray(model.predict(x, verbose=0))


def to_onnx(case, state):
    cell = case["cell"]
    weights = {}
    for k in range(case["layers"]):
        def both(*names):
            return np.stack([
                np.concatenate([gates(state[f"rnn.{n}_l{k}{suffix}"], cell, ONNX[cell]) for n in names])
                for suffix in directions(case)
            ])
        weights[f"rnn_l{k}/W"] = both("weight_ih")
        weights[f"rnn_l{k}/R"] = both("weight_hh")
        weights[f"rnn_l{k}/B"] = both("bias_ih", "bias_hh")
    weights["head/weight"] = state["head.weight"]
    weights["head/bias"] = state["head.bias"]
    return weights


def run_onnx(case, weights, x):
    options = {"hidden_size": H, "direction": "bidirectional" if case["bidirectional"] else "forward"}
    if case["cell"] == "gru":
        options["linear_before_reset"] = 1
    nodes = [helper.make_node("Transpose", ["x"], ["flow0"], perm=[1, 0, 2])]
    for k in range(case["layers"]):
        place = f"rnn_l{k}"
        nodes += [
            helper.make_node(
                case["cell"].upper(),
                [f"flow{k}", f"{place}/W", f"{place}/R", f"{place}/B"],
                [f"y{k}", f"h{k}"],
                **options,
            ),
            helper.make_node("Transpose", [f"y{k}"], [f"t{k}"], perm=[0, 2, 1, 3]),
            helper.make_node("Reshape", [f"t{k}", "merge3"], [f"flow{k + 1}"]),
        ]
    nodes += [
        helper.make_node("Transpose", [f"h{case['layers'] - 1}"], ["final"], perm=[1, 0, 2]),
        helper.make_node("Reshape", ["final", "merge2"], ["pooled"]),
        helper.make_node("Gemm", ["pooled", "head/weight", "head/bias"], ["logits"], transB=1),
    ]
    shapes = {"merge3": np.array([0, 0, -1]), "merge2": np.array([0, -1])}
    graph = helper.make_graph(
        nodes,
        case["cell"],
        [helper.make_tensor_value_info("x", onnx.TensorProto.FLOAT, [N, T, I])],
        [helper.make_tensor_value_info("logits", onnx.TensorProto.FLOAT, [N, case["outputs"]])],
        [numpy_helper.from_array(w, name) for name, w in {**weights, **shapes}.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.checker.check_model(model)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    return session.run(None, {"x": x})[0]


def write_case(name, case, seed):
    random = np.random.default_rng(seed)
    model = Torch(**case)
    state = {
        key: (0.5 * random.standard_normal(tuple(value.shape))).astype(np.float32)
        for key, value in model.state_dict().items()
    }
    model.load_state_dict({key: torch.from_numpy(value) for key, value in state.items()})
    x = random.standard_normal((N, T, I)).astype(np.float32)
    with torch.no_grad():
        logits = model(torch.from_numpy(x)).numpy()
    keras_weights, onnx_weights = to_keras(case, state), to_onnx(case, state)
    foreign = {"keras": run_keras(case, keras_weights, x), "onnx": run_onnx(case, onnx_weights, x)}
    for peer, got in foreign.items():
        np.testing.assert_allclose(got, logits, rtol=1e-5, atol=1e-5, err_msg=f"{name}: {peer}")
        print(f"{name}: {peer} is within {np.abs(got - logits).max():.1e} of PyTorch")
    spec = {"inputSize": I, "hiddenSize": H, **case}
    save_file(state, OUT / f"{name}.pytorch.safetensors", {"spec": json.dumps(spec)})
    save_file(keras_weights, OUT / f"{name}.keras.safetensors")
    save_file(onnx_weights, OUT / f"{name}.onnx.safetensors")
    save_file({"input": x, "pytorch": logits, **foreign}, OUT / f"{name}.logits.safetensors")


def mixed_tensors():
    """Both types, a scalar, an empty tensor, and names whose UTF-8 and UTF-16 orders differ."""
    return {
        "b": np.array([[1.5, -2], [np.nan, 3e38], [-0.0, 1e-45]], np.float32),
        "scalar": np.array(np.pi),
        "empty": np.zeros((0, 3), np.float32),
        "\uff5e": np.array([1, 2], np.float32),
        "\U00010437 \"quoted\"\n": np.array([3], np.float32),
        "10": np.array([np.inf, 5e-324]),
    }


def write_network_file(path):
    """Version 1 of the network file, byte by byte from its description."""
    shapes = {
        "head.bias": (2,),
        "head.weight": (2, 8),
        "rnn.bias_hh_l0": (24,),
        "rnn.bias_ih_l0": (24,),
        "rnn.weight_hh_l0": (24, 8),
        "rnn.weight_ih_l0": (24, 3),
    }  # sorted by name
    spec = dict(cell="gru", hiddenSize=8, layers=1, bidirectional=False, pooling="mean", outputs=2,
                dropout=0.25, headDropout=0.5, inputSize=3)
    tight = dict(separators=(",", ":"), ensure_ascii=False)
    header = {"__metadata__": {
        "format": "mien-network",
        "note": 'caf\u00e9 "1"',
        "sha256": "0" * 64,
        "spec": json.dumps(spec, **tight),
        "version": "1",
    }}
    payload, counter = b"", 0
    for name, shape in shapes.items():
        size = int(np.prod(shape))
        # Value i of the file is (7 i mod 61 - 30) / 32: exact in float32, and nothing to draw.
        values = ((7 * np.arange(counter, counter + size) % 61) - 30).astype("<f4") / np.float32(32)
        counter += size
        header[name] = dict(dtype="F32", shape=list(shape),
                            data_offsets=[len(payload), len(payload) + values.nbytes])
        payload += values.tobytes()
    text = json.dumps(header, **tight).encode()
    text += b" " * (-len(text) % 8)
    blank = struct.pack("<Q", len(text)) + text + payload
    digest = hashlib.sha256(blank).hexdigest()
    path.write_bytes(blank.replace(b"0" * 64, digest.encode(), 1))
    assert set(load_file(path)) == set(shapes)  # Hugging Face's reader takes it


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    for seed, (name, case) in enumerate(CASES.items()):
        write_case(name, case, seed)
    save_file(mixed_tensors(), OUT / "mixed.safetensors", {"made by": "safetensors in Python"})
    # Written once: files of version 1 must be readable for ever, so this one is never made anew.
    first = OUT / "network-v1.safetensors"
    if not first.exists():
        write_network_file(first)


if __name__ == "__main__":
    main()
