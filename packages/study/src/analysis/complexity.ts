import {
  EXPRESSION_TASK,
  EXPRESSIONS,
  multiplyAddsPerStep,
  type NetworkSpec,
  networkSpecOf,
  parameterCount,
} from "@mien/core";
import { median } from "@mien/statistics";
import type { RunRecord } from "../design/index.ts";
import { figure } from "./figure.ts";
import { spreadOf } from "./spread.ts";
import type { StudyView } from "./study-view.ts";
import type { ComplexityAnalysis } from "./types-of-parts.ts";

const networksOf = (run: RunRecord): number =>
  run.recipe.heads === "one-trunk" ? 1 : EXPRESSIONS.length;

const specOf = (run: RunRecord): NetworkSpec =>
  networkSpecOf(run.recipe, run.inputSize, EXPRESSION_TASK);

const multiplyAdds = (run: RunRecord) => networksOf(run) * multiplyAddsPerStep(specOf(run));

/** What the recipes that were trained cost by arithmetic; a search may have chosen a different size in every run. */
export function complexityOf({ conditions, runs }: StudyView): ComplexityAnalysis {
  const all = runs.flat();
  const asTrained = (cell: NetworkSpec["cell"]) =>
    median(
      runs.flatMap((own, c) => {
        const counts = !conditions[c]!.isControl && conditions[c]!.architecture === cell;
        return counts ? own.map(multiplyAdds) : [];
      }),
    );
  return {
    conditions: conditions.map(({ id }, c) => {
      const own = runs[c]!;
      return {
        id,
        networks: networksOf(own[0]!),
        inputSize: spreadOf(own.map(({ inputSize }) => inputSize)),
        hiddenSize: spreadOf(own.map(({ recipe }) => recipe.hiddenSize)),
        parameters: spreadOf(own.map((run) => networksOf(run) * parameterCount(specOf(run)))),
        multiplyAddsPerFrame: spreadOf(own.map(multiplyAdds)),
      };
    }),
    gruToLstm: {
      multiplyAdds: rangeOfRatios(all, multiplyAddsPerStep),
      parameters: rangeOfRatios(all, parameterCount),
      asTrained: figure(asTrained("gru") / asTrained("lstm")),
    },
  };
}

/** The same recipe with either cell. */
function rangeOfRatios(
  runs: readonly RunRecord[],
  count: (spec: NetworkSpec) => number,
): readonly [number, number] {
  const { low, high } = spreadOf(
    runs.map((run) => {
      const spec = specOf(run);
      return count({ ...spec, cell: "gru" }) / count({ ...spec, cell: "lstm" });
    }),
  );
  return [low, high];
}
