import { exp, log, log1p } from "@mien/core/math";

const HALF_LOG_TWO_PI = 0.9189385332046728;

/**
 * The remainder of Stirling's formula, ln Gamma(x) - [(x - 1/2) ln x - x + ln(2 pi) / 2], for x >
 * 0: the asymptotic series from 10 on, the recurrence below. Powers and gammas that nearly cancel
 * are put together from these remainders without losing digits (Loader 2000). Absolute error below
 * 1e-15.
 */
export function stirlingRemainder(x: number): number {
  if (x < 10) return stirlingRemainder(x + 1) + ((x + 0.5) * log1p(1 / x) - 1);
  const r = 1 / (x * x);
  return (
    (1 / 12 -
      r *
        (1 / 360 -
          r *
            (1 / 1260 -
              r *
                (1 / 1680 -
                  r * (1 / 1188 - r * (691 / 360360 - r * (1 / 156 - r * (3617 / 122400)))))))) /
    x
  );
}

/** ln Gamma(x) for x > 0; relative error some ulp, absolute near the zeros at 1 and 2. */
export function logGamma(x: number): number {
  if (!(x > 0)) throw new Error(`logGamma: x must be > 0, got ${x}`);
  return (x - 0.5) * log(x) - x + HALF_LOG_TWO_PI + stirlingRemainder(x);
}

/**
 * a ln(1 + u / a), also where u / a is near -1 and the quotient itself, `1 + u / a`, is known
 * better.
 */
export const scaledLog = (a: number, u: number, quotient: number): number =>
  a * (Math.abs(u) < 0.5 * a ? log1p(u / a) : log(quotient));

/**
 * x^a y^b / B(a, b) for x + y = 1, both in (0, 1). Relative error about 1e-15 (1 + |log of the
 * result|).
 */
export function betaPower(x: number, y: number, a: number, b: number): number {
  const c = a + b;
  const u = x * b - y * a; // x c - a
  const logs = scaledLog(a, u, (x * c) / a) + scaledLog(b, -u, (y * c) / b);
  const rest = stirlingRemainder(c) - stirlingRemainder(a) - stirlingRemainder(b);
  return exp(logs + rest) * Math.sqrt((a / c) * b * (0.5 / Math.PI));
}

/** x^a e^-x / Gamma(a) for x > 0. Relative error about 1e-15 (1 + |x - a|). */
export function gammaPower(x: number, a: number): number {
  const u = x - a;
  const logs = scaledLog(a, u, x / a) - u - stirlingRemainder(a);
  return exp(logs) * Math.sqrt(a * (0.5 / Math.PI));
}

/**
 * The Poisson probability e^-mean mean^j / Gamma(j + 1) for mean > 0, j >= 0; j need not be whole.
 */
export const poisson = (mean: number, j: number): number => gammaPower(mean, j + 1) / mean;
