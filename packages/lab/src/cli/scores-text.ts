/** Scores of held-out predictions as text. */
import type { ChosenLoss } from "@mien/core";
import {
  countWord,
  type ExclusiveScores,
  type Interval,
  type Metric,
  type RecognitionScores,
  type ViewScores,
} from "@mien/study";
import { formatTable } from "./table.ts";

const figure = (value: number, digits = 3) =>
  Number.isNaN(value) ? "undefined" : value.toFixed(digits);
const of = (metric: Metric) => figure(metric.value);
const range = ({ low, high }: Interval) => `${figure(low)} to ${figure(high)}`;
const right = (n: number) => ["left" as const, ...new Array<"right">(n).fill("right")];

/** The losses of each head, with the ratio that chose them. */
export function lossesText(losses: readonly ChosenLoss[]): string {
  const rows = losses.map(({ label, positives, total, ratio, loss }) => [
    label,
    `${positives}`,
    `${total}`,
    ratio === null ? "undefined" : ratio.toFixed(2),
    `${loss.kind}${"positiveWeight" in loss ? ` (weight ${loss.positiveWeight.toFixed(2)})` : ""}${
      "gamma" in loss ? ` (alpha ${loss.alpha}, gamma ${loss.gamma})` : ""
    }`,
  ]);
  return formatTable(
    ["expression", "positives", "of", "ratio", "loss"],
    ["left", "right", "right", "right", "left"],
    rows,
  );
}

/** The shipped model, view by view, beside a linear model. */
export function viewsText(views: readonly ViewScores[]): string {
  const rows = views.map((v) => [
    v.view,
    `${v.recordings}`,
    figure(v.accuracy),
    figure(v.macroF1),
    figure(v.linearAccuracy),
    figure(v.linearMacroF1),
  ]);
  return formatTable(
    ["held-out actors, six ways", "recordings", "accuracy", "macro F1", "linear", "macro F1"],
    right(5),
    rows,
  );
}

/** How often each loss was chosen for a head over the folds, and the range of the ratios. */
export function lossChoicesText(folds: readonly (readonly ChosenLoss[])[]): string {
  const rows = (folds[0] ?? []).map(({ label }, k) => {
    const own = folds.map((losses) => losses[k]!);
    const kinds = new Map<string, number>();
    for (const { loss } of own) kinds.set(loss.kind, (kinds.get(loss.kind) ?? 0) + 1);
    const ratios = own.flatMap(({ ratio }) => (ratio === null ? [] : [ratio]));
    const [low, high] = [Math.min(...ratios), Math.max(...ratios)];
    return [
      label,
      ratios.length === 0 ? "undefined" : `${low.toFixed(2)} to ${high.toFixed(2)}`,
      [...kinds].map(([kind, n]) => `${kind} (${n})`).join(", "),
    ];
  });
  return formatTable(
    ["label", "ratio over folds", "loss (folds)"],
    ["left", "right", "left"],
    rows,
  );
}

/** Everything that scorePredictions computed, as tables. */
export function scoresText(scores: RecognitionScores): string {
  if (scores.sixWay === null) return headsText(scores);
  return [
    headsText(scores),
    "",
    multiclassText(scores),
    "",
    confusionText(scores),
    "",
    restText(scores),
  ].join("\n");
}

function headsText({ heads, mean, intervals }: RecognitionScores): string {
  const columns = [
    ["accuracy", "accuracy"],
    ["always no", "alwaysNo"],
    ["balanced", "balancedAccuracy"],
    ["precision", "precision"],
    ["recall", "recall"],
    ["F1", "f1"],
    ["AUC", "auc"],
    ["MCC", "mcc"],
    ["Brier", "brier"],
    ["ECE", "ece"],
  ] as const;
  const rows = heads.map((head) => [head.expression, ...columns.map(([, key]) => of(head[key]))]);
  const means = columns.map(([, key]) =>
    key in mean ? of(mean[key as keyof RecognitionScores["mean"]]) : "",
  );
  rows.push(["mean", ...means]);
  return (
    `one against all, pooled over the folds\n` +
    `${formatTable(["", ...columns.map(([name]) => name)], right(columns.length), rows)}\n` +
    `mean F1 by subject bootstrap, 95 %: ${range(intervals.meanF1)}`
  );
}

function multiclassText({ heads, sixWay, sixWayRaw, intervals }: ExclusiveScores): string {
  const ways = `${countWord({ labels: heads.map(({ expression }) => expression) })} ways`;
  const rows = [
    ["accuracy (WAR)", of(sixWay.accuracy), range(intervals.accuracy), of(sixWayRaw.accuracy)],
    ["UAR", of(sixWay.uar), range(intervals.uar), of(sixWayRaw.uar)],
    ["macro F1", of(sixWay.macroF1), range(intervals.macroF1), of(sixWayRaw.macroF1)],
    ["MCC", of(sixWay.mcc), "", of(sixWayRaw.mcc)],
    ["majority class", of(sixWay.majority), "", ""],
  ];
  return formatTable([ways, "calibrated", "95 %, by subject", "raw argmax"], right(3), rows);
}

function confusionText({ heads, confusion }: ExclusiveScores): string {
  const labels = heads.map(({ expression }) => expression);
  const rows = confusion.map((row, c) => [labels[c]!, ...row.map((n) => `${n}`)]);
  return formatTable(["truth \\ predicted", ...labels], right(labels.length), rows);
}

function restText(scores: ExclusiveScores): string {
  const { conformal, answered, rightWhenAnswered, neutralFound, early } = scores;
  const earlyWords = early
    .map(({ share, accuracy }) => `${100 * share} %: ${of(accuracy)}`)
    .join(", ");
  const calm =
    neutralFound.count === 0
      ? ""
      : `\nneutral recordings called neutral: ${of(neutralFound)} of ${neutralFound.count}`;
  return (
    `conformal sets hold the truth: ${of(conformal.coverage)}, mean size ${figure(conformal.meanSize, 2)}\n` +
    `answered: ${of(answered)}; right when answered: ${of(rightWhenAnswered)}\n` +
    `accuracy after part of the sequence: ${earlyWords}${calm}`
  );
}
