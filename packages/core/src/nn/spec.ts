import { checkKeys } from "../face/index.ts";

/** The shape of a network, complete: all that its parameters' shapes and its arithmetic follow from. */
export interface NetworkSpec {
  readonly cell: "gru" | "lstm";
  /** Features of a frame. */
  readonly inputSize: number;
  /** Units of each layer and direction, 8 to 256. */
  readonly hiddenSize: number;
  readonly layers: 1 | 2 | 3;
  readonly bidirectional: boolean;
  /** Over time, of the top layer: its final states (PyTorch's h_n), or the mean over a sequence's frames. */
  readonly pooling: "last" | "mean";
  /** Logits: 1 for a one-vs-all head, C for one trunk; at most 16. */
  readonly outputs: number;
  /** Share of a layer's outputs dropped between layers, in [0, 1). */
  readonly dropout: number;
  /** Share of the pooled state dropped before the head, in [0, 1). */
  readonly headDropout: number;
}

/** A network's shape with defaults for all but the number of features. */
export type NetworkOptions = Partial<NetworkSpec> & Pick<NetworkSpec, "inputSize">;

const DEFAULTS: Omit<NetworkSpec, "inputSize"> = {
  cell: "gru",
  hiddenSize: 64,
  layers: 1,
  bidirectional: false,
  pooling: "last",
  outputs: 1,
  dropout: 0,
  headDropout: 0,
};

type Rule = readonly [accepts: (value: unknown) => boolean, expected: string];
const integer = (from: number, to: number): Rule => [
  (v) => Number.isInteger(v) && (v as number) >= from && (v as number) <= to,
  to === Number.MAX_SAFE_INTEGER ? `an integer >= ${from}` : `an integer in [${from}, ${to}]`,
];
const oneOf = (...choices: unknown[]): Rule => [(v) => choices.includes(v), choices.join(" or ")];
const share: Rule = [(v) => typeof v === "number" && v >= 0 && v < 1, "a number in [0, 1)"];
const RULES: Record<keyof NetworkSpec, Rule> = {
  cell: oneOf("gru", "lstm"),
  inputSize: integer(1, 1 << 20),
  hiddenSize: integer(8, 256),
  layers: oneOf(1, 2, 3),
  bidirectional: oneOf(true, false),
  pooling: oneOf("last", "mean"),
  outputs: integer(1, 16),
  dropout: share,
  headDropout: share,
};

/**
 * Fills in the defaults (GRU, 64 units, one layer, forward, last state, one logit, no dropout).
 *
 * @throws on an unknown key or a value out of range, naming it
 */
export function resolveNetworkSpec(options: NetworkOptions): NetworkSpec {
  checkKeys("network spec:", options, Object.keys(RULES));
  const spec = { ...DEFAULTS, ...options };
  for (const [key, value] of Object.entries(spec)) {
    const rule = RULES[key as keyof NetworkSpec];
    if (!rule[0](value))
      throw new Error(`network spec: ${key} must be ${rule[1]}, got ${String(value)}`);
  }
  if (spec.inputSize === undefined) throw new Error("network spec: inputSize is required");
  return spec;
}

/** Gates of a cell: 3 for GRU, 4 for LSTM. */
export const gateCount = (spec: NetworkSpec): number => (spec.cell === "gru" ? 3 : 4);

/** D: 2 for a bidirectional network, else 1. */
export const directionCount = (spec: NetworkSpec): number => (spec.bidirectional ? 2 : 1);

/** Features that layer k reads. */
export const layerInputs = (spec: NetworkSpec, layer: number): number =>
  layer === 0 ? spec.inputSize : directionCount(spec) * spec.hiddenSize;

/** Trainable numbers, as PyTorch counts them: G h (d + h + 2) a layer and direction, and the head. */
export function parameterCount(spec: NetworkSpec): number {
  const h = spec.hiddenSize;
  const D = directionCount(spec);
  let count = spec.outputs * (D * h + 1);
  for (let k = 0; k < spec.layers; k++)
    count += D * gateCount(spec) * h * (layerInputs(spec, k) + h + 2);
  return count;
}

/** Multiply-adds of the recurrent layers for one frame: G h (d + h) a layer and direction (G 3 for GRU, 4 for LSTM). */
export function multiplyAddsPerStep(spec: NetworkSpec): number {
  const h = spec.hiddenSize;
  let count = 0;
  for (let k = 0; k < spec.layers; k++)
    count += directionCount(spec) * gateCount(spec) * h * (layerInputs(spec, k) + h);
  return count;
}
