import {
  type ConditionAnalysis,
  countWord,
  isExpressionTask,
  labelNoun,
  type StudyAnalysis,
  taskOf,
} from "../../analysis/index.ts";
import { htmlTable } from "../html-table.ts";
import type { Markup } from "../markup.ts";
import { formatPercent } from "../numbers.ts";
import { confusionPlot } from "../plots/confusion-plot.ts";
import { type DotPoint, dotPlot } from "../plots/dot-plot.ts";
import { reliabilityPlot } from "../plots/reliability-plot.ts";
import { conditionsTable, expressionsTable } from "../report-tables.ts";
import { bestCondition, capital, conditionName, sentence } from "../words.ts";
import { details, figure, figures, paragraph, type Section } from "./section.ts";

export const scoresSection = (analysis: StudyAnalysis): Section => ({
  id: "scores",
  title: "How well each condition does",
  body: [
    paragraph(
      "Predictions are pooled over the folds before a figure is taken; intervals come from drawing subjects anew " +
        `(${formatPercent(analysis.config.analysis.confidence, 0)}, ${analysis.config.analysis.resamples} resamples). ${sentence(analysis.decision)} ` +
        `Upright strokes are what a rule reaches that never looks: always no for each head${commonestWords(analysis)}.`,
    ),
    figures([accuracyPlot(analysis), multiclassPlot(analysis), macroF1Plot(analysis)]),
    details("All conditions in numbers", htmlTable(conditionsTable(analysis))),
  ],
});

function commonestWords(analysis: StudyAnalysis): string {
  const task = taskOf(analysis);
  return task.exclusive ? `, always the commonest ${labelNoun(task)} ${countWord(task)} ways` : "";
}

/** The paper's figures stand beside those of its own task alone. */
const ofPaper = <T>(analysis: StudyAnalysis, figures: readonly T[]): readonly T[] =>
  isExpressionTask(taskOf(analysis)) ? figures : [];

function accuracyPlot(analysis: StudyAnalysis): Markup {
  const { conditions } = analysis;
  const plot = dotPlot({
    title: "Mean binary accuracy by condition, beside always no",
    axis: "mean binary accuracy",
    include: [1],
    references: ofPaper(analysis, [{ value: 0.927, name: "paper 0.927" }]),
    rows: conditions.map((one) => ({
      ...conditionName(one),
      points: [one.mean.accuracy],
      baseline: one.mean.alwaysNo.value,
    })),
  });
  return figure(
    plot,
    `Mean accuracy of the ${countWord(taskOf(analysis))} heads. Stroke: always no.`,
  );
}

/** "six expressions", "3 labels". */
function amongWords(analysis: StudyAnalysis): string {
  const task = taskOf(analysis);
  return `${countWord(task)} ${labelNoun(task)}s`;
}

/** Conditions with their one answer among all labels; none where the task is not exclusive. */
const multiclassOf = ({ conditions }: StudyAnalysis) =>
  conditions.flatMap((one) =>
    one.sixWay === null ? [] : [{ name: conditionName(one), scores: one.sixWay.scores }],
  );

function multiclassPlot(analysis: StudyAnalysis): Markup | null {
  const task = taskOf(analysis);
  if (!task.exclusive) return null;
  const chance = 1 / task.labels.length;
  const plot = dotPlot({
    title: `Accuracy among ${amongWords(analysis)} by condition, beside the majority`,
    axis: `accuracy among ${countWord(task)}`,
    include: [1],
    references: isExpressionTask(task) ? [] : [{ value: chance, name: "chance" }],
    rows: multiclassOf(analysis).map(({ name, scores }) => ({
      ...name,
      points: [scores.war],
      baseline: scores.majority.value,
    })),
  });
  return figure(plot, `Accuracy among the ${countWord(task)}. Stroke: always the commonest.`);
}

function macroF1Plot(analysis: StudyAnalysis): Markup | null {
  if (!taskOf(analysis).exclusive) return null;
  const plot = dotPlot({
    title: `Macro F1 and unweighted average recall among ${amongWords(analysis)} by condition`,
    axis: "macro F1, UAR",
    include: [1],
    series: ["macro F1", "UAR"],
    rows: multiclassOf(analysis).map(({ name, scores }) => ({
      ...name,
      points: [
        { ...scores.macroF1, series: 0 },
        { ...scores.uar, series: 1 },
      ],
    })),
  });
  return figure(
    plot,
    `Macro F1, and recall averaged over the ${countWord(taskOf(analysis))} with equal weight.`,
  );
}

