import { type NetworkSpec, networkSpecOf } from "@mien/core";
import { multiplyAddsPerStep, parameterCount } from "@mien/core/nn";
import { median } from "@mien/statistics";
import type { RunRecord } from "../design/index.ts";
import { figure } from "./figure.ts";
import { spreadOf } from "./spread.ts";
import type { StudyView } from "./study-view.ts";
import type { ComplexityAnalysis } from "./types-of-parts.ts";

/** What the recipes that were trained cost by arithmetic; a search may have chosen a different size in every run. */
export function complexityOf({ conditions, runs, task }: StudyView): ComplexityAnalysis {
  const all = runs.flat();
  const networksOf = (run: RunRecord) =>
    run.recipe.heads === "one-trunk" ? 1 : task.labels.length;
  const specOf = (run: RunRecord) => networkSpecOf(run.recipe, run.inputSize, task);
  const multiplyAdds = (run: RunRecord) => networksOf(run) * multiplyAddsPerStep(specOf(run));
  const rangeOf = (count: (spec: NetworkSpec) => number) => rangeOfRatios(all.map(specOf), count);
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
      multiplyAdds: rangeOf(multiplyAddsPerStep),
      parameters: rangeOf(parameterCount),
      asTrained: figure(asTrained("gru") / asTrained("lstm")),
    },
  };
}

/** The same network with either cell. */
function rangeOfRatios(
  specs: readonly NetworkSpec[],
  count: (spec: NetworkSpec) => number,
): readonly [number, number] {
  const { low, high } = spreadOf(
    specs.map((spec) => count({ ...spec, cell: "gru" }) / count({ ...spec, cell: "lstm" })),
  );
  return [low, high];
}
