/**
 * The q-quantile of sorted values, linear between order statistics (Hyndman & Fan 1996, type 7,
 * numpy's default); NaN of none.
 *
 * @param sorted [N] ascending; not checked
 * @param q in [0, 1]
 */
export function quantile(sorted: ArrayLike<number>, q: number): number {
  if (sorted.length === 0) return Number.NaN;
  const place = q * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (high - low) * (place - below);
}
