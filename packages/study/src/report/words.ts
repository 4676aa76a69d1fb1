import type { Task } from "@mien/core";
import type {
  BinaryMetric,
  Claim,
  ClaimVerdict,
  Comparison,
  ComparisonVerdict,
  ConditionAnalysis,
  StudyAnalysis,
} from "../analysis/index.ts";

/** A metric as the reader calls it. */
export const METRIC_WORDS: Readonly<Record<BinaryMetric, string>> = {
  accuracy: "accuracy",
  alwaysNo: "always no",
  balancedAccuracy: "balanced accuracy",
  precision: "precision",
  recall: "recall",
  f1: "F1",
  auc: "AUC",
  mcc: "MCC",
  brier: "Brier score",
  ece: "ECE",
};

/** Nothing here decides more than the data do, and "undecided" says so. */
export const VERDICT_WORDS: Readonly<Record<ClaimVerdict | ComparisonVerdict, string>> = {
  holds: "holds",
  "does not hold": "does not hold",
  undecided: "undecided on this data",
  equivalent: "equivalent within the margin",
  different: "different",
};

/** "architecture: lstm − gru"; of an interaction its factors. */
export const effectName = ({ kind, name, from, to }: Comparison): string =>
  kind === "interaction" ? name.replaceAll(":", " × ") : `${name}: ${to} − ${from}`;

/**
 * A condition's name in two parts: the level of the first factor that varies, which conditions beside each other share, and
 * the others' levels. Where one factor varies there is no group.
 */
export function conditionName({ id, levels, isControl }: ConditionAnalysis): {
  readonly group: string | null;
  readonly label: string;
} {
  if (isControl) return { group: "control", label: id };
  const [group, ...others] = Object.values(levels);
  return group === undefined || others.length === 0
    ? { group: null, label: id }
    : { group, label: others.join("/") };
}

/** "1 fold", "3 folds". */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

/** The condition of the factorial with the highest mean of the leading metric; null where none has any. */
export function bestCondition({ conditions, config }: StudyAnalysis): ConditionAnalysis | null {
  const metric = config.analysis.primaryMetric;
  const value = (condition: ConditionAnalysis) => condition.mean[metric].value ?? -Infinity;
  const cells = conditions.filter(({ isControl }) => !isControl);
  return cells.reduce<ConditionAnalysis | null>(
    (best, one) => (best === null || value(one) > value(best) ? one : best),
    null,
  );
}

/** Claims by verdict. */
export const countVerdicts = (
  claims: readonly Claim[],
): Readonly<Record<ClaimVerdict, number>> => ({
  holds: claims.filter(({ verdict }) => verdict === "holds").length,
  "does not hold": claims.filter(({ verdict }) => verdict === "does not hold").length,
  undecided: claims.filter(({ verdict }) => verdict === "undecided").length,
});

/** Whether any of the data are rendered actors: then no word may be said of real faces. */
export const isSynthetic = ({ data }: StudyAnalysis): boolean =>
  data.some(({ name }) => name === "cast" || /^(mien-)?cast\b/.test(name));

/** What the analysis says in ASCII, as a printer sets it. */
export const typeset = (text: string): string =>
  text.replaceAll("+-", "±").replaceAll(">=", "≥").replaceAll("<=", "≤");

/** "Task looks: one of yawn, nod." */
export const taskWords = ({ name, labels, exclusive }: Task): string =>
  `Task ${name}: ${exclusive ? "one of" : "any of"} ${labels.join(", ")}.`;

/** With a capital letter. */
export const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** With a capital letter and a full stop; nothing of nothing. */
export function sentence(text: string): string {
  const set = typeset(text.trim());
  if (set === "") return "";
  return `${set[0]!.toUpperCase()}${set.slice(1)}${/[.!?]$/.test(set) ? "" : "."}`;
}
