/**
 * Weight orders of PyTorch, Keras and ONNX: the one place that knows them.
 *
 * Notation: H hidden size, G gates (GRU 3, LSTM 4), D directions, in the layer's inputs. Our own form is PyTorch's:
 * W_ih [G H, in], W_hh [G H, H], b_ih and b_hh [G H], gates r, z, n (GRU) and i, f, g, o (LSTM); head [outputs, D H].
 * All three compute the same functions: GRU "reset after", h' = (1 - z) n + z h. Values keep their type and are copied.
 */
import {
  checkParameters,
  type Parameters,
  parameterShapes,
  recurrentNames,
  type Tensor,
} from "./parameters.ts";
import { directionCount, gateCount, layerInputs, type NetworkSpec } from "./spec.ts";

type Values = Tensor["values"];
type Shapes = ReadonlyMap<string, readonly number[]>;

/** Block g of a foreign tensor is block ORDER[g] of ours: Keras has z, r, h and i, f, c, o. */
const KERAS_GATES = { gru: [1, 0, 2], lstm: [0, 1, 2, 3] } as const;
/** ONNX has z, r, h and i, o, f, c. */
const ONNX_GATES = { gru: [1, 0, 2], lstm: [0, 3, 1, 2] } as const;

/**
 * The state dict of a PyTorch module with `rnn` (nn.GRU or nn.LSTM, batch_first either way) and `head` (nn.Linear):
 * names and order of `module.state_dict()`.
 *
 * @throws when parameters do not fit the spec
 */
export function toPyTorch(spec: NetworkSpec, parameters: Parameters): Parameters {
  checkParameters(spec, parameters);
  const values = [...parameters].map(([name, tensor]) => [name, tensor.values.slice()] as const);
  return shaped(parameterShapes(spec), new Map(values));
}

/** Parameters from such a state dict. @throws when a tensor is missing, unknown, of another shape or not finite */
export function fromPyTorch(spec: NetworkSpec, state: ReadonlyMap<string, Tensor>): Parameters {
  checkTensors("fromPyTorch", parameterShapes(spec), state);
  return toPyTorch(spec, state);
}

/**
 * Keras weights, in the order of `get_weights()`: of each layer `rnn_l0/kernel` [in, G H], `rnn_l0/recurrent_kernel`
 * [H, G H] and `rnn_l0/bias` (GRU with reset_after [2, 3 H], input row then recurrent row; LSTM [4 H], the sum of b_ih
 * and b_hh), then the same under `rnn_l0_reverse` for Bidirectional's backward layer; `head/kernel` [D H, outputs] and
 * `head/bias` [outputs] of Dense.
 *
 * @throws when parameters do not fit the spec
 */
export function toKeras(spec: NetworkSpec, parameters: Parameters): ReadonlyMap<string, Tensor> {
  checkParameters(spec, parameters);
  const values = (name: string) => parameters.get(name)!.values;
  const gates = KERAS_GATES[spec.cell];
  const rows = gateCount(spec) * spec.hiddenSize;
  const weights = new Map<string, Values>();
  for (const { layer, direction, place } of places(spec)) {
    const [ih, hh, bih, bhh] = recurrentNames(layer, direction);
    const kernel = reorder(values(ih), gates);
    weights.set(`${place}/kernel`, transpose(kernel, rows, layerInputs(spec, layer)));
    const recurrent = reorder(values(hh), gates);
    weights.set(`${place}/recurrent_kernel`, transpose(recurrent, rows, spec.hiddenSize));
    const biases = [reorder(values(bih), gates), reorder(values(bhh), gates)] as const;
    weights.set(`${place}/bias`, spec.cell === "gru" ? joined(biases) : sum(...biases));
  }
  const columns = directionCount(spec) * spec.hiddenSize;
  weights.set("head/kernel", transpose(values("head.weight"), spec.outputs, columns));
  weights.set("head/bias", values("head.bias").slice());
  return shaped(kerasShapes(spec), weights);
}

/**
 * Parameters from Keras weights (names and shapes: `toKeras`). An LSTM's one bias becomes bias_ih, with bias_hh zero.
 *
 * @throws when a tensor is missing, unknown, of another shape or not finite
 */
