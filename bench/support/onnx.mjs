// A small ONNX writer (onnx.proto3, by hand): the graph of K one-layer GRU networks that share their input.
import { reorder, transpose } from "./data.mjs";

const FLOAT = 1;
const INT = 2; // AttributeProto.INT
const text = new TextEncoder();

function varint(value) {
  const out = [];
  let rest = BigInt(value);
  do {
    out.push(Number(rest & 127n) | (rest > 127n ? 128 : 0));
    rest >>= 7n;
  } while (rest > 0n);
  return out;
}

/** Protocol buffers' two wire types in use: integers (0) and length-delimited (2). */
const integer = (field, value) => [...varint(field * 8), ...varint(value)];
function bytes(field, content) {
  const body = typeof content === "string" ? text.encode(content) : content;
  return Buffer.concat([Buffer.from([...varint(field * 8 + 2), ...varint(body.length)]), body]);
}
const message = (field, ...parts) => bytes(field, Buffer.concat(parts.map((p) => Buffer.from(p))));

const attribute = (name, value) => message(5, bytes(1, name), integer(3, value), integer(20, INT));
const node = (type, inputs, outputs, attributes = {}) =>
  message(
    1,
    ...inputs.map((name) => bytes(1, name)),
    ...outputs.map((name) => bytes(2, name)),
    bytes(4, type),
    ...Object.entries(attributes).map(([name, value]) => attribute(name, value)),
  );
const tensor = (name, dimensions, values) =>
  message(
    5,
    ...dimensions.map((d) => integer(1, d)),
    integer(2, FLOAT),
    bytes(8, name),
    bytes(9, Buffer.from(values.buffer, values.byteOffset, values.byteLength)),
  );
const valueInfo = (field, name, dimensions) => {
  const shape = message(2, ...dimensions.map((d) => message(1, integer(1, d))));
  return message(field, bytes(1, name), message(2, message(1, integer(1, FLOAT), shape)));
};

/** PyTorch's r, z, n as ONNX's z, r, h. */
const onnxGates = (values, hidden, width) =>
  reorder(
    values,
    Array.from(
      { length: 3 * hidden },
      (_, i) => [hidden, 0, 2 * hidden][Math.floor(i / hidden)] + (i % hidden),
    ),
    width,
  );

function head(p, k, { inputs: I, hidden: H }) {
  const bias = new Float32Array(6 * H);
  bias.set(onnxGates(p.biasIh, H, 1));
  bias.set(onnxGates(p.biasHh, H, 1), 3 * H);
  const [state, logit] = [`h${k}`, `logit${k}`];
  return [
    tensor(`W${k}`, [1, 3 * H, I], onnxGates(p.weightIh, H, I)),
    tensor(`R${k}`, [1, 3 * H, H], onnxGates(p.weightHh, H, H)),
    tensor(`B${k}`, [1, 6 * H], bias),
    tensor(`V${k}`, [H, 1], transpose(p.headWeight, 1, H)),
    tensor(`C${k}`, [1], p.headBias),
    node("GRU", ["x", `W${k}`, `R${k}`, `B${k}`, "", state], ["", `next_${state}`], {
      hidden_size: H,
      linear_before_reset: 1,
    }),
    node("MatMul", [`next_${state}`, `V${k}`], [`product${k}`]),
    node("Add", [`product${k}`, `C${k}`], [logit]),
    valueInfo(11, state, [1, 1, H]),
    valueInfo(12, `next_${state}`, [1, 1, H]),
  ];
}

/**
 * x [frames, 1, I], h0 .. hK-1 [1, 1, H] -> logits [K, 1, 1] after the last frame, and next_h0 .. next_hK-1.
 *
 * @param c the case
 * @param heads the heads of its `unpack`
 * @returns the model's bytes
 */
export function gruModel(c, heads, frames) {
  const logits = heads.map((_, k) => `logit${k}`);
  const graph = [
    bytes(2, "gru"),
    valueInfo(11, "x", [frames, 1, c.inputs]),
    ...heads.flatMap((p, k) => head(p, k, c)),
    node("Concat", logits, ["logits"], { axis: 0 }),
    valueInfo(12, "logits", [heads.length, 1, 1]),
  ];
  const opset = message(8, bytes(1, ""), integer(2, 17));
  return new Uint8Array(Buffer.concat([Buffer.from(integer(1, 8)), message(7, ...graph), opset]));
}
