import { html, type Markup } from "../markup.ts";
import { formatNumber } from "../numbers.ts";
import { chart, LETTER, label, line, mark, WIDTH } from "./chart.ts";

export interface CriticalDifferencePlot {
  readonly title: string;
  readonly names: readonly string[];
  /** [K] 1 is best. */
  readonly averageRanks: readonly number[];
  readonly criticalDifference: number;
  /** Sets of indices into `names`, of which no two differ. */
  readonly groups: readonly (readonly number[])[];
}

const [LEFT, RIGHT, TOP] = [16, WIDTH - 16, 62];

/**
 * Mean ranks on an axis, best at the left; bars join what does not differ (Demsar 2006). Names stand below each other,
 * in order of rank, each at the end of its own line, so that none overlap on a phone.
 */
export function criticalDifferencePlot(plot: CriticalDifferencePlot): Markup {
  const { names, averageRanks, criticalDifference, groups } = plot;
  const k = names.length;
  const x = (rank: number) => LEFT + ((rank - 1) / Math.max(1, k - 1)) * (RIGHT - LEFT);
  const order = [...names.keys()].sort((i, j) => averageRanks[i]! - averageRanks[j]! || i - j);
  const below = TOP + 12 + groups.length * 8;
  const lines = order.map((i, place) => {
    const y = below + 20 * place + 12;
    const rank = x(averageRanks[i]!);
    const words = `${names[i]} ${formatNumber(averageRanks[i]!, 2)}`;
    // Right of the line where there is room, else left of it.
    const fits = rank + 8 + words.length * LETTER < WIDTH;
    const leader = line(rank, TOP, rank, y - 4, "leader");
    const text = html`${mark(0, rank, TOP, words)}${
      fits
        ? label(rank + 5, y, words, "start", "haloed")
        : label(rank - 5, y, words, "end", "haloed")
    }`;
    return { leader, text };
  });
  const bars = groups.map((group, g) => {
    const ranks = group.map((i) => averageRanks[i]!);
    const y = TOP + 10 + 8 * g;
    return line(x(Math.min(...ranks)) - 3, y, x(Math.max(...ranks)) + 3, y, "bar");
  });
  const cd = Math.min(criticalDifference, Math.max(1, k - 1));
  return chart(plot.title, below + 20 * k + 6, [
    line(x(1), 22, x(1 + cd), 22, "bar"),
    label(x(1), 13, `critical difference ${formatNumber(criticalDifference, 2)}`, "start", "tick"),
    line(LEFT, TOP, RIGHT, TOP, "rule"),
    ...Array.from({ length: k }, (_, i) => [
      line(x(i + 1), TOP - 4, x(i + 1), TOP, "rule"),
      label(x(i + 1), TOP - 8, String(i + 1), "middle", "tick"),
    ]).flat(),
    label(LEFT - 8, TOP - 22, "best mean rank", "start", "axis"),
    ...lines.map(({ leader }) => leader),
    ...lines.map(({ text }) => text),
    ...bars,
  ]);
}
