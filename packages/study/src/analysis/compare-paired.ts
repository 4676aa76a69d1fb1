import type { Random } from "@mien/core/math";
import {
  bayesianCorrelatedT,
  brownForsythe,
  cohenDz,
  type EffectSize,
  hedgesCorrection,
  mean,
  pairedT,
  shapiroWilk,
  signFlip,
  tostPaired,
  variance,
  wilcoxon,
} from "@mien/statistics";
import type { ComparisonRules } from "./comparison-rules.ts";
import type { Contrast } from "./contrasts.ts";
import { figure } from "./figure.ts";
import { powerOfComparison } from "./power.ts";
import type { Comparison, EffectInterval, EffectMetric } from "./types.ts";

/** Two sides in each replicate. */
export interface Sides {
  readonly contrast: Contrast;
  readonly metric: EffectMetric;
  readonly differences: Float64Array;
  /** The two sides' values; null for an interaction. */
  readonly values: readonly [readonly number[], readonly number[]] | null;
}

/** Before the p values are adjusted over the family. */
export type Unadjusted = Omit<Comparison, "verdict">;

/**
 * Every test of one comparison. Those that share training recordings over folds (t, TOST, d_z, power) are corrected by Nadeau and
 * Bengio's ratio; Wilcoxon and the permutation are not, and find too much where folds overlap.
 */
export function comparePaired(sides: Sides, rules: ComparisonRules, random: Random): Unadjusted {
  const { contrast, metric, differences, values } = sides;
  const { confidence, testTrainRatio } = rules;
  const dz = cohenDz(differences, { confidence, testTrainRatio });
  // Hedges' g_z: d_z, and its limits, times J.
  const correction = hedgesCorrection(differences.length - 1);
  const { kind, name, factors, from, to } = contrast;
  const side = (i: 0 | 1) => figure(values === null ? Number.NaN : mean(values[i]));
  return {
    kind,
    name,
    factors,
    from,
    to,
    metric,
    n: differences.length,
    differences: Array.from(differences),
    fromMean: side(0),
    toMean: side(1),
    estimate: figure(mean(differences)),
    standardDeviation: figure(Math.sqrt(variance(differences))),
    ...testsOf(differences, rules, random),
    dz: effectInterval(dz, 1),
    gz: effectInterval(dz, correction),
    power: powerOfComparison(differences, rules),
    assumptions: assumptionsOf(sides),
  };
}

const effectInterval = (
  { value, low, high, confidence }: EffectSize,
  factor: number,
): EffectInterval => ({
  value: figure(factor * value),
  low: figure(factor * low),
  high: figure(factor * high),
  confidence,
});

function testsOf(
  differences: Float64Array,
  { margin, alpha, confidence, testTrainRatio, rho }: ComparisonRules,
  random: Random,
): Pick<Unadjusted, "t" | "wilcoxon" | "permutation" | "tost" | "bayes"> {
  const t = pairedT(differences, { confidence, testTrainRatio });
  const ranks = wilcoxon(differences);
  const permutation = signFlip(differences, random);
  const tost = tostPaired(differences, margin, { testTrainRatio, alpha });
  const bayes = bayesianCorrelatedT(differences, margin, rho);
  return {
    t: {
      t: figure(t.t),
      df: t.df,
      standardError: figure(t.standardError),
      low: figure(t.low),
      high: figure(t.high),
      confidence,
      p: figure(t.p),
      pHolm: null,
      pBenjaminiHochberg: null,
      testTrainRatio,
    },
    wilcoxon: { p: figure(ranks.p), rankBiserial: figure(ranks.rankBiserial), n: ranks.n },
    permutation: { p: figure(permutation.p), method: permutation.method },
    tost: {
      margin,
      p: figure(tost.p),
      equivalent: tost.equivalent,
      low: figure(tost.low),
      high: figure(tost.high),
      alpha,
    },
    bayes: {
      below: figure(bayes.left),
      within: figure(bayes.rope),
      above: figure(bayes.right),
      rho,
    },
  };
}

function assumptionsOf({ differences, values }: Sides): Comparison["assumptions"] {
  const shape = shapiroWilk(differences);
  const hasSides = values !== null && values[0].length > 0;
  const spread = hasSides ? brownForsythe(values) : null;
  return {
    shapiroWilk: { w: figure(shape.w), p: figure(shape.p) },
    brownForsythe: spread && { f: figure(spread.f), p: figure(spread.p) },
  };
}