export const expressionsSection = (analysis: StudyAnalysis): Section => ({
  id: `${labelNoun(taskOf(analysis))}s`,
  title: `Each ${labelNoun(taskOf(analysis))}`,
  body: [
    paragraph(
      `F1 of each head, by condition. ${paperRange(analysis)}` +
        `F1 depends on how rare ${isExpressionTask(taskOf(analysis)) ? "an expression" : "a label"} is; compare it along a row, not across data sets.`,
    ),
    figures(taskOf(analysis).labels.map((_, k) => f1Plot(analysis, k))),
    details("All heads in numbers", htmlTable(expressionsTable(analysis))),
  ],
});

const paperRange = (analysis: StudyAnalysis): string =>
  isExpressionTask(taskOf(analysis))
    ? "The paper reports 0.215 for fear, its hardest, and 0.967 for surprise, its easiest. "
    : "";

/** What the paper gives of single expressions: its least and its greatest. */
const PAPER_F1: readonly { readonly expression: string; readonly value: number }[] = [
  { expression: "fear", value: 0.215 },
  { expression: "surprise", value: 0.967 },
];

/** Series tell the architectures apart. */
function f1Plot(analysis: StudyAnalysis, k: number): Markup {
  const { conditions } = analysis;
  const name = taskOf(analysis).labels[k]!;
  const architectures = [...new Set(conditions.map(({ architecture }) => architecture))];
  const plot = dotPlot({
    title: `F1 of ${name} by condition`,
    axis: `F1 of ${name}`,
    include: [0, 1],
    series: architectures.map((one) => one.toUpperCase()),
    references: ofPaper(analysis, PAPER_F1)
      .filter((one) => one.expression === name)
      .map(({ value }) => ({
        value,
        name: `paper ${value}`,
      })),
    rows: conditions.map((one) => {
      const point: DotPoint = {
        ...(one.expressions[k]?.scores.f1 ?? { value: null, low: null, high: null }),
        series: architectures.indexOf(one.architecture),
      };
      return { ...conditionName(one), points: [point] };
    }),
  });
  const first = conditions[0]?.expressions[k];
  const counts = first === undefined ? "" : ` ${first.positives} against ${first.negatives}.`;
  return figure(plot, `${capital(name)}:${counts}`);
}

/** First condition (the paper's plainest) and the leading one; one figure where they are the same. */
function shownConditions(analysis: StudyAnalysis): readonly ConditionAnalysis[] {
  const pair = [analysis.conditions[0], bestCondition(analysis)];
  return [...new Set(pair)].filter((one): one is ConditionAnalysis => one != null);
}

export const mistakesSection = (analysis: StudyAnalysis): Section => ({
  id: "mistakes",
  title: "What is taken for what, and how sure it was",
  body: [
    paragraph(
      `${tableWords(analysis)}Shown ` +
        (shownConditions(analysis).length === 1
          ? "is the first condition, which also leads on this data."
          : "are the first condition and the one that leads on this data."),
    ),
    figures(shownConditions(analysis).map((condition) => confusionOf(analysis, condition))),
    paragraph(
      `Calibration: of the recordings to which a head gave about the same probability, the share that did show the ${labelNoun(taskOf(analysis))}. On the ` +
        `dashed line the two agree. Numbers are recordings in each bin, larger marks hold more; upright lines are ${formatPercent(analysis.config.analysis.confidence, 0)} ` +
        "intervals (Wilson) that take recordings for independent: those of one subject are not, so the true ones are wider.",
    ),
    figures(
      shownConditions(analysis)
        .slice(-1)
        .flatMap((one) => reliabilityOf(analysis, one)),
    ),
  ],
});

function tableWords(analysis: StudyAnalysis): string {
  const task = taskOf(analysis);
  return task.exclusive
    ? `Among the ${countWord(task)}, answers of all folds and seeds together: rows are what was shown, columns what was answered; percentages are shares of a row, counts below them. `
    : "";
}

function confusionOf(analysis: StudyAnalysis, { id, sixWay }: ConditionAnalysis): Markup | null {
  if (sixWay === null) return null;
  const plot = confusionPlot({
    title: `Confusion among ${amongWords(analysis)}, ${id}`,
    labels: taskOf(analysis).labels,
    counts: sixWay.confusion,
  });
  return figure(plot, id);
}

const reliabilityOf = (
  { config }: StudyAnalysis,
  { id, expressions }: ConditionAnalysis,
): Markup[] =>
  expressions.map(({ expression, reliability, scores }) =>
    figure(
      reliabilityPlot({
        title: `Reliability of ${expression}, ${id}`,
        bins: reliability,
        confidence: config.analysis.confidence,
      }),
      `${expression}, ${id}: expected calibration error ${scores.ece.value === null ? "–" : scores.ece.value.toFixed(3)}`,
    ),
  );
