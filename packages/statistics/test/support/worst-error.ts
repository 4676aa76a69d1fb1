/** Largest |found - expected| / max(|expected|, floor). */
export function worstError(
  found: ArrayLike<number>,
  expected: readonly number[],
  floor = 0,
): number {
  return expected.reduce((worst, e, i) => {
    const error = Math.abs(found[i]! - e) / Math.max(Math.abs(e), floor);
    // NaN must fail, not vanish in a maximum; 0 beside 0 is right.
    return found[i] === e
      ? worst
      : Number.isNaN(error)
        ? Number.POSITIVE_INFINITY
        : Math.max(worst, error);
  }, 0);
}
