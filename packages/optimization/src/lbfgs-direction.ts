/**
 * A step s [n] and the change y [n] of the gradient along it; rho = 1 / (s . y), with s . y > 0.
 */
export interface CurvaturePair {
  readonly s: Float64Array;
  readonly y: Float64Array;
  readonly rho: number;
}

/** The scalar product, summed in order. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/**
 * The quasi-Newton direction -H g of limited-memory BFGS by the two-loop recursion (Nocedal &
 * Wright 2006, algorithm 7.4). H is gamma I, with gamma = (s . y) / (y . y) of the latest pair,
 * updated by every pair in turn. Cost O(n) a pair.
 *
 * @param gradient g [n], left alone
 * @param pairs the latest steps, oldest first
 * @param firstScale gamma where there is no pair yet
 */
export function lbfgsDirection(
  gradient: Float64Array,
  pairs: readonly CurvaturePair[],
  firstScale: number,
): Float64Array {
  const q = gradient.map((g) => -g);
  const alphas = new Float64Array(pairs.length);
  for (let k = pairs.length - 1; k >= 0; k--) {
    const { s, y, rho } = pairs[k]!;
    const alpha = rho * dot(s, q);
    alphas[k] = alpha;
    for (let i = 0; i < q.length; i++) q[i]! -= alpha * y[i]!;
  }
  const last = pairs.at(-1);
  const scale = last === undefined ? firstScale : 1 / (last.rho * dot(last.y, last.y));
  for (let i = 0; i < q.length; i++) q[i]! *= scale;
  pairs.forEach(({ s, y, rho }, k) => {
    const beta = alphas[k]! - rho * dot(y, q);
    for (let i = 0; i < q.length; i++) q[i]! += beta * s[i]!;
  });
  return q;
}
