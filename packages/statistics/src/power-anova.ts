import { checkBetween, checkInteger, resolveOptions } from "./checks.ts";
import { fisherF } from "./distributions/fisher-f.ts";
import { noncentralF } from "./distributions/noncentral-f.ts";
import { leastInteger } from "./power-t.ts";
import { solveIncreasingFrom } from "./solve.ts";

/** An effect's place in an analysis of variance. */
export interface AnovaDesign {
  /** Degrees of freedom of the effect: 1 for each effect of a 2^k design. */
  readonly dfEffect: number;
  /**
   * Parameters of the whole model, the mean and the blocks among them: 8 + 5 for 2 x 2 x 2 over six
   * blocks.
   */
  readonly parameters: number;
}

/** Options of the power of an F test. */
export interface PowerAnovaOptions {
  /** Level of the test; default 0.05. */
  readonly alpha?: number;
}

/**
 * Cohen's f = sqrt(eta^2 / (1 - eta^2)) of a partial eta squared (Cohen 1988).
 *
 * @throws unless it is in [0, 1)
 */
export function cohenF(partialEtaSquared: number): number {
  if (!(partialEtaSquared >= 0 && partialEtaSquared < 1)) {
    throw new Error(`cohenF: partialEtaSquared must be in [0, 1), got ${partialEtaSquared}`);
  }
  return Math.sqrt(partialEtaSquared / (1 - partialEtaSquared));
}

/**
 * Power of an F test in an analysis of variance of n observations: the noncentral F's mass beyond
 * the critical value, with noncentrality n f^2 and n - parameters degrees of freedom for the error
 * (Cohen 1988). To about 1e-13.
 *
 * @param n observations in all, more than parameters
 * @param effectSize Cohen's f >= 0
 * @throws on a bad design, n, effect size or option
 */
export function powerAnova(
  design: AnovaDesign,
  n: number,
  effectSize: number,
  options: PowerAnovaOptions = {},
): number {
  const alpha = resolve("powerAnova", design, options);
  checkInteger("powerAnova", "n", n, design.parameters + 1);
  if (!(effectSize >= 0 && effectSize < Number.POSITIVE_INFINITY)) {
    throw new Error(`powerAnova: effectSize must be finite and >= 0, got ${effectSize}`);
  }
  const dfError = n - design.parameters;
  const critical = fisherF(design.dfEffect, dfError).quantile(1 - alpha);
  return noncentralF(design.dfEffect, dfError, n * effectSize * effectSize).upper(critical);
}

/**
 * The least Cohen's f that n observations find with a given power: the inverse of `powerAnova` in
 * the effect size.
 *
 * @param power in (alpha, 1)
 * @throws on a bad design, n, power or option
 */
export function detectableEffectAnova(
  design: AnovaDesign,
  n: number,
  power: number,
  options: PowerAnovaOptions = {},
): number {
  const alpha = resolve("detectableEffectAnova", design, options);
  checkBetween("detectableEffectAnova", "power", power, alpha, 1);
  checkInteger("detectableEffectAnova", "n", n, design.parameters + 1);
  return solveIncreasingFrom((f) => powerAnova(design, n, f, options) - power, 0);
}

/**
 * The least number of observations in all with which a Cohen's f is found with a given power;
 * Infinity beyond 2^24.
 *
 * @param effectSize Cohen's f > 0
 * @param power in (alpha, 1)
 * @throws on a bad design, effect size, power or option
 */
export function sampleSizeAnova(
  design: AnovaDesign,
  effectSize: number,
  power: number,
  options: PowerAnovaOptions = {},
): number {
  const alpha = resolve("sampleSizeAnova", design, options);
  checkBetween("sampleSizeAnova", "power", power, alpha, 1);
  checkBetween("sampleSizeAnova", "effectSize", effectSize, 0, Number.POSITIVE_INFINITY);
  const enough = (n: number) => powerAnova(design, n, effectSize, options) >= power;
  return leastInteger(design.parameters + 1, enough);
}

function resolve(where: string, design: AnovaDesign, options: PowerAnovaOptions): number {
  const { alpha } = resolveOptions<Required<PowerAnovaOptions>>(where, options, { alpha: 0.05 });
  checkBetween(where, "alpha", alpha, 0, 1);
  checkInteger(where, "dfEffect", design.dfEffect, 1);
  checkInteger(where, "parameters", design.parameters, design.dfEffect + 1);
  return alpha;
}
