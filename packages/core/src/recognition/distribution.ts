import { exp } from "../math/index.ts";

/**
 * The distribution over an exclusive task's labels: softmax(logits / temperature). From calibrated one-vs-all log-odds at temperature 1 it is
 * P(k | exactly one of the labels), the heads taken as independent: the odds p / (1 - p), normalised.
 *
 * @param logits [C]
 * @param out written [C]
 */
export function writeDistribution(
  logits: ArrayLike<number>,
  temperature: number,
  out: Float64Array,
): void {
  const C = out.length;
  let most = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < C; k++) most = Math.max(most, logits[k]!);
  let sum = 0;
  for (let k = 0; k < C; k++) {
    out[k] = exp((logits[k]! - most) / temperature);
    sum += out[k]!;
  }
  for (let k = 0; k < C; k++) out[k] = out[k]! / sum;
}

/** Index of the largest value; the first of equals. */
export function argmax(values: ArrayLike<number>): number {
  let best = 0;
  for (let k = 1; k < values.length; k++) if (values[k]! > values[best]!) best = k;
  return best;
}
