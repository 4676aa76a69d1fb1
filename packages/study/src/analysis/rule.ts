import { imbalanceRatio, type Recipe, selectLoss } from "@mien/core";
import type { DataRecord, RunRecord } from "../design/index.ts";
import { flipCosts } from "./flip-costs.ts";
import type { LabelTable } from "./replicate-values.ts";
import { spreadOf, tally } from "./spread.ts";
import type { StudyView } from "./study-view.ts";
import type { RuleAnalysis, RuleOfExpression } from "./types-of-parts.ts";

/** How stable the rule is over folds, and what a flip costs. Depends on the counts of training folds, not on what was learnt. */
export function ruleOf(view: StudyView, table: LabelTable): RuleAnalysis {
  const { conditions, runs, study, task } = view;
  const advanced = conditions.findIndex(({ loss, isControl }) => loss === "advanced" && !isControl);
  const recipe = runs[Math.max(0, advanced)]![0]!.recipe;
  const { focalAbove, weightedFrom, ratio: definition } = recipe;
  const isApplied = advanced >= 0 && recipe.heads !== "one-trunk";
  const expressions = isApplied
    ? study.data.flatMap((data) =>
        rulesOf(data, task.labels, oneOfEachFold(runs[advanced]!, data), recipe),
      )
    : [];
  return {
    isApplied,
    focalAbove,
    weightedFrom,
    definition,
    expressions,
    flips: expressions.reduce((sum, { flips }) => sum + flips, 0),
    choices: expressions.reduce((sum, { choices }) => sum + choices.length, 0),
    costs: isApplied ? flipCosts(view, table, expressions) : [],
  };
}

/** Seeds share their folds, and the rule counts nothing else. */
function oneOfEachFold(runs: readonly RunRecord[], { name }: DataRecord): RunRecord[] {
  const own = runs.filter(({ replicate }) => replicate.data === name);
  const folds = new Map(own.map((run) => [run.replicate.fold, run]));
  return [...folds.values()].sort((a, b) => a.replicate.fold - b.replicate.fold);
}

function rulesOf(
  data: DataRecord,
  labels: readonly string[],
  runs: readonly RunRecord[],
  recipe: Recipe,
): RuleOfExpression[] {
  return labels.map((expression, k) => {
    const positives = data.counts[expression] ?? 0;
    const total = data.known?.[expression] ?? data.recordings;
    const whole = positives === 0 ? null : imbalanceRatio(positives, total, recipe.ratio);
    const { focalAbove, weightedFrom } = recipe;
    const wholeChoice =
      whole === null ? "binary-cross-entropy" : selectLoss(whole, { focalAbove, weightedFrom });
    const ratios = runs.map(({ losses }) => losses[k]!.ratio);
    const choices = runs.map(({ losses }) => losses[k]!.loss.kind);
    const known = ratios.filter((ratio) => ratio !== null);
    return {
      data: data.name,
      expression,
      wholeRatio: whole,
      wholeChoice,
      ratios,
      choices,
      ratio: known.length === 0 ? null : spreadOf(known),
      chosen: tally(choices),
      flips: choices.filter((choice) => choice !== wholeChoice).length,
    };
  });
}
