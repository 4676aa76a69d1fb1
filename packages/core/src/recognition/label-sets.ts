/** Subsets kept at once: far more than a stream meets, and at most a few megabytes. */
const MOST_KEPT = 4096;

/**
 * Subsets of up to 32 labels by bit mask: bit k is label k. Each is made when it is first asked for and then kept, so that a
 * frame allocates none that was seen before. Of all 2^32 subsets no table could be made; past 4096 the kept ones are let go.
 *
 * @returns a function from a mask to its labels, in order, frozen
 */
export function createLabelSets(labels: readonly string[]): (mask: number) => readonly string[] {
  const kept = new Map<number, readonly string[]>();
  return (mask) => {
    const found = kept.get(mask);
    if (found !== undefined) return found;
    if (kept.size >= MOST_KEPT) kept.clear();
    const made = Object.freeze(labels.filter((_, k) => (mask >>> k) & 1));
    kept.set(mask, made);
    return made;
  };
}
