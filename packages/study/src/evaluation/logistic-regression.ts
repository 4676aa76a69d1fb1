import { exp, log } from "@mien/core/math";
import { type Minimum, minimiseLbfgs } from "@mien/optimization";

/** Penalty, and where the solver stops. */
export interface LogisticOptions {
  /** Strength of the penalty; default 1. */
  readonly l2?: number;
  /** On the largest absolute entry of the gradient; default 1e-6. */
  readonly tolerance?: number;
  /** Default 1000. */
  readonly maxIterations?: number;
}

/** N items, F features, C classes. */
export interface LogisticModel {
  readonly classes: number;
  readonly features: number;
  /** [C, F] */
  readonly weights: Float64Array;
  /** [C] */
  readonly bias: Float64Array;
  readonly fit: Omit<Minimum, "x">;
}

/**
 * Multinomial logistic regression: minimises sum_n -log softmax(W x_n + b)[y_n] + l2 / 2 |W|^2; the bias is free. The
 * same objective as scikit-learn's LogisticRegression with C = 1 / l2.
 *
 * @param input [N, F] row major; scale it first
 * @param targets [N] class indices
 * @throws on lengths that do not fit, a target out of range, an unknown key or an option out of range
 */
export function fitLogisticRegression(
  input: Float64Array,
  targets: ArrayLike<number>,
  classes: number,
  options: LogisticOptions = {},
): LogisticModel {
  const { l2, tolerance, maxIterations } = resolve(options);
  const features = checkShape(input, targets, classes);
  const objective = (x: Float64Array, gradient: Float64Array) =>
    penalisedLoss({ input, targets, classes, features, l2 }, x, gradient);
  const start = new Float64Array(classes * (features + 1));
  const { x, ...fit } = minimiseLbfgs(objective, start, tolerance, maxIterations);
  const weights = x.slice(0, classes * features);
  return { classes, features, weights, bias: x.slice(classes * features), fit };
}

/**
 * Probabilities [N, C] of each class.
 *
 * @param input [N, F] row major
 * @throws unless input.length is a multiple of F
 */
export function predictProbabilities(model: LogisticModel, input: Float64Array): Float64Array {
  const { classes, features, weights, bias } = model;
  if (input.length % features !== 0) {
    throw new Error(
      `predictProbabilities: input.length must be a multiple of ${features}, got ${input.length}`,
    );
  }
  const items = input.length / features;
  const out = new Float64Array(items * classes);
  for (let n = 0; n < items; n++) {
    const row = out.subarray(n * classes, (n + 1) * classes);
    softmaxRow(input.subarray(n * features, (n + 1) * features), weights, bias, row);
  }
  return out;
}

function resolve(options: LogisticOptions): Required<LogisticOptions> {
  const resolved = { l2: 1, tolerance: 1e-6, maxIterations: 1000, ...options };
  const rules: Readonly<Record<string, boolean>> = {
    l2: resolved.l2 >= 0 && resolved.l2 < Number.POSITIVE_INFINITY,
    tolerance: resolved.tolerance > 0,
    maxIterations: Number.isSafeInteger(resolved.maxIterations) && resolved.maxIterations >= 1,
  };
  for (const [key, value] of Object.entries(resolved)) {
    if (!Object.hasOwn(rules, key)) {
      const known = Object.keys(rules).join(", ");
      throw new Error(`fitLogisticRegression: has no key ${key}, expected ${known}`);
    }
    if (!rules[key]) throw new Error(`fitLogisticRegression: ${key} is out of range, got ${value}`);
  }
  return resolved;
}

function checkShape(input: Float64Array, targets: ArrayLike<number>, classes: number): number {
  const items = targets.length;
  if (items === 0 || input.length === 0 || input.length % items !== 0) {
    throw new Error(
      `fitLogisticRegression: input.length must be a multiple of ${items} targets, got ${input.length}`,
    );
  }
  for (let n = 0; n < items; n++) {
    const target = targets[n]!;
    if (!Number.isInteger(target) || target < 0 || target >= classes) {
      const expected = `an integer in [0, ${classes - 1}]`;
      throw new Error(`fitLogisticRegression: targets[${n}] must be ${expected}, got ${target}`);
    }
  }
  const bad = input.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw new Error(`fitLogisticRegression: input[${bad}] must be finite, got ${input[bad]}`);
  }
  return input.length / items;
}

interface Problem {
  readonly input: Float64Array;
  readonly targets: ArrayLike<number>;
  readonly classes: number;
  readonly features: number;
  readonly l2: number;
}

/** `x` holds W [C, F], then b [C]. */
function penalisedLoss(problem: Problem, x: Float64Array, gradient: Float64Array): number {
  const { input, targets, classes, features, l2 } = problem;
  const edge = classes * features;
  const [weights, bias] = [x.subarray(0, edge), x.subarray(edge)];
  gradient.fill(0);
  const row = new Float64Array(classes);
  let value = 0;
  for (let i = 0; i < edge; i++) {
    value += (l2 / 2) * weights[i]! * weights[i]!;
    gradient[i] = l2 * weights[i]!;
  }
  for (let n = 0; n < targets.length; n++) {
    const item = input.subarray(n * features, (n + 1) * features);
    value -= softmaxRow(item, weights, bias, row, targets[n]!);
    row[targets[n]!]! -= 1;
    for (let c = 0; c < classes; c++) {
      const error = row[c]!;
      gradient[edge + c]! += error;
      for (let f = 0; f < features; f++) gradient[c * features + f]! += error * item[f]!;
    }
  }
  return value;
}

/** Writes softmax(W x + b) [C]; returns the log of entry `target`, exact where the entry itself would be 0. */
function softmaxRow(
  item: Float64Array,
  weights: Float64Array,
  bias: Float64Array,
  out: Float64Array,
  target = 0,
): number {
  const F = item.length;
  let most = Number.NEGATIVE_INFINITY;
  for (let c = 0; c < out.length; c++) {
    let logit = bias[c]!;
    for (let f = 0; f < F; f++) logit += weights[c * F + f]! * item[f]!;
    out[c] = logit;
    most = Math.max(most, logit);
  }
  const own = out[target]! - most;
  let total = 0;
  for (let c = 0; c < out.length; c++) {
    out[c] = exp(out[c]! - most);
    total += out[c]!;
  }
  for (let c = 0; c < out.length; c++) out[c]! /= total;
  return own - log(total);
}