export function fromKeras(spec: NetworkSpec, weights: ReadonlyMap<string, Tensor>): Parameters {
  checkTensors("fromKeras", kerasShapes(spec), weights);
  const values = (name: string) => weights.get(name)!.values;
  const gates = inverse(KERAS_GATES[spec.cell]);
  const rows = gateCount(spec) * spec.hiddenSize;
  const parameters = new Map<string, Values>();
  for (const { layer, direction, place } of places(spec)) {
    const [ih, hh, bih, bhh] = recurrentNames(layer, direction);
    const kernel = transpose(values(`${place}/kernel`), layerInputs(spec, layer), rows);
    parameters.set(ih, reorder(kernel, gates));
    const recurrent = transpose(values(`${place}/recurrent_kernel`), spec.hiddenSize, rows);
    parameters.set(hh, reorder(recurrent, gates));
    const bias = values(`${place}/bias`);
    const second = spec.cell === "gru" ? bias.slice(rows) : bias.slice().fill(0);
    parameters.set(bih, reorder(bias.slice(0, rows), gates));
    parameters.set(bhh, reorder(second, gates));
  }
  const columns = directionCount(spec) * spec.hiddenSize;
  parameters.set("head.weight", transpose(values("head/kernel"), columns, spec.outputs));
  parameters.set("head.bias", values("head/bias").slice());
  return shaped(parameterShapes(spec), parameters);
}

/**
 * ONNX initializers of each layer's GRU (linear_before_reset = 1) or LSTM node: `rnn_l0/W` [D, G H, in], `rnn_l0/R`
 * [D, G H, H], `rnn_l0/B` [D, 2 G H] (input biases, then recurrent ones), forward direction first; and of a Gemm with
 * transB = 1: `head/weight` [outputs, D H], `head/bias` [outputs].
 *
 * @throws when parameters do not fit the spec
 */
export function toOnnx(spec: NetworkSpec, parameters: Parameters): ReadonlyMap<string, Tensor> {
  checkParameters(spec, parameters);
  const ours = (name: string) => reorder(parameters.get(name)!.values, ONNX_GATES[spec.cell]);
  const weights = new Map<string, Values>();
  for (let k = 0; k < spec.layers; k++) {
    const names = Array.from({ length: directionCount(spec) }, (_, d) => recurrentNames(k, d));
    weights.set(`rnn_l${k}/W`, joined(names.map(([ih]) => ours(ih))));
    weights.set(`rnn_l${k}/R`, joined(names.map(([, hh]) => ours(hh))));
    weights.set(`rnn_l${k}/B`, joined(names.flatMap(([, , bih, bhh]) => [ours(bih), ours(bhh)])));
  }
  weights.set("head/weight", parameters.get("head.weight")!.values.slice());
  weights.set("head/bias", parameters.get("head.bias")!.values.slice());
  return shaped(onnxShapes(spec), weights);
}

/**
 * Parameters from ONNX initializers (names and shapes: `toOnnx`): its exact inverse.
 *
 * @throws when a tensor is missing, unknown, of another shape or not finite
 */
export function fromOnnx(spec: NetworkSpec, weights: ReadonlyMap<string, Tensor>): Parameters {
  checkTensors("fromOnnx", onnxShapes(spec), weights);
  const gates = inverse(ONNX_GATES[spec.cell]);
  const part = (name: string, index: number, count: number) => {
    const all = weights.get(name)!.values;
    const size = all.length / count;
    return reorder(all.slice(index * size, (index + 1) * size), gates);
  };
  const D = directionCount(spec);
  const parameters = new Map<string, Values>();
  for (const { layer, direction } of places(spec)) {
    const [ih, hh, bih, bhh] = recurrentNames(layer, direction);
    parameters.set(ih, part(`rnn_l${layer}/W`, direction, D));
    parameters.set(hh, part(`rnn_l${layer}/R`, direction, D));
    parameters.set(bih, part(`rnn_l${layer}/B`, 2 * direction, 2 * D));
    parameters.set(bhh, part(`rnn_l${layer}/B`, 2 * direction + 1, 2 * D));
  }
  parameters.set("head.weight", weights.get("head/weight")!.values.slice());
  parameters.set("head.bias", weights.get("head/bias")!.values.slice());
  return shaped(parameterShapes(spec), parameters);
}

