import {
  detectableEffectT,
  mean,
  normal,
  powerT,
  powerTost,
  sampleSizeT,
  variance,
} from "@mien/statistics";
import type { ComparisonRules } from "./comparison-rules.ts";
import { figure } from "./figure.ts";
import type { Comparison } from "./types.ts";

/** The power that is asked for throughout. */
export const POWER = 0.8;

/** Beyond this d_z every sample is enough, and the noncentral t is not needed. */
const SURE = 30;

/**
 * What a comparison could find, and how many replicates it would take; null where nothing varies. More seeds on the same folds do
 * not make up for few subjects: with the correction for overlap no number may be enough.
 */
export function powerOfComparison(
  differences: Float64Array,
  { margin, alpha, testTrainRatio, detectableDz }: ComparisonRules,
): Comparison["power"] {
  const n = differences.length;
  const deviation = Math.sqrt(variance(differences));
  if (!(n >= 2 && deviation > 0)) return NOTHING;
  const options = { alpha, testTrainRatio };
  const [seen, atMargin] = [mean(differences) / deviation, margin / deviation];
  const detectable = detectableDz(n);
  const needed = (d: number) =>
    isEverEnough(d, alpha, testTrainRatio)
      ? figure(sampleSizeT("paired", Math.min(SURE, Math.abs(d)), POWER, options))
      : null;
  const power = (d: number) => figure(powerT("paired", n, Math.min(SURE, Math.abs(d)), options));
  return {
    achieved: power(seen),
    atMargin: power(atMargin),
    ofEquivalence: figure(powerTost(n, atMargin, options)),
    detectableDz: figure(detectable),
    detectable: figure(detectable * deviation),
    neededForAchieved: needed(seen),
    neededForMargin: needed(atMargin),
  };
}

/** Whether any number of replicates has the power: that of infinitely many is the normal test's about d / sqrt(ratio). */
function isEverEnough(d: number, alpha: number, testTrainRatio: number): boolean {
  if (d === 0) return false;
  const distance = Math.abs(d) / Math.sqrt(testTrainRatio);
  const critical = normal.quantile(1 - alpha / 2);
  return normal.upper(critical - distance) + normal.lower(-critical - distance) > POWER;
}

/** The least d_z that n pairs find with 80 %, each n solved for once. */
export function createDetectable(
  options: Pick<ComparisonRules, "alpha" | "testTrainRatio">,
): ComparisonRules["detectableDz"] {
  const known = new Map<number, number>();
  return (n) => {
    const found = known.get(n) ?? detectableEffectT("paired", n, POWER, options);
    known.set(n, found);
    return found;
  };
}

const NOTHING: Comparison["power"] = {
  achieved: null,
  atMargin: null,
  ofEquivalence: null,
  detectableDz: null,
  detectable: null,
  neededForAchieved: null,
  neededForMargin: null,
};
