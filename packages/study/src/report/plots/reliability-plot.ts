import { html, type Markup } from "../markup.ts";
import { bottomAxis, chart, leftAxis, line, mark, WIDTH } from "./chart.ts";
import { linearScale } from "./scale.ts";

export interface ReliabilityPlot {
  readonly title: string;
  /** Mean of the probabilities of a bin, share of its items that are positive, and their number. */
  readonly bins: readonly {
    readonly meanProbability: number | null;
    readonly frequency: number | null;
    readonly count: number;
  }[];
}

const SIDE = 250;

/** What was said against what came true; on the diagonal they agree. The size of a mark tells how many items it holds. */
export function reliabilityPlot({ title, bins }: ReliabilityPlot): Markup {
  const left = 42;
  const [top, bottom] = [26, 26 + SIDE * 0.8];
  const x = linearScale([0, 1], [left, WIDTH - 14]);
  const y = linearScale([0, 1], [bottom, top]);
  const filled = bins.filter((bin) => bin.count > 0);
  const most = Math.max(1, ...filled.map((bin) => bin.count));
  const marks = filled.map((bin) =>
    mark(
      0,
      x(bin.meanProbability ?? 0),
      y(bin.frequency ?? 0),
      `${bin.count} said ${(bin.meanProbability ?? 0).toFixed(2)} on average, ${(bin.frequency ?? 0).toFixed(2)} came true`,
      Math.round((2.5 + 5 * Math.sqrt(bin.count / most)) * 10) / 10,
    ),
  );
  return chart(title, bottom + 34, [
    leftAxis(y, left, WIDTH - 14, "share that is positive"),
    bottomAxis(x, top, bottom, "probability said"),
    line(x(0), y(0), x(1), y(1), "reference"),
    html`${marks}`,
  ]);
}
