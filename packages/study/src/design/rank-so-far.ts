import { argmax } from "@mien/core";
import type { RunRecord } from "./records.ts";

/** The condition that leads while a study runs: words for a progress line, no result. */
export interface BestSoFar {
  readonly conditionId: string;
  /** Share of the test recordings whose own label scores highest; none where the task is not exclusive. */
  readonly accuracy: number;
}

/** Keeps count of right answers, condition by condition. */
export function rankSoFar(runs: Iterable<RunRecord>) {
  const counts = new Map<string, { right: number; total: number }>();
  const add = ({ condition, predictions }: RunRecord) => {
    const count = counts.get(condition.id) ?? { right: 0, total: 0 };
    for (const { class: truth, scores } of predictions) {
      if (truth < 0) continue;
      count.total++;
      if (argmax(scores) === truth) count.right++;
    }
    counts.set(condition.id, count);
  };
  const best = (): BestSoFar | null => {
    let leader: BestSoFar | null = null;
    for (const [conditionId, { right, total }] of counts) {
      const accuracy = right / total;
      if (accuracy > (leader?.accuracy ?? -1)) leader = { conditionId, accuracy };
    }
    return leader;
  };
  for (const run of runs) add(run);
  return { add, best };
}
