import { checkBetween } from "./checks.ts";
import { noncentralityOfF } from "./noncentrality.ts";

/** A share of variance in [0, 1], with its confidence interval. */
export interface EtaSquared {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly confidence: number;
}

/**
 * Partial eta squared of an F test, F df1 / (F df1 + df2) = SS / (SS + SS_error), with the interval
 * lambda / (lambda + n) at the limits of the noncentrality lambda (Steiger 2004). With a confidence
 * of 1 - 2 alpha the interval leaves 0 out exactly where the F test says so at alpha: 0.9 goes with
 * 0.05. NaN where F is. To about 1e-12.
 *
 * @param n observations in all
 * @throws unless the confidence is in (0, 1)
 */
export function partialEtaSquared(
  f: number,
  df1: number,
  df2: number,
  n: number,
  confidence = 0.9,
): EtaSquared {
  checkBetween("partialEtaSquared", "confidence", confidence, 0, 1);
  const [low, high] = noncentralityOfF(f, df1, df2, confidence).map((l) => l / (l + n));
  const value = f === Number.POSITIVE_INFINITY ? 1 : (f * df1) / (f * df1 + df2);
  return { value, low: low!, high: high!, confidence };
}