/** Layers and directions in PyTorch's order, with their place's name in Keras. */
function places(spec: NetworkSpec): { layer: number; direction: number; place: string }[] {
  return Array.from({ length: spec.layers * directionCount(spec) }, (_, i) => {
    const [layer, direction] = spec.bidirectional ? [i >> 1, i & 1] : [i, 0];
    return { layer, direction, place: `rnn_l${layer}${direction === 1 ? "_reverse" : ""}` };
  });
}

function kerasShapes(spec: NetworkSpec): Shapes {
  const [h, rows] = [spec.hiddenSize, gateCount(spec) * spec.hiddenSize];
  const shapes = new Map<string, readonly number[]>();
  for (const { layer, place } of places(spec)) {
    shapes.set(`${place}/kernel`, [layerInputs(spec, layer), rows]);
    shapes.set(`${place}/recurrent_kernel`, [h, rows]);
    shapes.set(`${place}/bias`, spec.cell === "gru" ? [2, rows] : [rows]);
  }
  shapes.set("head/kernel", [directionCount(spec) * h, spec.outputs]);
  return shapes.set("head/bias", [spec.outputs]);
}

function onnxShapes(spec: NetworkSpec): Shapes {
  const [h, D] = [spec.hiddenSize, directionCount(spec)];
  const rows = gateCount(spec) * h;
  const shapes = new Map<string, readonly number[]>();
  for (let k = 0; k < spec.layers; k++) {
    shapes.set(`rnn_l${k}/W`, [D, rows, layerInputs(spec, k)]);
    shapes.set(`rnn_l${k}/R`, [D, rows, h]);
    shapes.set(`rnn_l${k}/B`, [D, 2 * rows]);
  }
  shapes.set("head/weight", [spec.outputs, D * h]);
  return shapes.set("head/bias", [spec.outputs]);
}

const inverse = (order: readonly number[]) => order.map((_, g) => order.indexOf(g));

/** Values in gate blocks [G, ...], block g taken from block order[g]. */
function reorder(values: Values, order: readonly number[]): Values {
  const size = values.length / order.length;
  const result = values.slice();
  order.forEach((from, g) => {
    result.set(values.subarray(from * size, (from + 1) * size), g * size);
  });
  return result;
}

/** [rows, columns] to [columns, rows]. */
function transpose(values: Values, rows: number, columns: number): Values {
  const result = values.slice();
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) result[j * rows + i] = values[i * columns + j]!;
  }
  return result;
}

/** Element by element; float64 if either is. */
function sum(a: Values, b: Values): Values {
  return a instanceof Float64Array ? a.map((x, i) => x + b[i]!) : b.map((x, i) => a[i]! + x);
}

/** One after the other; float64 if any is. */
function joined(parts: readonly Values[]): Values {
  const size = parts.reduce((total, part) => total + part.length, 0);
  const wide = parts.some((part) => part instanceof Float64Array);
  const result = wide ? new Float64Array(size) : new Float32Array(size);
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}

function shaped(shapes: Shapes, values: ReadonlyMap<string, Values>): Map<string, Tensor> {
  return new Map([...shapes].map(([name, shape]) => [name, { shape, values: values.get(name)! }]));
}

function checkTensors(where: string, shapes: Shapes, tensors: ReadonlyMap<string, Tensor>): void {
  for (const name of tensors.keys()) {
    if (!shapes.has(name)) {
      throw new Error(`${where}: expected ${[...shapes.keys()].join(", ")}, got unknown ${name}`);
    }
  }
  for (const [name, shape] of shapes) {
    const tensor = tensors.get(name);
    const expected = `${where}: ${name} must have shape [${shape.join(", ")}]`;
    if (tensor === undefined) throw new Error(`${expected}, got none`);
    if (tensor.shape.join() !== shape.join()) {
      throw new Error(`${expected}, got [${tensor.shape.join(", ")}]`);
    }
    const size = shape.reduce((a, b) => a * b, 1);
    if (tensor.values.length !== size) {
      throw new Error(`${where}: ${name} must hold ${size} values, got ${tensor.values.length}`);
    }
    const bad = tensor.values.findIndex((x) => !Number.isFinite(x));
    if (bad >= 0) {
      throw new Error(`${where}: ${name}[${bad}] must be finite, got ${tensor.values[bad]}`);
    }
  }
}
