import { planConditions, planReplicates, runKey } from "./conditions.ts";
import type { Journal } from "./journal.ts";
import type { MeasuredRecognizer } from "./measure-efficiency.ts";

/**
 * One recogniser a condition, as it was trained on the first replicate that did not fail: what measureEfficiency takes. A
 * condition each of whose runs failed has none.
 */
export function measuredRecognizers({
  study,
  runs,
}: Pick<Journal, "study" | "runs">): MeasuredRecognizer[] {
  const { config, data } = study;
  const foldsOf = (name: string) => data.find((one) => one.name === name)!.folds.length;
  const replicates = planReplicates(config, foldsOf);
  return planConditions(config).flatMap((condition) => {
    const run = replicates.map((one) => runs.get(runKey(condition, one))).find((one) => one);
    if (run === undefined) return [];
    const { recipe, inputSize } = run;
    return [{ conditionId: condition.id, task: study.task, recipe, inputSize }];
  });
}
