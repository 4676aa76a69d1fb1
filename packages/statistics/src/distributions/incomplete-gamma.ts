import { continuedFraction } from "./continued-fraction.ts";
import type { Tails } from "./distribution.ts";
import { gammaPower } from "./stirling.ts";

/**
 * The regularised incomplete gamma functions P(a, x) and Q(a, x): the series below a + 1,
 * Legendre's continued fraction above (Abramowitz & Stegun 6.5.29, 6.5.31). Relative error of the
 * side computed below 1e-13 for a up to 1e4.
 */
export function incompleteGamma(a: number, x: number): Tails {
  if (x <= 0) return { lower: 0, upper: 1 };
  if (x === Number.POSITIVE_INFINITY) return { lower: 1, upper: 0 };
  const power = gammaPower(x, a);
  if (x < a + 1) {
    const lower = power * series(a, x);
    return { lower, upper: 1 - lower };
  }
  const fraction = continuedFraction((m) => [m * (a - m), x - a + 1 + 2 * m]);
  const upper = power / fraction;
  return { lower: 1 - upper, upper };
}

/** Sum over n >= 0 of x^n / (a (a + 1) ... (a + n)). */
function series(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; term > sum * (Number.EPSILON / 4); n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}
