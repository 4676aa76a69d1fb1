import { readFileSync } from "node:fs";

/** A fixture of reference/optimization.py or optimization_progress.py. */
export function readFixture<T>(name: string): T {
  const url = new URL(`../fixtures/${name}`, import.meta.url);
  return JSON.parse(readFileSync(url, "utf8")) as T;
}

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
