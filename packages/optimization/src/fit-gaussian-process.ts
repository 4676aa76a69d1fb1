import { exp, log } from "@mien/core/math";
import { cholesky, invertFactored, solveLower, solveUpper } from "./cholesky.ts";
import {
  createGaussianProcess,
  type GaussianProcess,
  type KernelParameters,
  matern52,
  type Observations,
  squaredDifference,
} from "./gaussian-process.ts";
import { type Box, minimiseInBox } from "./minimise-in-box.ts";

/** Noise below this makes C near singular where points come close. */
export const LEAST_NOISE = 1e-6;

/**
 * The kernel's parameters by maximum a posteriori, from all ones, under Optuna's priors
 * (`optuna._gp.prior`): none of the fit depends on an earlier one, so a study that is taken up
 * again goes on as it would have.
 */
export function fitGaussianProcess(observations: Observations): GaussianProcess {
  const d = observations.categorical.length;
  const objective = createFitObjective(observations);
  // Logarithms, so e^-12 .. e^12: where the prior has long decided.
  const box: Box = {
    low: new Float64Array(d + 2).fill(-20),
    high: new Float64Array(d + 2).fill(12),
  };
  const { x } = minimiseInBox(objective, new Float64Array(d + 2), box, 1e-3, 200);
  return createGaussianProcess(observations, unpackKernel(x));
}

/**
 * theta [D + 2]: ln of the inverse squared lengths, of the scale, and of the noise above its least.
 */
export function unpackKernel(theta: Float64Array): KernelParameters {
  const d = theta.length - 2;
  return {
    inverseSquaredLengths: theta.slice(0, d).map(exp),
    scale: exp(theta[d]!),
    noise: exp(theta[d + 1]!) + LEAST_NOISE,
  };
}

/**
 * theta -> -(ln marginal likelihood + ln prior) without constants, and its gradient: with C = L L^T
 * and a = C^-1 y
 *
 *   sum ln L_ii + y^T a / 2 - ln prior,
 *   d / d theta = tr((C^-1 - a a^T) dC / d theta) / 2 - d ln prior / d theta.
 *
 * O(N^3 + N^2 D) a call. Infinity where C is not positive definite.
 */
export function createFitObjective(observations: Observations) {
  const { y } = observations;
  const n = y.length;
  const d = observations.categorical.length;
  const squares = pairwiseSquares(observations);
  const factor = new Float64Array(n * n);
  const slopes = new Float64Array((n * (n - 1)) / 2);
  const values = new Float64Array(slopes.length);
  return (theta: Float64Array, gradient: Float64Array): number => {
    const kernel = unpackKernel(theta);
    fillCovariance(kernel, squares, n, factor, values, slopes);
    if (!cholesky(factor, n)) return Number.POSITIVE_INFINITY;
    const a = y.slice();
    solveLower(factor, n, a);
    let value = 0;
    for (let i = 0; i < n; i++) value += log(factor[i * n + i]!) + 0.5 * a[i]! * a[i]!;
    solveUpper(factor, n, a);
    const inverse = invertFactored(factor, n);
    gradient.fill(0);
    for (let i = 0, pair = 0; i < n; i++) {
      const own = 0.5 * (inverse[i * n + i]! - a[i]! * a[i]!);
      gradient[d]! += own * kernel.scale;
      gradient[d + 1]! += own * (kernel.noise - LEAST_NOISE);
      for (let j = 0; j < i; j++, pair++) {
        const both = (inverse[i * n + j]! - a[i]! * a[j]!) * kernel.scale;
        gradient[d]! += both * values[pair]!;
        for (let p = 0; p < d; p++) gradient[p]! += both * slopes[pair]! * squares[pair * d + p]!;
      }
    }
    for (let p = 0; p < d; p++) gradient[p]! *= kernel.inverseSquaredLengths[p]!;
    return value - addPrior(kernel, gradient);
  };
}

/** [N (N - 1) / 2, D]: of the pairs (1, 0), (2, 0), (2, 1), (3, 0) and on. */
function pairwiseSquares({ x, y, categorical }: Observations): Float64Array {
  const d = categorical.length;
  const squares = new Float64Array(((y.length * (y.length - 1)) / 2) * d);
  let at = 0;
  for (let i = 0; i < y.length; i++) {
    for (let j = 0; j < i; j++) {
      for (let p = 0; p < d; p++) {
        squares[at++] = squaredDifference(categorical[p]!, x[i * d + p]!, x[j * d + p]!);
      }
    }
  }
  return squares;
}

/** Writes C's lower triangle, and of each pair the unscaled kernel and its slope by d^2. */
function fillCovariance(
  { inverseSquaredLengths, scale, noise }: KernelParameters,
  squares: Float64Array,
  n: number,
  covariance: Float64Array,
  values: Float64Array,
  slopes: Float64Array,
): void {
  const d = inverseSquaredLengths.length;
  for (let i = 0, pair = 0; i < n; i++) {
    for (let j = 0; j < i; j++, pair++) {
      let squared = 0;
      for (let p = 0; p < d; p++) squared += inverseSquaredLengths[p]! * squares[pair * d + p]!;
      const { value, slope } = matern52(squared);
      values[pair] = value;
      slopes[pair] = slope;
      covariance[i * n + j] = scale * value;
    }
    covariance[i * n + i] = scale + noise;
  }
}

/**
 * ln prior: -0.1 (1 / l + l) of each inverse squared length l, Gamma(2, 1) of the scale, Gamma(1.1,
 * 30) of the noise.
 */
function addPrior(
  { inverseSquaredLengths, scale, noise }: KernelParameters,
  gradient: Float64Array,
): number {
  const d = inverseSquaredLengths.length;
  let value = log(scale) - scale + 0.1 * log(noise) - 30 * noise;
  gradient[d]! -= 1 - scale;
  gradient[d + 1]! -= (0.1 / noise - 30) * (noise - LEAST_NOISE);
  inverseSquaredLengths.forEach((l, p) => {
    value -= 0.1 / l + 0.1 * l;
    gradient[p]! -= 0.1 / l - 0.1 * l;
  });
  return value;
}
