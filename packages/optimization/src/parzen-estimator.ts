import { exp, log, type Random } from "@mien/core/math";
import { logNormalMass, logNormalPdf, truncatedNormalQuantile } from "@mien/statistics";
import {
  type CategoricalParameter,
  type NumericParameter,
  type Parameter,
  stepOf,
} from "./search-space.ts";
import { fromScale, rangeOf, toScale } from "./unit-interval.ts";

/**
 * Notation: N observations of P parameters, K = N + 1 kernels (one at each observation, in their
 * order, and the prior last), each a product over the parameters. Categorical values are indices of
 * choices.
 */
export interface ParzenOptions {
  /** Weight of the prior beside an observation's 1; default 1. */
  readonly priorWeight: number;
  /** Keep each sigma above range / min(100, K + 1); default true. */
  readonly magicClip: boolean;
  /** Let the bounds count as neighbours of the outermost observations; default false. */
  readonly endpoints: boolean;
}

export const PARZEN_DEFAULTS: ParzenOptions = { priorWeight: 1, magicClip: true, endpoints: false };

/** A density over the parameters. */
export interface ParzenEstimator {
  /** Of the K kernels; sums to 1. */
  readonly weights: Float64Array;
  /** One draw [P]. */
  sample(random: Random): Float64Array;
  /**
   * Logarithm of the density at x [P]; of parameters with `log` the density of the logarithm, of
   * those on a grid the probability of the cell.
   */
  logPdf(x: ArrayLike<number>): number;
}

/** One parameter's K kernels. */
interface Dimension {
  sample(kernel: number, random: Random): number;
  /** Adds each kernel's log density at x to `terms` [K]. */
  addLogPdf(x: number, terms: Float64Array): void;
}

/**
 * The mixture of Optuna's `_ParzenEstimator` (5.0): truncated normal kernels, whose sigma is the
 * larger distance to the two neighbours, under the weights that let old observations fade. Cost O(K
 * log K) to make and O(K P) a density.
 *
 * @param observations [N][P], oldest first
 */
export function createParzenEstimator(
  parameters: readonly Parameter[],
  observations: readonly ArrayLike<number>[],
  options: ParzenOptions = PARZEN_DEFAULTS,
): ParzenEstimator {
  const weights = mixtureWeights(observations.length, options.priorWeight);
  const logWeights = weights.map(log);
  const dimensions = parameters.map((parameter, p) => {
    const values = Float64Array.from(observations, (observation) => observation[p]!);
    return parameter.type === "categorical"
      ? categoricalDimension(parameter, values, options)
      : numericDimension(parameter, values, options);
  });
  return {
    weights,
    sample(random) {
      const kernel = drawIndex(weights, random);
      return Float64Array.from(dimensions, (dimension) => dimension.sample(kernel, random));
    },
    logPdf(x) {
      const terms = logWeights.slice();
      dimensions.forEach((dimension, p) => {
        dimension.addLogPdf(x[p]!, terms);
      });
      return logSumExp(terms);
    },
  };
}

/**
 * Ones, the newest 25 whole and a ramp from 1 / n up before them, then the prior's; scaled to sum
 * 1.
 */
function mixtureWeights(n: number, priorWeight: number): Float64Array {
  if (n === 0) return Float64Array.of(1);
  const ramp = n - 25;
  const weights = Float64Array.from({ length: n + 1 }, (_, i) => {
    if (i === n) return priorWeight;
    if (i >= ramp) return 1;
    return i === 0 ? 1 / n : 1 / n + (i * (1 - 1 / n)) / (ramp - 1);
  });
  const total = weights.reduce((sum, w) => sum + w, 0);
  return weights.map((w) => w / total);
}

/**
 * Each kernel: its observation's choice with weight 1, every choice with priorWeight / K besides.
 */
function categoricalDimension(
  { choices }: CategoricalParameter,
  values: Float64Array,
  { priorWeight }: ParzenOptions,
): Dimension {
  const kernels = values.length + 1;
  const share = priorWeight / kernels;
  const observed = share * choices.length + 1;
  const uniform = Float64Array.from(choices, () => 1 / choices.length);
  const probabilities = Array.from({ length: kernels }, (_, k) =>
    k === values.length
      ? uniform
      : Float64Array.from(choices, (_, c) => (c === values[k] ? share + 1 : share) / observed),
  );
  return {
    sample: (kernel, random) => drawIndex(probabilities[kernel]!, random),
    addLogPdf(x, terms) {
      for (let k = 0; k < terms.length; k++) terms[k]! += log(probabilities[k]![x]!);
    },
  };
}

