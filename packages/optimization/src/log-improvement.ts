import { exp, log } from "@mien/core/math";
import { logNormalPdf, millsTail, normalCdf } from "@mien/statistics";

const SQRT_2PI = 2.5066282746310002;

/**
 * ln h(z), h(z) = E[max(0, z + e)] = phi(z) + z Phi(z) for a standard normal e, and its derivative
 * Phi(z) / h(z): the logarithm of expected improvement in units of the standard deviation (Ament et
 * al. 2023, arXiv 2310.20708). Left of -5 by h = phi c / (t + c) with t = -z and c of `millsTail`:
 * nothing cancels, at any z.
 */
export function logImprovement(z: number): { readonly value: number; readonly slope: number } {
  if (z < -5) {
    const c = millsTail(-z);
    // Phi / h = (phi / (t + c)) / (phi c / (t + c)) = 1 / c.
    return { value: logNormalPdf(z) + log(c / (c - z)), slope: 1 / c };
  }
  const cdf = normalCdf(z);
  const h = exp(-0.5 * z * z) / SQRT_2PI + z * cdf;
  return { value: log(h), slope: cdf / h };
}
