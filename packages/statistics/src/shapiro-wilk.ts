import { atan2, exp, log } from "@mien/core/math";
import { checkFinite } from "./checks.ts";
import { normal } from "./distributions/normal.ts";
import { mean, variance } from "./samples.ts";

/** The result of `shapiroWilk`: W in (0, 1], 1 for a perfectly normal sample. */
export interface ShapiroWilk {
  readonly w: number;
  readonly p: number;
  readonly n: number;
}

/**
 * Royston's polynomials (1995, AS R94), in ascending powers: of 1 / sqrt(n) for the weights, of n
 * or ln n for the p value.
 */
const LAST_WEIGHT = [0, 0.221157, -0.147981, -2.07119, 4.434685, -2.706056];
const NEXT_WEIGHT = [0, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633];
const SMALL_GAMMA = [-2.273, 0.459];
const SMALL_MEAN = [0.544, -0.39978, 0.025054, -6.714e-4];
const SMALL_DEVIATION = [1.3822, -0.77857, 0.062767, -0.0020322];
const LARGE_MEAN = [-1.5861, -0.31082, -0.083751, 0.0038915];
const LARGE_DEVIATION = [-0.4803, -0.082676, 0.0030302];

/**
 * Shapiro and Wilk's test of normality by Royston's approximation (1995), as R and scipy have it: W
 * compares the sample with the normal scores' best estimate of its deviation. NaN for fewer than 3
 * values or where all are equal.
 *
 * @throws on more than 5000 values, for which the approximation was not made, or on a value that is
 *   not finite
 */
export function shapiroWilk(values: ArrayLike<number>): ShapiroWilk {
  checkFinite("shapiroWilk", "values", values);
  const n = values.length;
  if (n > 5000) throw new Error(`shapiroWilk: takes at most 5000 values, got ${n}`);
  if (n < 3 || !(variance(values) > 0)) return { w: Number.NaN, p: Number.NaN, n };
  const sorted = Float64Array.from(values).sort();
  const centre = mean(sorted);
  const scale = sorted[n - 1]! - sorted[0]!;
  const scores = antisymmetricWeights(n);
  let [weighted, squares, weights] = [0, 0, 0];
  sorted.forEach((value, i) => {
    const x = (value - centre) / scale;
    weighted += scores[i]! * x;
    squares += x * x;
    weights += scores[i]! * scores[i]!;
  });
  // 1 - W without cancellation near W = 1.
  const root = Math.sqrt(weights * squares);
  const rest = Math.max(0, ((root - weighted) * (root + weighted)) / (weights * squares));
  return { w: 1 - rest, p: pOf(rest, n), n };
}

/** [N] weights of the ordered values. */
function antisymmetricWeights(n: number): Float64Array {
  const upper = upperWeights(n);
  const weights = new Float64Array(n);
  upper.forEach((weight, i) => {
    weights[i] = -weight;
    weights[n - 1 - i] = weight;
  });
  return weights;
}

/** Weights of the largest values, the largest first. */
function upperWeights(n: number): number[] {
  if (n === 3) return [Math.SQRT1_2];
  const half = Math.floor(n / 2);
  const scores = Array.from({ length: half }, (_, i) => -normal.quantile((i + 0.625) / (n + 0.25)));
  const sum = 2 * scores.reduce((total, m) => total + m * m, 0);
  const [size, root] = [Math.sqrt(sum), 1 / Math.sqrt(n)];
  const known = [polynomial(LAST_WEIGHT, root) + scores[0]! / size];
  if (n > 5) known.push(polynomial(NEXT_WEIGHT, root) + scores[1]! / size);
  const squares = (numbers: readonly number[]) => numbers.reduce((total, x) => total + x * x, 0);
  const left = sum - 2 * squares(scores.slice(0, known.length));
  const factor = Math.sqrt(left / (1 - 2 * squares(known)));
  return [...known, ...scores.slice(known.length).map((m) => m / factor)];
}

/** @param rest 1 - W */
function pOf(rest: number, n: number): number {
  if (n === 3) {
    const w = 1 - rest;
    const arcsine = atan2(Math.sqrt(w), Math.sqrt(rest));
    return Math.max(0, (6 / Math.PI) * (arcsine - Math.PI / 3));
  }
  const y = log(rest);
  if (n > 11) {
    const size = log(n);
    const deviation = exp(polynomial(LARGE_DEVIATION, size));
    return normal.upper((y - polynomial(LARGE_MEAN, size)) / deviation);
  }
  const gamma = polynomial(SMALL_GAMMA, n);
  if (y >= gamma) return 0;
  const deviation = exp(polynomial(SMALL_DEVIATION, n));
  return normal.upper((-log(gamma - y) - polynomial(SMALL_MEAN, n)) / deviation);
}

const polynomial = (coefficients: readonly number[], x: number) =>
  coefficients.reduceRight((sum, c) => sum * x + c, 0);
