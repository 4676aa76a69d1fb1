import { exp, expm1, log, log1p } from "@mien/core/math";
import { checkNumber, type Distribution, distributionOf, type Tails } from "./distribution.ts";
import { erf, erfc } from "./erf.ts";
import { incompleteGamma } from "./incomplete-gamma.ts";

const LOG_SQRT_2PI = 0.9189385332046728;
/** From here on the left tail goes by its continued fraction, which then needs no more than `DEPTH` steps. */
const TAIL = -5;
const DEPTH = 40;

/**
 * The standard normal distribution, through the incomplete gamma function of 1/2. Relative error of either tail below 1e-13, and
 * growing as its logarithm below 1e-40. `normalCdf` is faster, and differs in the last digits: the bytes of analyses rest on
 * this one.
 */
export const normal: Distribution = distributionOf("normal", Number.NEGATIVE_INFINITY, normalTails);

function normalTails(x: number): Tails {
  checkNumber("normal", x);
  const { lower, upper } = incompleteGamma(0.5, 0.5 * x * x);
  const far = 0.5 * upper;
  const near = 0.5 + 0.5 * lower;
  return x < 0 ? { lower: far, upper: near } : { lower: near, upper: far };
}

/** ln of the standard normal density, -x^2 / 2 - ln(2 pi) / 2. */
export function logNormalPdf(x: number): number {
  return -0.5 * x * x - LOG_SQRT_2PI;
}

/** Phi(x), of NaN NaN: for inner loops that have checked their x. */
export function normalCdf(x: number): number {
  return 0.5 * erfc(-x * Math.SQRT1_2);
}

/**
 * The tail c(t) of Laplace's continued fraction of Mills' ratio, for t >= 5:
 * (1 - Phi(t)) / phi(t) = 1 / (t + c), c = 1 / (t + 2 / (t + 3 / (t + ...))). To some ulp.
 */
export function millsTail(t: number): number {
  let denominator = t;
  for (let k = DEPTH; k >= 2; k--) denominator = t + k / denominator;
  return 1 / denominator;
}

/** ln Phi(x), to a few ulp of the larger of the result and 1e-16; no underflow on the left. */
export function logNormalCdf(x: number): number {
  if (x > 0) return log1p(-normalCdf(-x));
  if (x > TAIL) return log(normalCdf(x));
  return logNormalPdf(x) - log(-x + millsTail(-x));
}

/**
 * ln(Phi(b) - Phi(a)) for a <= b. In the tails by logarithms, across 0 as a sum of two terms of one sign
 * (scipy's truncnorm and Optuna's `_log_gauss_mass` do the like). Relative error below 1e-13.
 */
export function logNormalMass(a: number, b: number): number {
  if (a > 0) return logNormalMass(-b, -a);
  if (b > 0) {
    const mass = 0.5 * (erf(b * Math.SQRT1_2) - erf(a * Math.SQRT1_2));
    return mass < 0.5 ? log(mass) : log1p(-normalCdf(a) - normalCdf(-b));
  }
  const upper = logNormalCdf(b);
  return upper + log(-expm1(logNormalCdf(a) - upper));
}

/**
 * x with ln Phi(x) = y for y < 0: Newton's method from the starting points of Optuna's `_ndtri_exp`. Relative error below
 * 1e-12, beside 0 absolute.
 */
export function inverseLogNormalCdf(y: number): number {
  // Near 0 the other tail keeps the digits: ln(1 - e^y).
  if (y > -0.01) return -inverseLogNormalCdf(log(-expm1(y)));
  let x = y < -5 ? -Math.sqrt(-2 * (y + LOG_SQRT_2PI)) : -(Math.sqrt(3) / Math.PI) * log(expm1(-y));
  for (let iteration = 0; iteration < 100; iteration++) {
    const at = logNormalCdf(x);
    const step = (at - y) * exp(at - logNormalPdf(x));
    x -= step;
    if (Math.abs(step) <= 1e-10 * Math.abs(x) + 1e-14) break;
  }
  return x;
}

/**
 * The q-quantile of the standard normal distribution cut to [a, b]: x with
 * Phi(x) = Phi(a) + q (Phi(b) - Phi(a)), by logarithms, so that it holds far out too. To 1e-9 of the share q.
 *
 * @param q in [0, 1]; beyond it the nearer bound
 * @param a < b
 */
export function truncatedNormalQuantile(q: number, a: number, b: number): number {
  if (q <= 0) return a;
  if (q >= 1) return b;
  if (a >= 0) return -truncatedNormalQuantile(1 - q, -b, -a);
  const logCdf = logSum(logNormalCdf(a), log(q) + logNormalMass(a, b));
  return Math.min(Math.max(inverseLogNormalCdf(Math.min(logCdf, -1e-300)), a), b);
}

/** ln(e^a + e^b). */
function logSum(a: number, b: number): number {
  const most = Math.max(a, b);
  return most === Number.NEGATIVE_INFINITY ? most : most + log1p(exp(-Math.abs(a - b)));
}
