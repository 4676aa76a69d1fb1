/**
 * Holm's adjusted p values (1979): the i-th smallest of m times m - i + 1, made monotone, at most
 * 1. Rejecting those at or below alpha keeps the chance of any false rejection below alpha,
 * whatever their dependence. A NaN stays NaN and is not counted in m.
 *
 * @throws on a p outside [0, 1]
 */
export function holm(p: ArrayLike<number>): Float64Array {
  const { adjusted, order } = ascending("holm", p);
  let largest = 0;
  order.forEach((at, i) => {
    largest = Math.max(largest, Math.min(1, (order.length - i) * p[at]!));
    adjusted[at] = largest;
  });
  return adjusted;
}

/**
 * Benjamini and Hochberg's adjusted p values (1995): the i-th smallest of m times m / i, made
 * monotone from the largest down. Rejecting those at or below q keeps the expected share of false
 * ones among the rejected below q, for tests that are independent or positively dependent. A NaN
 * stays NaN and is not counted in m.
 *
 * @throws on a p outside [0, 1]
 */
export function benjaminiHochberg(p: ArrayLike<number>): Float64Array {
  const { adjusted, order } = ascending("benjaminiHochberg", p);
  let smallest = 1;
  for (let i = order.length - 1; i >= 0; i--) {
    const at = order[i]!;
    smallest = Math.min(smallest, (order.length / (i + 1)) * p[at]!);
    adjusted[at] = smallest;
  }
  return adjusted;
}

/** The places of the defined p values, smallest first, and room for the adjusted ones. */
function ascending(where: string, p: ArrayLike<number>) {
  const order: number[] = [];
  for (let i = 0; i < p.length; i++) {
    if (Number.isNaN(p[i])) continue;
    if (!(p[i]! >= 0 && p[i]! <= 1)) {
      throw new Error(`${where}: p[${i}] must be in [0, 1] or NaN, got ${p[i]}`);
    }
    order.push(i);
  }
  order.sort((i, j) => p[i]! - p[j]!);
  return { adjusted: new Float64Array(p.length).fill(Number.NaN), order };
}