function numericDimension(
  parameter: NumericParameter,
  values: Float64Array,
  options: ParzenOptions,
): Dimension {
  const { low, high } = rangeOf(parameter);
  const observed = values.map((value) => toScale(parameter, value));
  const mus = Float64Array.of(...observed, 0.5 * (low + high));
  const sigmas = Float64Array.of(...kernelSigmas(observed, low, high, options), high - low);
  const logMasses = mus.map((mu, k) =>
    logNormalMass((low - mu) / sigmas[k]!, (high - mu) / sigmas[k]!),
  );
  const logSigmas = sigmas.map(log);
  const half = stepOf(parameter) / 2;
  const cell = gridCells(parameter, mus, sigmas, logMasses);
  return {
    sample(kernel, random) {
      const mu = mus[kernel]!;
      const sigma = sigmas[kernel]!;
      const quantile = truncatedNormalQuantile(
        random.uniform(),
        (low - mu) / sigma,
        (high - mu) / sigma,
      );
      return fromScale(parameter, mu + sigma * quantile);
    },
    addLogPdf(x, terms) {
      const densities = half > 0 ? cell(x) : null;
      const at = toScale(parameter, x);
      for (let k = 0; k < terms.length; k++) {
        terms[k]! +=
          densities === null
            ? logNormalPdf((at - mus[k]!) / sigmas[k]!) - logSigmas[k]! - logMasses[k]!
            : densities[k]!;
      }
    },
  };
}

/**
 * Log of each kernel's share of the cell around a grid's x, kept: candidates often meet in one
 * cell.
 */
function gridCells(
  parameter: NumericParameter,
  mus: Float64Array,
  sigmas: Float64Array,
  logMasses: Float64Array,
): (x: number) => Float64Array {
  const half = stepOf(parameter) / 2;
  const known = new Map<number, Float64Array>();
  return (x) => {
    const kept = known.get(x);
    if (kept !== undefined) return kept;
    const left = toScale(parameter, x - half);
    const right = toScale(parameter, x + half);
    const found = mus.map((mu, k) => {
      const sigma = sigmas[k]!;
      return logNormalMass((left - mu) / sigma, (right - mu) / sigma) - logMasses[k]!;
    });
    known.set(x, found);
    return found;
  };
}

/** The larger distance of each observation to its neighbours in order, within the clip. */
function kernelSigmas(
  mus: Float64Array,
  low: number,
  high: number,
  { magicClip, endpoints }: ParzenOptions,
): Float64Array {
  const n = mus.length;
  const order = Array.from(mus.keys()).sort((i, j) => mus[i]! - mus[j]!);
  const sigmas = new Float64Array(n);
  const least = magicClip ? (high - low) / Math.min(100, n + 2) : 1e-12;
  order.forEach((i, place) => {
    const below = place === 0 ? low : mus[order[place - 1]!]!;
    const above = place === n - 1 ? high : mus[order[place + 1]!]!;
    let sigma = Math.max(mus[i]! - below, above - mus[i]!);
    if (!endpoints && n >= 2 && place === 0) sigma = above - mus[i]!;
    if (!endpoints && n >= 2 && place === n - 1) sigma = mus[i]! - below;
    sigmas[i] = Math.min(Math.max(sigma, least), high - low);
  });
  return sigmas;
}

/** i with probability probabilities[i], which sum to 1. */
function drawIndex(probabilities: Float64Array, random: Random): number {
  let left = random.uniform();
  for (let i = 0; i < probabilities.length - 1; i++) {
    left -= probabilities[i]!;
    if (left < 0) return i;
  }
  return probabilities.length - 1;
}

function logSumExp(terms: Float64Array): number {
  const most = terms.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  if (most === Number.NEGATIVE_INFINITY) return most;
  return log(terms.reduce((sum, term) => sum + exp(term - most), 0)) + most;
}
