import { permutation, type Random } from "../math/index.ts";

/** Positions of the sequences on either side. */
export interface SubjectSplit {
  readonly training: Int32Array;
  readonly validation: Int32Array;
}

/**
 * Divides sequences so that no subject is on both sides: whole subjects, in random order, go to validation until it holds
 * at least `share` of the sequences.
 *
 * @param subjects subject of each sequence
 * @param share of the sequences to validate on, in (0, 1)
 * @throws when there are fewer than two subjects
 */
export function splitBySubject(
  subjects: readonly string[],
  share: number,
  random: Random,
): SubjectSplit {
  if (!(share > 0 && share < 1))
    throw new Error(`splitBySubject: share must be in (0, 1), got ${share}`);
  const names = [...new Set(subjects)];
  if (names.length < 2) {
    throw new Error(`splitBySubject: expected at least 2 subjects, got ${names.length}`);
  }
  const order = permutation(random, names.length);
  const kept = new Set<string>();
  let held = 0;
  for (const index of order.subarray(0, names.length - 1)) {
    if (held >= share * subjects.length) break;
    kept.add(names[index]!);
    held = subjects.reduce((count, name) => count + (kept.has(name) ? 1 : 0), 0);
  }
  const all = subjects.map((name, i) => ({ i, validation: kept.has(name) }));
  return {
    training: Int32Array.from(all.filter((s) => !s.validation).map((s) => s.i)),
    validation: Int32Array.from(all.filter((s) => s.validation).map((s) => s.i)),
  };
}
