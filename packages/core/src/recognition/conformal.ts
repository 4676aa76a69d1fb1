/**
 * Split conformal prediction (Vovk et al. 2005) for recordings that share subjects (hierarchical, Lee, Barber and Willett
 * 2023): each subject counts once, its recordings share its weight, and a new subject is exchangeable with those seen.
 *
 * Of S subjects, the least t with sum over subjects of (share of the subject's recordings with score <= t) >=
 * coverage (S + 1). A new subject's recording then has score <= t with probability of at least `coverage`.
 *
 * @param scores [N] nonconformity, 1 - probability of the true class
 * @param subjectIds [N]
 * Exact for scores of a fixed model. `calibrate` takes those of the inner folds' models, after a calibration fitted to the
 * same recordings: near to that, not proven.
 *
 * @returns t; Infinity where there are too few subjects for the coverage
 * @throws unless coverage lies in (0, 1), or where a score is not a number
 */
export function conformalThreshold(
  scores: ArrayLike<number>,
  subjectIds: readonly string[],
  coverage: number,
): number {
  if (!(coverage > 0 && coverage < 1)) {
    throw new Error(`conformalThreshold: coverage must be in (0, 1), got ${coverage}`);
  }
  const bad = Array.from(scores).findIndex(Number.isNaN);
  if (bad >= 0) throw new Error(`conformalThreshold: scores[${bad}] must be a number, got NaN`);
  const counts = new Map<string, number>();
  for (const id of subjectIds) counts.set(id, (counts.get(id) ?? 0) + 1);
  const needed = coverage * (counts.size + 1);
  const order = Array.from(subjectIds, (_, i) => i).sort((a, b) => scores[a]! - scores[b]!);
  let held = 0;
  for (const i of order) {
    held += 1 / counts.get(subjectIds[i]!)!;
    // Sums of 1 / n carry rounding; a billionth of a subject decides nothing else.
    if (held >= needed - 1e-9) return scores[i]!;
  }
  return Number.POSITIVE_INFINITY;
}
