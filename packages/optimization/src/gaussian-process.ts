import { exp } from "@mien/core/math";
import { cholesky, solveLower, solveUpper } from "./cholesky.ts";

/**
 * Notation: N observations at X [N, D] with values y [N]; D parameters, a flag each that says
 * whether it is categorical. d^2(x, x') = sum over j of inverseSquaredLengths[j] * (x_j - x'_j)^2,
 * for a categorical j of whether they differ; k = scale * matern(d^2); C = k(X, X) + noise I = L
 * L^T.
 */
export interface Observations {
  /** [N, D] row major: in [0, 1], of categorical parameters indices. */
  readonly x: Float64Array;
  /** [N] */
  readonly y: Float64Array;
  /** [D] */
  readonly categorical: readonly boolean[];
}

/** What the fit finds. */
export interface KernelParameters {
  /** [D] */
  readonly inverseSquaredLengths: Float64Array;
  readonly scale: number;
  readonly noise: number;
}

/** A process that has seen its observations. */
export interface GaussianProcess {
  readonly observations: Observations;
  readonly kernel: KernelParameters;
  /** L [N, N] */
  readonly factor: Float64Array;
  /** C^-1 y [N] */
  readonly weights: Float64Array;
}

/** The process at one point, given what it has seen. */
export interface Posterior {
  readonly mean: number;
  /** Of the function, without noise; at least 0. */
  readonly variance: number;
}

const SQRT5 = Math.sqrt(5);

/** Matern 5/2 of a squared distance, and its derivative by it: smooth at 0 too. */
export function matern52(squared: number): { readonly value: number; readonly slope: number } {
  const r = SQRT5 * Math.sqrt(squared);
  const e = exp(-r);
  return { value: e * ((5 / 3) * squared + r + 1), slope: (-5 / 6) * (r + 1) * e };
}

/** Squared difference of one coordinate. */
export function squaredDifference(categorical: boolean, a: number, b: number): number {
  if (categorical) return a === b ? 0 : 1;
  return (a - b) * (a - b);
}

/**
 * Conditions the process on the observations: O(N^3).
 *
 * @throws where C is not positive definite in float64
 */
export function createGaussianProcess(
  observations: Observations,
  kernel: KernelParameters,
): GaussianProcess {
  const { x, y } = observations;
  const n = y.length;
  const d = observations.categorical.length;
  const factor = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const at = x.subarray(i * d, (i + 1) * d);
    for (let j = 0; j < i; j++) {
      factor[i * n + j] =
        kernel.scale * matern52(squaredDistance(observations, kernel, at, j)).value;
    }
    factor[i * n + i] = kernel.scale + kernel.noise;
  }
  if (!cholesky(factor, n)) {
    throw new Error(`createGaussianProcess: covariance of ${n} observations not positive definite`);
  }
  const weights = y.slice();
  solveLower(factor, n, weights);
  solveUpper(factor, n, weights);
  return { observations, kernel, factor, weights };
}

/** d^2 of `at` [D] to observation j. */
function squaredDistance(
  { x, categorical }: Observations,
  { inverseSquaredLengths }: KernelParameters,
  at: ArrayLike<number>,
  j: number,
): number {
  const d = categorical.length;
  let sum = 0;
  for (let p = 0; p < d; p++) {
    const squared = squaredDifference(categorical[p]!, at[p]!, x[j * d + p]!);
    sum += inverseSquaredLengths[p]! * squared;
  }
  return sum;
}

/** mean = k(x, X) C^-1 y, variance = k(x, x) - k(x, X) C^-1 k(X, x). O(N^2). */
export function posterior(process: GaussianProcess, at: ArrayLike<number>): Posterior {
  const { observations, kernel, factor, weights } = process;
  const n = weights.length;
  const k = new Float64Array(n);
  let mean = 0;
  for (let i = 0; i < n; i++) {
    k[i] = kernel.scale * matern52(squaredDistance(observations, kernel, at, i)).value;
    mean += k[i]! * weights[i]!;
  }
  solveLower(factor, n, k);
  return { mean, variance: Math.max(kernel.scale - squaredNorm(k), 0) };
}

/**
 * The posterior, and its gradients by the coordinates [D] (0 for categorical ones), which are
 * written.
 */
export function posteriorWithGradient(
  process: GaussianProcess,
  at: ArrayLike<number>,
  meanGradient: Float64Array,
  varianceGradient: Float64Array,
): Posterior {
  const { observations, kernel, factor, weights } = process;
  const { x, categorical } = observations;
  const n = weights.length;
  const d = categorical.length;
  const solved = new Float64Array(n);
  const slopes = new Float64Array(n);
  let mean = 0;
  for (let i = 0; i < n; i++) {
    const { value, slope } = matern52(squaredDistance(observations, kernel, at, i));
    solved[i] = kernel.scale * value;
    slopes[i] = 2 * kernel.scale * slope;
    mean += solved[i]! * weights[i]!;
  }
  solveLower(factor, n, solved);
  const variance = Math.max(kernel.scale - squaredNorm(solved), 0);
  solveUpper(factor, n, solved);
  for (let p = 0; p < d; p++) {
    let byMean = 0;
    let byVariance = 0;
    for (let i = 0; i < n && !categorical[p]; i++) {
      const change = slopes[i]! * (at[p]! - x[i * d + p]!);
      byMean += change * weights[i]!;
      byVariance += change * solved[i]!;
    }
    meanGradient[p] = kernel.inverseSquaredLengths[p]! * byMean;
    varianceGradient[p] = -2 * kernel.inverseSquaredLengths[p]! * byVariance;
  }
  return { mean, variance };
}

function squaredNorm(v: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < v.length; i++) sum += v[i]! * v[i]!;
  return sum;
}

/**
 * The process with further points at which it sees its own mean: what parallel trials still run at
 * ("kriging believer", Ginsbourger et al. 2010). The mean stays, the variance shrinks there.
 *
 * @param points each [D]
 */
export function believe(
  process: GaussianProcess,
  points: readonly ArrayLike<number>[],
): GaussianProcess {
  const { x, y, categorical } = process.observations;
  if (points.length === 0) return process;
  const means = points.map((point) => posterior(process, point).mean);
  const more = {
    x: Float64Array.of(...x, ...points.flatMap((point) => Array.from(point))),
    y: Float64Array.of(...y, ...means),
    categorical,
  };
  return createGaussianProcess(more, process.kernel);
}
