/**
 * The x in [low, high] where an increasing function passes 0, by Chandrupatla's method (1997):
 * inverse quadratic interpolation where it is safe, bisection elsewhere. To 2 ulp of x, in about 10
 * evaluations.
 *
 * @param f increasing, f(low) <= 0 <= f(high)
 */
export function solveIncreasing(f: (x: number) => number, low: number, high: number): number {
  let [x1, x2] = [high, low];
  let [f1, f2] = [f(x1), f(x2)];
  let t = 0.5;
  for (;;) {
    const x = x1 + t * (x2 - x1);
    const fx = f(x);
    const [x3, f3] = Math.sign(fx) === Math.sign(f1) ? [x1, f1] : [x2, f2];
    if (x3 === x2) [x2, f2] = [x1, f1];
    [x1, f1] = [x, fx];
    const best = Math.abs(f1) < Math.abs(f2) ? x1 : x2;
    const share = (Number.EPSILON * Math.abs(best) + 1e-300) / Math.abs(x2 - x1);
    if (!(share <= 0.5) || f1 === 0 || f2 === 0) return Math.abs(f2) < Math.abs(f1) ? x2 : x1;
    t = Math.min(1 - share, Math.max(share, step(x1, x2, x3, f1, f2, f3)));
  }
}

/** Where between x1 and x2 to look next, as a share of the way. */
function step(x1: number, x2: number, x3: number, f1: number, f2: number, f3: number): number {
  const xi = (x1 - x2) / (x3 - x2);
  const phi = (f1 - f2) / (f3 - f2);
  if (!(phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi)) return 0.5;
  return (
    (f1 / (f2 - f1)) * (f3 / (f2 - f3)) +
    ((x3 - x1) / (x2 - x1)) * (f1 / (f3 - f1)) * (f2 / (f3 - f2))
  );
}

/**
 * The same where only one end is known, or none: the bracket doubles until the function changes its
 * sign. Infinite where it does not within the float64 range.
 *
 * @param low where to begin; null for an x that may be anywhere on the line
 */
export function solveIncreasingFrom(f: (x: number) => number, low: number | null): number {
  let [from, to] = [low ?? -1, (low ?? 0) + 1];
  if (low === null) {
    while (f(from) > 0) {
      [from, to] = [2 * from, from];
      if (from === Number.NEGATIVE_INFINITY) return from;
    }
  }
  while (f(to) < 0) {
    [from, to] = [to, to + 2 * Math.abs(to)];
    if (to === Number.POSITIVE_INFINITY) return to;
  }
  return solveIncreasing(f, from, to);
}
