import type { StudyAnalysis, StudyEfficiency } from "../../analysis/index.ts";
import { architectureRatios } from "../efficiency-ratios.ts";
import { efficiencyTable } from "../efficiency-tables.ts";
import { htmlTable } from "../html-table.ts";
import { html, type Markup } from "../markup.ts";
import { formatNumber } from "../numbers.ts";
import { type DotPoint, dotPlot } from "../plots/dot-plot.ts";
import { figure, figures, paragraph, type Section } from "./section.ts";

export function efficiencySection(analysis: StudyAnalysis, efficiency: StudyEfficiency): Section {
  const { gruToLstm } = analysis.complexity;
  const [low, high] = gruToLstm.multiplyAdds;
  const range = (a: number, b: number) =>
    formatNumber(a, 4) === formatNumber(b, 4)
      ? formatNumber(a, 4)
      : `${formatNumber(a, 4)} to ${formatNumber(b, 4)}`;
  return {
    id: "efficiency",
    title: "Efficiency: arithmetic and the clock",
    body: [
      paragraph(
        `At the same sizes a GRU takes ${range(low, high)} of an LSTM's multiply-adds and ${range(...gruToLstm.parameters)} of its ` +
          `parameters: that is arithmetic, whatever the data. As trained here the ratio of multiply-adds is ` +
          `${formatNumber(gruToLstm.asTrained, 3)}, since searches may choose unequal sizes. Time is another matter, and measured: on ` +
          `Node.js ${efficiency.nodes.join(", ") || "of an unknown version"} (${efficiency.backends.join(", ") || "no backend recorded"}).`,
      ),
      ratioFigure(analysis, efficiency),
      htmlTable(efficiencyTable(analysis, efficiency)),
      paragraph(
        "Times differ from run to run and from machine to machine; nothing above this section depends on them.",
      ),
    ],
  };
}

const NAMES = ["multiply-adds (arithmetic)", "training time (measured)", "time a frame (measured)"];

function ratioFigure(analysis: StudyAnalysis, efficiency: StudyEfficiency): Markup {
  const ratios = architectureRatios(analysis, efficiency);
  if (ratios.length === 0) return html``;
  const isStreamed = ratios.some(({ streamMicroseconds }) => streamMicroseconds !== null);
  const plot = dotPlot({
    title: "GRU over LSTM: multiply-adds by arithmetic, and times as measured",
    axis: "GRU / LSTM",
    series: isStreamed ? NAMES : NAMES.slice(0, 2),
    references: [
      { value: 0.75, name: "0.75" },
      { value: 1, name: "equal" },
    ],
    include: [0.5, 1.1],
    rows: ratios.map((one) => ({
      label: one.label,
      points: [
        one.multiplyAdds,
        one.fitSeconds,
        ...(isStreamed ? [one.streamMicroseconds] : []),
      ].map((value, series): DotPoint => ({ value, low: null, high: null, series })),
    })),
  });
  return figures([
    figure(plot, "Below 1 the GRU takes less. 0.75 is the paper's figure, from arithmetic alone."),
  ]);
}
