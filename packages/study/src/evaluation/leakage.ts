/** Named sets of subjects that should share none. */
export type Splits = Readonly<Record<string, readonly string[]>>;

/** A subject that is on more than one side of a split. */
export interface SharedSubject {
  readonly subjectId: string;
  /** Names of the splits that hold it, two or more. */
  readonly splits: readonly string[];
}

/** Subjects that lie in more than one split, in order of id. */
export function findSharedSubjects(splits: Splits): SharedSubject[] {
  const holders = new Map<string, string[]>();
  for (const [name, subjects] of Object.entries(splits)) {
    for (const subjectId of new Set(subjects)) {
      holders.set(subjectId, [...(holders.get(subjectId) ?? []), name]);
    }
  }
  return [...holders]
    .filter(([, names]) => names.length > 1)
    .map(([subjectId, names]) => ({ subjectId, splits: names }))
    .sort((a, b) => (a.subjectId < b.subjectId ? -1 : 1));
}

/**
 * Throws where a fold has a subject, or an item, on both sides, or where an item is tested never or more than once.
 *
 * @param subjects [N] subject of each item
 */
export function checkFolds(
  folds: readonly { readonly training: Int32Array; readonly test: Int32Array }[],
  subjects: readonly string[],
): void {
  const tested = new Int32Array(subjects.length);
  folds.forEach(({ training, test }, k) => {
    const of = (items: Int32Array) => Array.from(items, (i) => subjects[i]!);
    const [shared] = findSharedSubjects({ training: of(training), test: of(test) });
    if (shared !== undefined) {
      throw new Error(`checkFolds: folds[${k}] has subject ${shared.subjectId} on both sides`);
    }
    for (const i of test) tested[i]!++;
  });
  const wrong = tested.findIndex((times) => times !== 1);
  if (wrong >= 0) {
    throw new Error(`checkFolds: item ${wrong} must be tested once, got ${tested[wrong]}`);
  }
}
