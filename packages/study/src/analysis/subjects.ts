import type { Random } from "@mien/core/math";
import type { StudyView } from "./study-view.ts";

/** The subjects of a study's test recordings. People of two data sets are never one. */
export interface Subjects {
  readonly count: number;
  indexOf(data: string, subjectId: string): number;
  /** For each data set its subjects. */
  readonly groups: readonly Int32Array[];
}

/** Subjects in the order of replicates and their predictions. */
export function subjectsOf({ runs, replicates, config }: StudyView): Subjects {
  const indices = new Map<string, Map<string, number>>(config.data.map((d) => [d, new Map()]));
  let count = 0;
  for (const [r, { data }] of replicates.entries()) {
    const own = indices.get(data)!;
    for (const { subjectId } of runs[0]![r]!.predictions) {
      if (!own.has(subjectId)) own.set(subjectId, count++);
    }
  }
  return {
    count,
    indexOf: (data, subjectId) => indices.get(data)!.get(subjectId)!,
    groups: [...indices.values()].map((own) => Int32Array.from(own.values())),
  };
}

/**
 * How often each subject is drawn in each resample, [resamples][subjects]: with replacement, within its data set. The same draws
 * serve all conditions, so that differences of conditions are paired.
 */
export function drawSubjects(
  { groups, count }: Subjects,
  random: Random,
  resamples: number,
): Uint16Array[] {
  return Array.from({ length: resamples }, () => {
    const times = new Uint16Array(count);
    for (const group of groups) {
      for (let i = 0; i < group.length; i++) times[group[random.below(group.length)]!]!++;
    }
    return times;
  });
}
