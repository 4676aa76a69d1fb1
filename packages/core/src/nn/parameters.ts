import { directionCount, gateCount, layerInputs, type NetworkSpec } from "./spec.ts";

/** Numbers with a shape, as parameters and weight files hold them. */
export interface Tensor {
  readonly shape: readonly number[];
  /** Row major. Float64 comes from the float64 reference alone. */
  readonly values: Float32Array | Float64Array;
}

/**
 * A network's weights in their canonical form: PyTorch's names, shapes and gate order (GRU r, z, n; LSTM i, f, g, o).
 * `rnn.weight_ih_l0` [G H, in], `rnn.weight_hh_l0` [G H, H], `rnn.bias_ih_l0` and `rnn.bias_hh_l0` [G H], with `_l1` ...
 * for upper layers and `_reverse` for the backward direction; `head.weight` [outputs, D H], `head.bias` [outputs].
 */
export type Parameters = ReadonlyMap<string, Tensor>;

/** Names of one layer and direction: weight_ih, weight_hh, bias_ih, bias_hh. */
export function recurrentNames(
  layer: number,
  direction: number,
): readonly [string, string, string, string] {
  const suffix = `_l${layer}${direction === 1 ? "_reverse" : ""}`;
  return [
    `rnn.weight_ih${suffix}`,
    `rnn.weight_hh${suffix}`,
    `rnn.bias_ih${suffix}`,
    `rnn.bias_hh${suffix}`,
  ];
}

/** Name and shape of every tensor, in PyTorch's order. */
export function parameterShapes(spec: NetworkSpec): ReadonlyMap<string, readonly number[]> {
  const shapes = new Map<string, readonly number[]>();
  const rows = gateCount(spec) * spec.hiddenSize;
  for (let k = 0; k < spec.layers; k++) {
    for (let d = 0; d < directionCount(spec); d++) {
      const [ih, hh, bih, bhh] = recurrentNames(k, d);
      shapes.set(ih, [rows, layerInputs(spec, k)]);
      shapes.set(hh, [rows, spec.hiddenSize]);
      shapes.set(bih, [rows]);
      shapes.set(bhh, [rows]);
    }
  }
  shapes.set("head.weight", [spec.outputs, directionCount(spec) * spec.hiddenSize]);
  shapes.set("head.bias", [spec.outputs]);
  return shapes;
}

/** @throws when a tensor is missing, unknown, of another shape, or holds a value that is not finite */
export function checkParameters(spec: NetworkSpec, parameters: Parameters): void {
  const shapes = parameterShapes(spec);
  for (const name of parameters.keys()) {
    if (!shapes.has(name)) throw new Error(`parameters: unknown tensor ${name}`);
  }
  for (const [name, shape] of shapes) {
    const tensor = parameters.get(name);
    const expected = `[${shape.join(", ")}]`;
    if (tensor === undefined) throw new Error(`parameters: ${name} ${expected} is missing`);
    if (tensor.shape.join() !== shape.join()) {
      throw new Error(
        `parameters: ${name} must have shape ${expected}, got [${tensor.shape.join(", ")}]`,
      );
    }
    const size = shape.reduce((a, b) => a * b, 1);
    if (tensor.values.length !== size) {
      throw new Error(`parameters: ${name} must hold ${size} values, got ${tensor.values.length}`);
    }
    const bad = tensor.values.findIndex((x) => !Number.isFinite(x));
    if (bad >= 0)
      throw new Error(`parameters: ${name}[${bad}] must be finite, got ${tensor.values[bad]}`);
  }
}
