import { EXPRESSIONS } from "@mien/core";
import type { ConditionAnalysis, StudyAnalysis } from "../../analysis/index.ts";
import { htmlTable } from "../html-table.ts";
import type { Markup } from "../markup.ts";
import { formatPercent } from "../numbers.ts";
import { confusionPlot } from "../plots/confusion-plot.ts";
import { type DotPoint, dotPlot } from "../plots/dot-plot.ts";
import { reliabilityPlot } from "../plots/reliability-plot.ts";
import { conditionsTable, expressionsTable } from "../report-tables.ts";
import { bestCondition, sentence } from "../words.ts";
import { details, figure, figures, paragraph, type Section } from "./section.ts";

export const scoresSection = (analysis: StudyAnalysis): Section => ({
  id: "scores",
  title: "How well each condition does",
  body: [
    paragraph(
      "Predictions are pooled over the folds before a figure is taken; intervals come from drawing subjects anew " +
        `(${formatPercent(analysis.config.analysis.confidence, 0)}, ${analysis.config.analysis.resamples} resamples). ${sentence(analysis.decision)} ` +
        "Upright strokes are what a rule reaches that never looks: always no for each head, always the commonest expression six ways.",
    ),
    figures([accuracyPlot(analysis), sixWayPlot(analysis), macroF1Plot(analysis)]),
    details("All conditions in numbers", htmlTable(conditionsTable(analysis))),
  ],
});

function accuracyPlot({ conditions }: StudyAnalysis): Markup {
  const plot = dotPlot({
    title: "Mean binary accuracy by condition, beside always no",
    axis: "mean binary accuracy",
    include: [1],
    references: [{ value: 0.927, name: "paper 0.927" }],
    rows: conditions.map(({ id, mean }) => ({
      label: id,
      points: [mean.accuracy],
      baseline: mean.alwaysNo.value,
    })),
  });
  return figure(plot, "Mean accuracy of the six heads. Stroke: always no.");
}

function sixWayPlot({ conditions }: StudyAnalysis): Markup {
  const plot = dotPlot({
    title: "Accuracy among six expressions by condition, beside the majority",
    axis: "accuracy among six",
    include: [1],
    rows: conditions.map(({ id, sixWay: { scores } }) => ({
      label: id,
      points: [scores.war],
      baseline: scores.majority.value,
    })),
  });
  return figure(plot, "Accuracy among the six. Stroke: always the commonest.");
}

function macroF1Plot({ conditions }: StudyAnalysis): Markup {
  const plot = dotPlot({
    title: "Macro F1 and unweighted average recall among six expressions by condition",
    axis: "macro F1, UAR",
    include: [1],
    series: ["macro F1", "UAR"],
    rows: conditions.map(({ id, sixWay: { scores } }) => ({
      label: id,
      points: [
        { ...scores.macroF1, series: 0 },
        { ...scores.uar, series: 1 },
      ],
    })),
  });
  return figure(plot, "Macro F1, and recall averaged over the six with equal weight.");
}

export const expressionsSection = (analysis: StudyAnalysis): Section => ({
  id: "expressions",
  title: "Each expression",
  body: [
    paragraph(
      "F1 of each head, by condition. The paper reports 0.215 for fear, its hardest, and 0.967 for surprise, its easiest. " +
        "F1 depends on how rare an expression is; compare it along a row, not across data sets.",
    ),
    figures(EXPRESSIONS.map((_, k) => f1Plot(analysis, k))),
    details("All heads in numbers", htmlTable(expressionsTable(analysis))),
  ],
});

/** What the paper gives of single expressions: its least and its greatest. */
const PAPER_F1: readonly { readonly expression: string; readonly value: number }[] = [
  { expression: "fear", value: 0.215 },
  { expression: "surprise", value: 0.967 },
];

/** Series tell the architectures apart. */
function f1Plot({ conditions }: StudyAnalysis, k: number): Markup {
  const name = EXPRESSIONS[k]!;
  const architectures = [...new Set(conditions.map(({ architecture }) => architecture))];
  const plot = dotPlot({
    title: `F1 of ${name} by condition`,
    axis: `F1 of ${name}`,
    include: [0, 1],
    series: architectures.map((one) => one.toUpperCase()),
    references: PAPER_F1.filter((one) => one.expression === name).map(({ value }) => ({
      value,
      name: `paper ${value}`,
    })),
    rows: conditions.map(({ id, architecture, expressions }) => {
      const point: DotPoint = {
        ...(expressions[k]?.scores.f1 ?? { value: null, low: null, high: null }),
        series: architectures.indexOf(architecture),
      };
      return { label: id, points: [point] };
    }),
  });
  const first = conditions[0]?.expressions[k];
  const counts = first === undefined ? "" : ` ${first.positives} against ${first.negatives}.`;
  return figure(plot, `${name[0]!.toUpperCase()}${name.slice(1)}:${counts}`);
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
      "Among the six, answers of all folds and seeds together: rows are what was shown, columns what was answered. Shown " +
        (shownConditions(analysis).length === 1
          ? "is the first condition, which also leads on this data."
          : "are the first condition and the one that leads on this data."),
    ),
    figures(
      shownConditions(analysis).map(({ id, sixWay }) =>
        figure(
          confusionPlot({
            title: `Confusion among six expressions, ${id}`,
            labels: EXPRESSIONS,
            counts: sixWay.confusion,
          }),
          id,
        ),
      ),
    ),
    paragraph(
      "Calibration: of the recordings to which a head gave about the same probability, the share that did show the expression. On the " +
        "dashed line the two agree. Larger marks hold more recordings.",
    ),
    figures(shownConditions(analysis).slice(-1).flatMap(reliabilityOf)),
  ],
});

const reliabilityOf = ({ id, expressions }: ConditionAnalysis): Markup[] =>
  expressions.map(({ expression, reliability, scores }) =>
    figure(
      reliabilityPlot({
        title: `Reliability of ${expression}, ${id}`,
        bins: reliability,
      }),
      `${expression}, ${id}: expected calibration error ${scores.ece.value === null ? "–" : scores.ece.value.toFixed(3)}`,
    ),
  );
