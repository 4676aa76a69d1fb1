import { html, type Markup } from "../markup.ts";
import { formatPercent } from "../numbers.ts";
import { at, chart, label, shorten, WIDTH } from "./chart.ts";

export interface ConfusionPlot {
  readonly title: string;
  readonly labels: readonly string[];
  /** [truth][answer] counts. */
  readonly counts: readonly (readonly number[])[];
}

/** Of a name: more is left out, and stands in the titles of the cells. */
const LETTERS = 16;
const SMALL_LETTER = 6.2;

/** Share of each answer among those of a row, shaded by it, and the count: each row is one true label. */
export function confusionPlot({ title, labels, counts }: ConfusionPlot): Markup {
  const names = labels.map((name) => shorten(name, LETTERS));
  const widest = Math.max(0, ...names.map((name) => name.length)) * SMALL_LETTER;
  const left = Math.max(58, widest + 10);
  const size = (WIDTH - left - 6) / labels.length;
  const head = columnHeads(names, widest, left, size);
  const top = head.height;
  const rows = names.map((name, i) =>
    label(left - 6, top + (i + 0.5) * size + 3, name, "end", "tick"),
  );
  const cells = counts.flatMap((row, i) => {
    const total = row.reduce((a, b) => a + b, 0);
    return row.map((count, j) => {
      const words = `${labels[i]} taken for ${labels[j]}: ${count} of ${total}, ${formatPercent(count / total)}`;
      return cell({ x: left + j * size, y: top + i * size, size, count, total }, words);
    });
  });
  return chart(title, top + size * labels.length + 6, [
    label(left - 6, 12, "answer →", "end", "axis"),
    label(left - 6, top - 6, "truth ↓", "end", "axis"),
    ...head.body,
    ...rows,
    ...cells,
  ]);
}

/** Names beside each other where they fit, every second one higher; else they stand upright. */
function columnHeads(names: readonly string[], widest: number, left: number, size: number) {
  const isUpright = widest > 2 * size - 4;
  const height = isUpright ? Math.max(44, widest + 12) : 44;
  const body = names.map((name, j) => {
    const x = left + (j + 0.5) * size - 1;
    if (!isUpright) return label(x, height - (j % 2 === 0 ? 6 : 19), name, "middle", "tick");
    return html`<text class="tick" transform="translate(${at(x + 3.5)} ${at(height - 6)}) rotate(-90)">${name}</text>`;
  });
  return { body, height };
}

interface Cell {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly count: number;
  readonly total: number;
}

/** Shades end where the text on them would lose its contrast. */
function cell({ x, y, size, count, total }: Cell, title: string): Markup {
  const share = total === 0 ? 0 : count / total;
  const side = at(size - 2);
  const square = html`x="${at(x)}" y="${at(y)}" width="${side}" height="${side}"`;
  return html`<g><title>${title}</title><rect class="cell" ${square}/><rect class="shade" ${square} fill-opacity="${at(0.55 * share)}"/>${cellWords({ x, y, size, count, total })}</g>`;
}

/** Small cells hold the share alone, and the least nothing: their title says it. */
function cellWords({ x, y, size, count, total }: Cell): Markup | null {
  if (size < 15) return null;
  const [middle, centre] = [x + size / 2 - 1, y + size / 2];
  const digits = total === 0 ? "–" : String(Math.round((100 * count) / total));
  if (size < 34)
    return label(middle, centre + 2, digits, "middle", count === 0 ? "small faint" : "small");
  const share = total === 0 ? digits : `${digits} %`;
  return html`${label(middle, centre, share, "middle", count === 0 ? "faint" : "label")}${label(middle, centre + 12, String(count), "middle", "small")}`;
}
