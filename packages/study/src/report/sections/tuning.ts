import type { StudyAnalysis, TuningOfCondition } from "../../analysis/index.ts";
import { htmlTable } from "../html-table.ts";
import { SERIES } from "../plots/chart.ts";
import { linePlot } from "../plots/line-plot.ts";
import { chosenTable, tuningTable } from "../report-tables.ts";
import { details, figure, figures, paragraph, type Section } from "./section.ts";

export function tuningSection(analysis: StudyAnalysis): Section {
  const { tuning } = analysis;
  const title = "The searches";
  if (tuning.conditions.length === 0) {
    return { id: "tuning", title, body: paragraph("Nothing was searched in this study.") };
  }
  const groups = Array.from({ length: Math.ceil(tuning.conditions.length / SERIES) }, (_, g) =>
    tuning.conditions.slice(g * SERIES, (g + 1) * SERIES),
  );
  return {
    id: "tuning",
    title,
    body: [
      paragraph(
        `Bayesian optimisation (${tuning.sampler}) inside the training subjects only, judged by ${tuning.objective} on inner folds by ` +
          "subject. A search's own best is the luckiest of its trials: the outer figure, on subjects that no trial saw, is the honest one.",
      ),
      figures([...groups.map((group) => convergence(group, tuning.objective))]),
      htmlTable(tuningTable(analysis)),
      details("What the searches chose", htmlTable(chosenTable(analysis))),
    ],
  };
}

const convergence = (group: readonly TuningOfCondition[], objective: string) =>
  figure(
    linePlot({
      title: `Best value so far after each trial, ${group.map(({ id }) => id).join(", ")}`,
      xAxis: "trial",
      yAxis: `best ${objective} so far`,
      series: group.map(({ id, convergence: points }) => ({
        name: id,
        points: points.map(({ trial, mean, low, high }) => ({
          x: trial,
          value: mean,
          low,
          high,
        })),
      })),
    }),
    "Mean over the searches, shaded to the lowest and the highest.",
  );
