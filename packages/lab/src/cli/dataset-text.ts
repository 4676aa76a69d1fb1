import type { BaselineResult, SharedSubject } from "@mien/study";
import type { AuditReport, DatasetSummary } from "../datasets/index.ts";
import { formatTable } from "./table.ts";

/** Most lines of one kind that are printed; the rest is counted. --json has all. */
const MOST = 20;

function listed(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return "";
  const more =
    lines.length > MOST ? `  ... and ${lines.length - MOST} more (--json has all)\n` : "";
  const shown = lines.slice(0, MOST).map((line) => `  ${line}\n`);
  return `${title}: ${lines.length}\n${shown.join("")}${more}`;
}

const figure = (value: number, digits = 3) =>
  Number.isNaN(value) ? "undefined" : value.toFixed(digits);

/** The first column is of words, the others are of numbers. */
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  `${formatTable(
    head,
    head.map((_, i) => (i === 0 ? "left" : "right")),
    rows,
  )}\n`;

/** What a data set gave, and what went wrong, one line a problem. */
export function summaryText(summary: DatasetSummary): string {
  const skipped = Object.entries(summary.skipped);
  const why = skipped.map(([reason, count]) => `, ${count} skipped: ${reason}`).join("");
  const bad = summary.problems.length;
  const head = `${summary.found} found, ${summary.loaded} loaded${why}${bad > 0 ? `, ${bad} with problems` : ""}\n`;
  return (
    head +
    listed(
      "problems",
      summary.problems.map((problem) => problem.message),
    ) +
    listed("remarks", summary.remarks)
  );
}

type Audited = AuditReport & { readonly sharedSubjects: readonly SharedSubject[] | null };

export function auditText(report: Audited): string {
  const { items, subjects, frames, unlabelled, neutral } = report;
  const rows = report.classes.map(({ label, count, imbalanceRatio, loss }) => [
    label,
    `${count}`,
    Number.isFinite(imbalanceRatio) ? imbalanceRatio.toFixed(2) : "undefined",
    loss ?? "none: no positives",
  ]);
  const shared = report.sharedSubjects?.map(
    ({ subjectId, splits }) => `${subjectId} in ${splits.join(" and ")}`,
  );
  const duplicates = report.duplicates.map(({ first, second, kind, distance, ...same }) => {
    const who = same.sameSubject ? "" : ", DIFFERENT SUBJECTS";
    const what = same.sameLabel ? "" : ", DIFFERENT LABELS";
    const far = kind === "exact" ? "" : ` ${distance.toFixed(4)}`;
    return `${kind}${far}: ${first} and ${second}${who}${what}`;
  });
  const clean = duplicates.length + report.suspects.length + report.repeatedIds.length === 0;
  return [
    `${items} items of ${subjects} subjects, ${frames} frames; ${neutral} neutral, ${unlabelled} unlabelled\n\n`,
    table(["class", "items", "negatives/positives", "loss by the rule"], rows),
    "\n",
    shared === undefined ? "" : listed("subjects in more than one split", shared),
    shared?.length === 0 ? "no subject is in more than one split\n" : "",
    listed("duplicates", duplicates),
    listed("ids of more than one item", report.repeatedIds),
    listed(
      "suspect",
      report.suspects.map(({ id, reason }) => `${id}: ${reason}`),
    ),
    clean ? "no duplicates, nothing empty, no label against a name\n" : "",
  ].join("");
}

export function baselineText(result: BaselineResult, scheme: string): string {
  const { labels } = result.task;
  const { metrics, accuracyInterval, uarInterval, macroF1Interval } = result;
  const interval = ({ low, high }: { low: number; high: number }) =>
    `${figure(low)} to ${figure(high)}`;
  const figures = [
    ["accuracy (WAR)", figure(metrics.accuracy.value), interval(accuracyInterval)],
    ["UAR", figure(metrics.uar.value), interval(uarInterval)],
    ["macro F1", figure(metrics.macroF1.value), interval(macroF1Interval)],
    ["MCC", figure(metrics.mcc.value), ""],
    ["majority class", figure(metrics.majority.value), ""],
    ["mean one-vs-all accuracy", figure(metrics.oneVsAllAccuracy.value), ""],
    ["  of always answering no", figure(metrics.alwaysNo.value), ""],
  ];
  const perClass = labels.map((label, c) => [
    label,
    `${metrics.oneVsAll[c]!.recall.count}`,
    figure(metrics.oneVsAll[c]!.precision.value),
    figure(metrics.oneVsAll[c]!.recall.value),
    figure(metrics.oneVsAll[c]!.f1.value),
    figure(result.auc[c]!.value),
  ]);
  const cells = result.confusion.map((row, c) => [labels[c]!, ...row.map((n) => `${n}`)]);
  return [
    `multinomial logistic regression on ${result.features} apex features; ${result.items} items of `,
    `${result.subjects} subjects, ${result.folds} folds, ${scheme}; predictions pooled\n\n`,
    table(["", "pooled", "95 %, by subject"], figures),
    `\n${table(["class", "items", "precision", "recall", "F1", "AUC"], perClass)}`,
    `\n${table(["truth \\ predicted", ...labels], cells)}`,
  ].join("");
}
