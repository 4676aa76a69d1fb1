import { html, type Markup } from "../markup.ts";
import { formatNumber } from "../numbers.ts";
import { chart, LETTER, label, line, mark, shorten, WIDTH } from "./chart.ts";

export interface CriticalDifferencePlot {
  readonly title: string;
  readonly names: readonly string[];
  /** [K] 1 is best. */
  readonly averageRanks: readonly number[];
  readonly criticalDifference: number;
  /** Sets of indices into `names`, of which no two differ. */
  readonly groups: readonly (readonly number[])[];
}

const [LEFT, RIGHT] = [16, WIDTH - 16];
const ROW = 18;

/**
 * Mean ranks on an axis, best at the left; bars join what does not differ (Demsar 2006). The better half is named above the
 * axis, the best at the top, the worse half below it, the worst at the bottom: each name at the end of its own line, which no other
 * line crosses.
 */
export function criticalDifferencePlot(plot: CriticalDifferencePlot): Markup {
  const { names, averageRanks, criticalDifference, groups } = plot;
  const k = names.length;
  const x = (rank: number) => LEFT + ((rank - 1) / Math.max(1, k - 1)) * (RIGHT - LEFT);
  const order = [...names.keys()].sort((i, j) => averageRanks[i]! - averageRanks[j]! || i - j);
  const named = order.map(
    (i): Named => ({ x: x(averageRanks[i]!), name: names[i]!, rank: averageRanks[i]! }),
  );
  const cut = named.findIndex((one) => one.x + wordsOf(one).length * LETTER + 5 > WIDTH);
  const above = cut < 0 ? k : cut;
  const axis = 44 + ROW * above;
  const under = axis + 29 + 8 * groups.length;
  const lines = named.map((one, place) =>
    place < above
      ? rightOf(one, 44 + ROW * place, axis)
      : leftOf(one, under + ROW * (place - above), axis),
  );
  const bars = groups.map((group, g) => {
    const ranks = group.map((i) => averageRanks[i]!);
    const y = axis + 24 + 8 * g;
    return line(x(Math.min(...ranks)) - 3, y, x(Math.max(...ranks)) + 3, y, "bar");
  });
  const cd = Math.min(criticalDifference, Math.max(1, k - 1));
  return chart(plot.title, under + ROW * (k - above) + 4, [
    label(x(1), 11, `critical difference ${formatNumber(criticalDifference, 2)}`, "start", "tick"),
    line(x(1), 20, x(1 + cd), 20, "bar"),
    label(WIDTH - 8, 11, "mean rank, best at the left", "end", "axis"),
    ...lines.map(({ leader }) => leader),
    line(LEFT, axis, RIGHT, axis, "rule"),
    ...Array.from({ length: k }, (_, i) => [
      line(x(i + 1), axis, x(i + 1), axis + 4, "rule"),
      label(x(i + 1), axis + 15, String(i + 1), "middle", "tick haloed"),
    ]).flat(),
    ...bars,
    ...lines.map(({ text }) => text),
  ]);
}

/** A condition, where its rank lies on the axis. */
interface Named {
  readonly x: number;
  readonly name: string;
  readonly rank: number;
}

const wordsOf = ({ name, rank }: Named): string => `${name} ${formatNumber(rank, 2)}`;

function rightOf(one: Named, y: number, axis: number) {
  const words = wordsOf(one);
  const text = html`${mark(0, one.x, axis, words)}${label(one.x + 5, y, words, "start", "haloed")}`;
  return { leader: line(one.x, y - 8, one.x, axis, "leader"), text };
}

/** Where it is too long for the room at its left, the name is shortened, never its rank. */
function leftOf(one: Named, y: number, axis: number) {
  const words = wordsOf(one);
  const room = Math.floor((one.x - 5) / LETTER) - formatNumber(one.rank, 2).length - 1;
  const short = wordsOf({ ...one, name: shorten(one.name, room) });
  const text = html`${mark(0, one.x, axis, words)}${label(one.x - 5, y, short, "end", "haloed")}`;
  return { leader: line(one.x, axis, one.x, y + 2, "leader"), text };
}
