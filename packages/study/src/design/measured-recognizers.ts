import { planConditions, planReplicates, runKey } from "./conditions.ts";
import type { Journal } from "./journal.ts";
import type { MeasuredRecognizer } from "./measure-efficiency.ts";

/**
 * One recogniser a condition, as it was trained on the first replicate: what measureEfficiency takes.
 *
 * @throws where the journal lacks one of those runs, naming it
 */
export function measuredRecognizers({
  study,
  runs,
}: Pick<Journal, "study" | "runs">): MeasuredRecognizer[] {
  const { config, data } = study;
  const foldsOf = (name: string) => data.find((one) => one.name === name)!.folds.length;
  const [first] = planReplicates(config, foldsOf);
  return planConditions(config).map((condition) => {
    const key = runKey(condition, first!);
    const run = runs.get(key);
    if (run === undefined) {
      throw new Error(`measuredRecognizers: expected the run ${key} in the journal, got none`);
    }
    const { recipe, inputSize } = run;
    return { conditionId: condition.id, task: study.task, recipe, inputSize };
  });
}
