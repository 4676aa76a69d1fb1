import { sigmoid, softplus } from "../math/index.ts";

/** P(y = 1) = sigmoid(slope score + intercept). */
export interface Platt {
  readonly slope: number;
  readonly intercept: number;
}

/** Fits both numbers, or the slope alone (a temperature, 1 / slope), or neither. */
export type CalibrationMethod = "platt" | "temperature" | "none";

/** So that a set which the scores separate, or order wrongly, has a finite answer: prior N(1, 2^2) on the slope. */
const SLOPE_PRECISION = 1 / 4;

/**
 * Platt scaling (Platt 1999), by Newton's method on the cross-entropy against his smoothed targets
 * (n1 + 1) / (n1 + 2) and 1 / (n0 + 2), with a weak prior on the slope. Float64; at most 100 steps.
 *
 * @param scores log-odds [N], from models that did not train on these items
 * @param truth 0 or 1 [N]
 */
export function fitPlatt(
  scores: ArrayLike<number>,
  truth: ArrayLike<number>,
  method: CalibrationMethod = "platt",
): Platt {
  const n = scores.length;
  if (method === "none" || n === 0) return { slope: 1, intercept: 0 };
  const positives = Array.from(truth).filter((y) => y === 1).length;
  const high = (positives + 1) / (positives + 2);
  const low = 1 / (n - positives + 2);
  let at: Platt = { slope: 1, intercept: 0 };
  let value = objective(scores, truth, high, low, at);
  for (let step = 0; step < 100; step++) {
    const [ds, di] = newtonStep(scores, truth, high, low, at, method === "platt");
    let share = 1;
    let next = at;
    let lower = value;
    for (; share > 1e-8; share /= 2) {
      next = { slope: at.slope - share * ds, intercept: at.intercept - share * di };
      lower = objective(scores, truth, high, low, next);
      if (lower < value) break;
    }
    if (!(lower < value)) break;
    const gain = value - lower;
    at = next;
    value = lower;
    if (gain < 1e-12 * (1 + value)) break;
  }
  return at;
}

function objective(
  scores: ArrayLike<number>,
  truth: ArrayLike<number>,
  high: number,
  low: number,
  { slope, intercept }: Platt,
): number {
  let sum = (SLOPE_PRECISION / 2) * (slope - 1) * (slope - 1);
  for (let i = 0; i < scores.length; i++) {
    const x = slope * scores[i]! + intercept;
    sum += softplus(x) - (truth[i] === 1 ? high : low) * x;
  }
  return sum;
}

/** H^-1 g for slope and intercept. */
function newtonStep(
  scores: ArrayLike<number>,
  truth: ArrayLike<number>,
  high: number,
  low: number,
  { slope, intercept }: Platt,
  withIntercept: boolean,
): readonly [number, number] {
  let gs = SLOPE_PRECISION * (slope - 1);
  let gi = 0;
  let hss = SLOPE_PRECISION;
  let hsi = 0;
  let hii = 1e-9;
  for (let i = 0; i < scores.length; i++) {
    const s = scores[i]!;
    const p = sigmoid(slope * s + intercept);
    const d = p - (truth[i] === 1 ? high : low);
    const w = p * (1 - p);
    gs += d * s;
    gi += d;
    hss += w * s * s;
    hsi += w * s;
    hii += w;
  }
  if (!withIntercept) return [gs / hss, 0];
  const det = hss * hii - hsi * hsi;
  if (!(det > 1e-12 * hss * hii)) return [gs / hss, 0];
  return [(hii * gs - hsi * gi) / det, (hss * gi - hsi * gs) / det];
}
