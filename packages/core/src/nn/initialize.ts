import { checkKeys } from "../face/index.ts";
import type { Random } from "../math/index.ts";
import { type Parameters, parameterShapes, type Tensor } from "./parameters.ts";
import { gateCount, type NetworkSpec } from "./spec.ts";

/** What a network starts from besides its random weights. */
export interface InitializeOptions {
  /** Starting bias of every logit: a loss's `initialBias(prior)`. Default 0. */
  readonly headBias?: number;
}

/**
 * The same scheme for both cells, so that a comparison compares cells: Glorot-uniform input weights (each gate on its
 * own: limit sqrt(6 / (in + h))), orthogonal recurrent weights (each gate on its own), zero biases, forget bias 1
 * (in bias_ih; bias_hh is zero), Glorot-uniform head.
 *
 * @throws on an unknown option, or a headBias that is not finite
 */
export function initializeParameters(
  spec: NetworkSpec,
  random: Random,
  options: InitializeOptions = {},
): Parameters {
  checkKeys("initializeParameters:", options, ["headBias"]);
  const { headBias = 0 } = options;
  if (!Number.isFinite(headBias)) {
    throw new Error(`initializeParameters: headBias must be finite, got ${headBias}`);
  }
  const h = spec.hiddenSize;
  const tensors = new Map<string, Tensor>();
  for (const [name, shape] of parameterShapes(spec)) {
    const [rows, columns] = [shape[0]!, shape[1] ?? 1];
    const values = new Float32Array(rows * columns);
    if (name.startsWith("rnn.weight_ih")) glorot(values, columns, h, random);
    else if (name.startsWith("rnn.weight_hh")) {
      for (let gate = 0; gate < gateCount(spec); gate++) {
        values.set(orthogonal(h, random), gate * h * h);
      }
    } else if (name.startsWith("rnn.bias_ih") && spec.cell === "lstm") values.fill(1, h, 2 * h);
    else if (name === "head.weight") glorot(values, columns, rows, random);
    else if (name === "head.bias") values.fill(headBias);
    tensors.set(name, { shape, values });
  }
  return tensors;
}

/** Uniform on [-a, a], a = sqrt(6 / (fanIn + fanOut)) (Glorot & Bengio 2010). */
function glorot(values: Float32Array, fanIn: number, fanOut: number, random: Random): void {
  const limit = Math.sqrt(6 / (fanIn + fanOut));
  for (let i = 0; i < values.length; i++) values[i] = (2 * random.uniform() - 1) * limit;
}

/**
 * A random orthogonal matrix [n, n], uniform over the group (Haar): Gram-Schmidt on normal rows, each swept twice, which
 * keeps the rows orthogonal to rounding.
 */
export function orthogonal(n: number, random: Random): Float64Array {
  const q = Float64Array.from({ length: n * n }, () => random.normal());
  for (let i = 0; i < n; i++) {
    for (let sweep = 0; sweep < 2; sweep++) {
      for (let j = 0; j < i; j++) {
        let dot = 0;
        for (let k = 0; k < n; k++) dot += q[i * n + k]! * q[j * n + k]!;
        for (let k = 0; k < n; k++) q[i * n + k] = q[i * n + k]! - dot * q[j * n + k]!;
      }
    }
    let square = 0;
    for (let k = 0; k < n; k++) square += q[i * n + k]! * q[i * n + k]!;
    const norm = Math.sqrt(square);
    for (let k = 0; k < n; k++) q[i * n + k] = q[i * n + k]! / norm;
  }
  return q;
}
