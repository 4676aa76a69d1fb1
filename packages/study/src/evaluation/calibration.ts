import { checkClasses, checkSameLength, type Metric, ratio } from "./metric.ts";

function checkProbabilities(where: string, truth: ArrayLike<number>, p: ArrayLike<number>): void {
  checkSameLength(where, "probabilities", p, truth.length);
  checkClasses(where, "truth", truth, 2);
  for (let i = 0; i < p.length; i++) {
    if (!(p[i]! >= 0 && p[i]! <= 1)) {
      throw new Error(`${where}: probabilities[${i}] must be in [0, 1], got ${p[i]}`);
    }
  }
}

/**
 * Mean of (p - y)^2 (Brier 1950); 0 is best. NaN without items.
 *
 * @param truth [N] 0 or 1
 * @param probabilities [N] of 1
 * @throws on unequal lengths or a value out of range
 */
export function brierScore(truth: ArrayLike<number>, probabilities: ArrayLike<number>): Metric {
  checkProbabilities("brierScore", truth, probabilities);
  let sum = 0;
  for (let i = 0; i < truth.length; i++) sum += (probabilities[i]! - truth[i]!) ** 2;
  return ratio(sum, truth.length);
}

/** One bin of a reliability diagram. */
export interface CalibrationBin {
  readonly count: number;
  /** Of the probabilities; NaN in an empty bin. */
  readonly meanProbability: number;
  /** Share of ones; NaN in an empty bin. */
  readonly frequency: number;
}

/**
 * Reliability in `bins` bins of equal width, [0, 1/b), [1/b, 2/b), ..., [(b-1)/b, 1].
 *
 * @param truth [N] 0 or 1
 * @param probabilities [N] of 1
 * @returns [bins]
 * @throws on unequal lengths, a value out of range, or bins that is not an integer >= 1
 */
export function calibrationBins(
  truth: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  bins = 10,
): CalibrationBin[] {
  checkProbabilities("calibrationBins", truth, probabilities);
  if (!Number.isSafeInteger(bins) || bins < 1) {
    throw new Error(`calibrationBins: bins must be an integer >= 1, got ${bins}`);
  }
  const sums = Array.from({ length: bins }, () => ({ count: 0, probability: 0, ones: 0 }));
  for (let i = 0; i < truth.length; i++) {
    const bin = sums[Math.min(bins - 1, Math.floor(probabilities[i]! * bins))]!;
    bin.count++;
    bin.probability += probabilities[i]!;
    bin.ones += truth[i]!;
  }
  return sums.map(({ count, probability, ones }) => ({
    count,
    meanProbability: ratio(probability, count).value,
    frequency: ratio(ones, count).value,
  }));
}

/**
 * Expected calibration error: sum over bins of count / N |frequency - mean probability| (Naeini et al. 2015). NaN without
 * items.
 *
 * @param truth [N] 0 or 1
 * @param probabilities [N] of 1
 * @throws as calibrationBins does
 */
export function expectedCalibrationError(
  truth: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  bins = 10,
): Metric {
  const sum = calibrationBins(truth, probabilities, bins)
    .filter((bin) => bin.count > 0)
    .reduce((s, bin) => s + bin.count * Math.abs(bin.frequency - bin.meanProbability), 0);
  return ratio(sum, truth.length);
}
