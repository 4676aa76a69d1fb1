import { type Alternative, checkAlternative } from "./alternative.ts";
import { checkBetween, checkInteger, checkOneOf, resolveOptions } from "./checks.ts";
import { noncentralT } from "./distributions/noncentral-t.ts";
import { studentT } from "./distributions/student-t.ts";
import { errorFactor } from "./paired-t.ts";
import { solveIncreasingFrom } from "./solve.ts";

/**
 * "paired": n pairs, effects are d_z. "independent": two groups of n each, effects are Cohen's d.
 */
export type TDesign = "paired" | "independent";

/** Options of the power of a t test. */
export interface PowerTOptions {
  /** Level of the test; default 0.05. */
  readonly alpha?: number;
  /** Default two-sided. */
  readonly alternative?: Alternative;
  /** As in `pairedT`; default 0. Paired designs only. */
  readonly testTrainRatio?: number;
}

/**
 * Power of a t test: the noncentral t's mass beyond the critical values (both of them, two-sided),
 * with noncentrality d / sqrt(1 / n + testTrainRatio) and n - 1 degrees of freedom (paired), or d
 * sqrt(n / 2) and 2 n - 2 (independent). To about 1e-13.
 *
 * @param n >= 2 pairs, or values in each group
 * @throws on a bad design, n, effect size or option
 */
export function powerT(
  design: TDesign,
  n: number,
  effectSize: number,
  options: PowerTOptions = {},
): number {
  const { alpha, alternative, testTrainRatio } = resolve("powerT", design, options);
  checkInteger("powerT", "n", n, 2);
  if (!Number.isFinite(effectSize)) {
    throw new Error(`powerT: effectSize must be finite, got ${effectSize}`);
  }
  const df = design === "paired" ? n - 1 : 2 * n - 2;
  const error = errorFactor("powerT", design === "paired" ? n : n / 2, testTrainRatio);
  const { lower, upper } = noncentralT(df, effectSize / error);
  const critical = studentT(df).quantile(1 - (alternative === "two-sided" ? alpha / 2 : alpha));
  if (alternative === "greater") return upper(critical);
  if (alternative === "less") return lower(-critical);
  return upper(critical) + lower(-critical);
}

/**
 * The least effect size > 0 that is found with a given power: 1.80 with 6 values in each of two
 * groups and 1.43 with 6 pairs, at power 0.8 and alpha 0.05.
 *
 * @param power in (alpha, 1)
 * @throws on a bad design, n, power or option
 */
export function detectableEffectT(
  design: TDesign,
  n: number,
  power: number,
  options: PowerTOptions = {},
): number {
  const { alpha, alternative } = resolve("detectableEffectT", design, options);
  checkBetween("detectableEffectT", "power", power, alpha, 1);
  checkInteger("detectableEffectT", "n", n, 2);
  const sign = alternative === "less" ? -1 : 1;
  return sign * solveIncreasingFrom((d) => powerT(design, n, sign * d, options) - power, 0);
}

/**
 * The least n (pairs, or values in each group) with which an effect size is found with a given
 * power; Infinity where 2^24 are not enough, as may be with a `testTrainRatio`: more seeds on the
 * same subjects do not make up for few subjects.
 *
 * @param effectSize not 0, of the alternative's sign
 * @param power in (alpha, 1)
 * @throws on a bad design, effect size, power or option
 */
export function sampleSizeT(
  design: TDesign,
  effectSize: number,
  power: number,
  options: PowerTOptions = {},
): number {
  const { alpha, alternative } = resolve("sampleSizeT", design, options);
  checkBetween("sampleSizeT", "power", power, alpha, 1);
  const towards = { greater: effectSize, less: -effectSize, "two-sided": Math.abs(effectSize) };
  checkBetween("sampleSizeT", "effectSize", towards[alternative], 0, Number.POSITIVE_INFINITY);
  return leastInteger(2, (n) => powerT(design, n, effectSize, options) >= power);
}

const MOST = 2 ** 24;

/**
 * The least integer from `from` on for which a condition, that once true stays true, holds;
 * Infinity where 2^24 is not enough.
 */
export function leastInteger(from: number, holds: (n: number) => boolean): number {
  if (holds(from)) return from;
  let [no, yes] = [from, 2 * from];
  while (!holds(yes)) {
    if (yes >= MOST) return Number.POSITIVE_INFINITY;
    [no, yes] = [yes, 2 * yes];
  }
  while (yes - no > 1) {
    const middle = Math.floor((no + yes) / 2);
    if (holds(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}

function resolve(where: string, design: TDesign, options: PowerTOptions): Required<PowerTOptions> {
  checkOneOf(where, "design", design, ["paired", "independent"]);
  const resolved = resolveOptions<Required<PowerTOptions>>(where, options, {
    alpha: 0.05,
    alternative: "two-sided",
    testTrainRatio: 0,
  });
  if (design === "independent" && resolved.testTrainRatio !== 0) {
    throw new Error(
      `${where}: testTrainRatio must be 0 in an independent design, got ${resolved.testTrainRatio}`,
    );
  }
  checkAlternative(where, resolved.alternative);
  checkBetween(where, "alpha", resolved.alpha, 0, 1);
  return resolved;
}
