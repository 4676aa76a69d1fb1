import { exp, log } from "@mien/core/math";
import { chiSquared } from "./chi-squared.ts";
import { gaussLegendre, type Quadrature } from "./gauss-legendre.ts";
import { logGamma } from "./stirling.ts";

/**
 * A quadrature over an estimated deviation s, s^2 ~ chi2(df) / df: sum(weights[i] g(nodes[i])) is
 * the mean of a smooth g(s), to about 1e-13. The weights hold the density 2 (df / 2)^(df / 2) /
 * Gamma(df / 2) s^(df - 1) e^(-df s^2 / 2).
 *
 * @param upTo where g ends, being 0 beyond, so that no panel spans the kink; default none
 */
export function deviationRule(df: number, upTo = Number.POSITIVE_INFINITY): Quadrature {
  const squares = chiSquared(df);
  const from = Math.sqrt(squares.quantile(1e-16) / df);
  const to = Math.min(upTo, Math.sqrt(squares.quantile(1 - 2e-16) / df));
  if (to <= from) return { nodes: new Float64Array(0), weights: new Float64Array(0) };
  const { nodes, weights } = gaussLegendre(from, to, 8);
  const scale = (df / 2) * log(df / 2) - logGamma(df / 2);
  const density = (s: number) => 2 * exp(scale + (df - 1) * log(s) - 0.5 * df * s * s);
  return { nodes, weights: weights.map((weight, i) => weight * density(nodes[i]!)) };
}
