import {
  type ConditionAnalysis,
  countWord,
  isExpressionTask,
  type StudyAnalysis,
  taskOf,
} from "../analysis/index.ts";
import { formatEstimate, formatPercent } from "./numbers.ts";
import {
  bestCondition,
  capital,
  countVerdicts,
  isSynthetic,
  METRIC_WORDS,
  plural,
} from "./words.ts";

/** Said wherever figures of rendered actors are shown. */
export const SYNTHETIC =
  "mien-cast is rendered: actors with known expressions, cleaner than any camera gives. What holds or fails here is a statement about " +
  "this method on this data, not about people.";

/** What is missing or failed; empty where nothing is. */
export function runsWarning({ runs }: StudyAnalysis): string {
  if (!runs.isComplete) return `Not complete: ${runs.note}`;
  return runs.failedTrials === undefined ? "" : `Failed trials: ${runs.note}`;
}

/** The summary in sentences, a paragraph each, warnings first. */
export const summaryLines = (analysis: StudyAnalysis): string[] =>
  [
    runsWarning(analysis),
    isSynthetic(analysis) ? `Synthetic data: ${SYNTHETIC}` : "",
    [whatWasRun(analysis), verdictWords(analysis)].filter((text) => text !== "").join(" "),
    accuracyWords(analysis),
  ].filter((text) => text !== "");

export function whatWasRun({ conditions, replicates, data, runs, config }: StudyAnalysis): string {
  const cells = conditions.filter(({ isControl }) => !isControl).length;
  const controls = conditions.length - cells;
  const sets = data.map(
    ({ name, recordings, subjects }) =>
      `${name} (${plural(recordings, "recording")} of ${plural(subjects, "subject")})`,
  );
  const beside = controls === 0 ? "" : ` and ${plural(controls, "control")}`;
  return (
    `${plural(cells, "condition")}${beside}, each on the same ${plural(replicates.length, "replicate")} ` +
    `(subject-independent folds × ${plural(config.seeds.length, "seed")}), on ${sets.join(" and ")}: ` +
    `${runs.analysed} of ${runs.planned} runs analysed.`
  );
}

export function verdictWords(analysis: StudyAnalysis): string {
  const { claims } = analysis;
  if (!isExpressionTask(taskOf(analysis))) return "";
  const { holds, undecided, "does not hold": fails } = countVerdicts(claims);
  if (claims.length === 0) return "No claim of the paper could be examined.";
  return (
    `Of ${plural(claims.length, "claim")} of the paper examined, ${holds} ${holds === 1 ? "holds" : "hold"}, ` +
    `${fails} ${fails === 1 ? "does" : "do"} not hold, and ${undecided} ${undecided === 1 ? "is" : "are"} undecided on this data.`
  );
}

export function accuracyWords(analysis: StudyAnalysis): string {
  const best = bestCondition(analysis);
  if (best === null) return "";
  const { accuracy, alwaysNo, f1 } = best.mean;
  return (
    `The condition that leads on this data by ${METRIC_WORDS[analysis.config.analysis.primaryMetric]}, ${best.id}, reaches a mean binary accuracy of ${formatEstimate(accuracy, 3)}, where ` +
    `always answering no reaches ${formatPercent(alwaysNo.value)} without looking; mean F1 ${formatEstimate(f1, 3)}. ${multiclassWords(analysis, best)}` +
    "It was picked by looking at these same figures, so they flatter it a little."
  );
}

function multiclassWords(analysis: StudyAnalysis, { sixWay }: ConditionAnalysis): string {
  if (sixWay === null) return "";
  const { war, majority, macroF1 } = sixWay.scores;
  const task = taskOf(analysis);
  const chance = isExpressionTask(task)
    ? ""
    : `; by chance: ${formatPercent(1 / task.labels.length)}`;
  return (
    `${capital(countWord(task))} ways: accuracy ` +
    `${formatEstimate(war, 3)} (always the majority: ${formatPercent(majority.value)}${chance}), macro F1 ${formatEstimate(macroF1, 3)}. `
  );
}
