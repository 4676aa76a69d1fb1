import { wilsonInterval } from "../../evaluation/index.ts";
import { html, type Markup } from "../markup.ts";
import { formatEstimate } from "../numbers.ts";
import { bottomAxis, chart, label, leftAxis, line, mark, WIDTH } from "./chart.ts";
import { linearScale } from "./scale.ts";

export interface ReliabilityPlot {
  readonly title: string;
  /** Mean of the probabilities of a bin, share of its items that are positive, and their number. */
  readonly bins: readonly {
    readonly meanProbability: number | null;
    readonly frequency: number | null;
    readonly count: number;
  }[];
  /** Of the intervals of the shares. */
  readonly confidence: number;
}

const SIDE = 200;

/**
 * What was said against what came true; on the diagonal they agree. Above each bin stands the number of its items, on which the
 * size of its mark hangs too; the upright lines are Wilson's intervals of the shares, as if items were independent.
 */
export function reliabilityPlot({ title, bins, confidence }: ReliabilityPlot): Markup {
  const left = 42;
  const [top, bottom] = [42, 42 + SIDE];
  const x = linearScale([0, 1], [left, WIDTH - 14]);
  const y = linearScale([0, 1], [bottom, top]);
  const most = Math.max(1, ...bins.map((bin) => bin.count));
  const counts = bins.map(({ count }, b) =>
    label(x((b + 0.5) / bins.length), top - 5, String(count), "middle", "small"),
  );
  const drawn = bins.flatMap((bin) => {
    const { meanProbability: said, frequency, count } = bin;
    if (count === 0 || said === null || frequency === null) return [];
    const { low, high } = wilsonInterval(Math.round(frequency * count), count, confidence);
    const share = formatEstimate({ value: frequency, low, high }, 2);
    const words = `${count} said ${said.toFixed(2)} on average, ${share} came true`;
    const size = Math.round((2.5 + 5 * Math.sqrt(count / most)) * 10) / 10;
    return html`${line(x(said), y(low), x(said), y(high), "interval s0")}${mark(0, x(said), y(frequency), words, size)}`;
  });
  return chart(title, bottom + 34, [
    label(2, 12, "share that is positive", "start", "axis"),
    label(WIDTH - 14, 12, "recordings in each bin below", "end", "axis"),
    ...counts,
    leftAxis(y, left, WIDTH - 14, ""),
    bottomAxis(x, top, bottom, "probability said"),
    line(x(0), y(0), x(1), y(1), "reference"),
    ...drawn,
  ]);
}
