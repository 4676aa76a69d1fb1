import type { Task } from "../face/index.ts";
import type { ExampleSet } from "./example-set.ts";
import { OneSidedError } from "./one-sided-error.ts";

/** How often one label of a task is shown by the recordings of which it is known. */
export interface HeadCount {
  readonly label: string;
  readonly positives: number;
  /** Recordings with a known target. */
  readonly total: number;
}

/**
 * Counts each head's positives and known targets over the chosen recordings.
 *
 * @param rows indices into the set's recordings; a masked target counts nowhere
 */
export function countHeads(
  { task, targets, known }: Pick<ExampleSet, "task" | "targets" | "known">,
  rows: ArrayLike<number>,
): HeadCount[] {
  const C = task.labels.length;
  return task.labels.map((label, k) => {
    let [positives, total] = [0, 0];
    for (let i = 0; i < rows.length; i++) {
      const at = rows[i]! * C + k;
      if (known[at] === 0) continue;
      total++;
      positives += targets[at]!;
    }
    return { label, positives, total };
  });
}

/**
 * The same counts from classes alone, of an exclusive task: all targets are known.
 *
 * @param classes index into the task's labels, or -1 for none of them [N]
 */
export const countClasses = (classes: ArrayLike<number>, { labels }: Task): HeadCount[] =>
  labels.map((label, k) => ({
    label,
    positives: Array.from(classes).filter((c) => c === k).length,
    total: classes.length,
  }));

/**
 * Nothing is learnt of a label that no recording shows, nor of one that all of them show.
 *
 * @throws naming the label
 */
export function checkHeadCounts(where: string, counts: readonly HeadCount[]): void {
  for (const { label, positives, total } of counts) {
    if (positives === 0) {
      throw new OneSidedError(
        `${where}: head ${label} must have a positive in training, got none in ${total} recordings`,
      );
    }
    if (positives === total) {
      throw new OneSidedError(
        `${where}: head ${label} must have a negative in training, got ${total} positives alone`,
      );
    }
  }
}
