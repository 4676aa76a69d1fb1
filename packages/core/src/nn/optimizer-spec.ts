import { checkKeys } from "../face/index.ts";

/** Weight decay is decoupled in AdamW (Loshchilov & Hutter 2019) and part of the gradient in SGD, as in PyTorch. */
export type OptimizerSpec =
  | {
      readonly kind: "adam";
      readonly learningRate: number;
      readonly beta1: number;
      readonly beta2: number;
      readonly epsilon: number;
    }
  | {
      readonly kind: "adamw";
      readonly learningRate: number;
      readonly beta1: number;
      readonly beta2: number;
      readonly epsilon: number;
      readonly weightDecay: number;
    }
  | {
      readonly kind: "sgd";
      readonly learningRate: number;
      readonly momentum: number;
      readonly weightDecay: number;
    };

type Options<S> = S extends { kind: infer K }
  ? { readonly kind: K } & Partial<Omit<S, "kind">>
  : never;
/** A kind of optimiser and those of its numbers that differ from the defaults. */
export type OptimizerOptions = Options<OptimizerSpec>;

const DEFAULTS: { readonly [K in OptimizerSpec["kind"]]: Extract<OptimizerSpec, { kind: K }> } = {
  adam: { kind: "adam", learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
  adamw: {
    kind: "adamw",
    learningRate: 1e-3,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    weightDecay: 0.01,
  },
  sgd: { kind: "sgd", learningRate: 1e-3, momentum: 0, weightDecay: 0 },
};

/** [lowest, first value too high] of each number. */
const RANGES: Readonly<Record<string, readonly [number, number]>> = {
  learningRate: [0, Number.POSITIVE_INFINITY],
  beta1: [0, 1],
  beta2: [0, 1],
  epsilon: [0, Number.POSITIVE_INFINITY],
  weightDecay: [0, Number.POSITIVE_INFINITY],
  momentum: [0, 1],
};

/**
 * Fills in PyTorch's defaults.
 *
 * @throws on an unknown kind or key, or a number out of range, naming it
 */
export function resolveOptimizerSpec(options: OptimizerOptions): OptimizerSpec {
  const defaults = Object.hasOwn(DEFAULTS, options.kind) ? DEFAULTS[options.kind] : undefined;
  if (defaults === undefined) {
    throw new Error(`optimizer: kind must be adam, adamw or sgd, got ${String(options.kind)}`);
  }
  checkKeys(`optimizer ${options.kind}`, options, Object.keys(defaults));
  const spec = { ...defaults, ...options } as OptimizerSpec;
  for (const [key, value] of Object.entries(spec)) {
    if (key === "kind") continue;
    const [low, high] = RANGES[key]!;
    if (typeof value !== "number" || !(value >= low && value < high)) {
      throw new Error(
        `optimizer ${spec.kind}: ${key} must be in [${low}, ${high}), got ${String(value)}`,
      );
    }
  }
  return spec;
}
