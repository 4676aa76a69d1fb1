import {
  detectableEffectT,
  mean,
  powerT,
  powerTost,
  sampleSizeT,
  variance,
} from "../statistics/index.ts";
import type { Judgement } from "./compare-paired.ts";
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
  { margin, alpha, testTrainRatio }: Judgement,
): Comparison["power"] {
  const n = differences.length;
  const deviation = Math.sqrt(variance(differences));
  if (!(n >= 2 && deviation > 0)) return NOTHING;
  const options = { alpha, testTrainRatio };
  const [seen, atMargin] = [mean(differences) / deviation, margin / deviation];
  const detectable = detectableEffectT("paired", n, POWER, options);
  const needed = (d: number) =>
    d === 0 ? null : figure(sampleSizeT("paired", Math.min(SURE, Math.abs(d)), POWER, options));
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

const NOTHING: Comparison["power"] = {
  achieved: null,
  atMargin: null,
  ofEquivalence: null,
  detectableDz: null,
  detectable: null,
  neededForAchieved: null,
  neededForMargin: null,
};
