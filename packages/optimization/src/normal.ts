import { exp, expm1, log, log1p } from "@mien/core/math";
import { erf, erfc } from "./erf.ts";

const LOG_SQRT_2PI = 0.9189385332046728;
const SQRT_2PI = 2.5066282746310002;
/** From here on the left tail goes by its continued fraction, which then needs no more than `DEPTH` steps. */
const TAIL = -5;
const DEPTH = 40;

/** ln of the standard normal density. */
export function logNormalPdf(x: number): number {
  return -0.5 * x * x - LOG_SQRT_2PI;
}

/** Phi(x), the standard normal distribution function. */
export function normalCdf(x: number): number {
  return 0.5 * erfc(-x * Math.SQRT1_2);
}

/**
 * The tail c(t) of Laplace's continued fraction of Mills' ratio, for t >= 5:
 * (1 - Phi(t)) / phi(t) = 1 / (t + c), c = 1 / (t + 2 / (t + 3 / (t + ...))).
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
 * (scipy's truncnorm and Optuna's `_log_gauss_mass` do the like).
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

/** The q-quantile of the standard normal distribution cut to [a, b], a < b, q in [0, 1]. */
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

/**
 * ln h(z), h(z) = E[max(0, z + e)] = phi(z) + z Phi(z) for a standard normal e, and its derivative Phi(z) / h(z):
 * the logarithm of expected improvement in units of the standard deviation (Ament et al. 2023, arXiv 2310.20708).
 * Left of -5 by h = phi c / (t + c) with t = -z and c of `millsTail`: nothing cancels, at any z.
 */
export function logImprovement(z: number): { readonly value: number; readonly slope: number } {
  if (z < TAIL) {
    const c = millsTail(-z);
    // Phi / h = (phi / (t + c)) / (phi c / (t + c)) = 1 / c.
    return { value: logNormalPdf(z) + log(c / (c - z)), slope: 1 / c };
  }
  const cdf = normalCdf(z);
  const h = exp(-0.5 * z * z) / SQRT_2PI + z * cdf;
  return { value: log(h), slope: cdf / h };
}
