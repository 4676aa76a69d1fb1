import { argmax, type Task } from "@mien/core";
import { sigmoid } from "@mien/core/math";
import type { RunRecord, StudyConfig } from "../design/index.ts";
import { readingOf } from "./answers.ts";
import type { Subjects } from "./subjects.ts";
import { truthOf } from "./truth.ts";

/** All test predictions of a condition on one data set with one seed: each recording once, over the folds. */
export interface Pool {
  /** [N] index of the subject. */
  readonly subjects: Int32Array;
  /** [N] truth: index into the labels, or -1 for none of them; of a task that is not exclusive -1 throughout. */
  readonly classes: Int8Array;
  /** [N] likeliest label. */
  readonly best: Int8Array;
  readonly heads: readonly PooledHead[];
}

/** One head's answers, in ascending order of its log-odds: of the N recordings of which it is known whether they show its label. */
export interface PooledHead {
  /** [N] index of the subject. */
  readonly subjects: Int32Array;
  /** [N] 0 or 1. */
  readonly truth: Uint8Array;
  /** [N] 0 or 1. */
  readonly yes: Uint8Array;
  /** [N] */
  readonly probabilities: Float64Array;
  /** [N] 1 where the next item has other log-odds, and at the end. */
  readonly endsTie: Uint8Array;
}

/** Pools the runs of one data set and seed. */
export function createPool(
  runs: readonly RunRecord[],
  { labels }: Task,
  subjects: Subjects,
  decision: StudyConfig["analysis"]["decision"],
): Pool {
  const items = runs.flatMap((run) => {
    const reading = readingOf(run, decision);
    return run.predictions.map((prediction) => ({
      subject: subjects.indexOf(run.replicate.data, prediction.subjectId),
      prediction,
      x: prediction[reading],
    }));
  });
  return {
    subjects: Int32Array.from(items, ({ subject }) => subject),
    classes: Int8Array.from(items, ({ prediction }) => prediction.class),
    best: Int8Array.from(items, ({ x }) => argmax(x)),
    heads: labels.map((_, k) => {
      const sorted = items
        .flatMap(({ subject, prediction, x }) => {
          const truth = truthOf(prediction, k);
          return truth === null ? [] : [{ subject, truth, x: x[k]! }];
        })
        .sort((a, b) => a.x - b.x);
      return {
        subjects: Int32Array.from(sorted, ({ subject }) => subject),
        truth: Uint8Array.from(sorted, ({ truth }) => truth),
        yes: Uint8Array.from(sorted, ({ x }) => Number(x >= 0)),
        probabilities: Float64Array.from(sorted, ({ x }) => sigmoid(x)),
        endsTie: Uint8Array.from(sorted, ({ x }, i) => Number(x !== sorted[i + 1]?.x)),
      };
    }),
  };
}
