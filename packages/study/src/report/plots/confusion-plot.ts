import { html, type Markup } from "../markup.ts";
import { formatPercent } from "../numbers.ts";
import { at, chart, label, WIDTH } from "./chart.ts";

export interface ConfusionPlot {
  readonly title: string;
  readonly labels: readonly string[];
  /** [truth][answer] counts. */
  readonly counts: readonly (readonly number[])[];
}

const LEFT = 66;
const TOP = 44;

/** Counts, shaded by the share of their row: each row is one true expression. */
export function confusionPlot({ title, labels, counts }: ConfusionPlot): Markup {
  const size = (WIDTH - LEFT - 6) / labels.length;
  const bottom = TOP + size * labels.length;
  const columns = labels.map((name, j) =>
    // Long names beside each other would touch: every second stands higher.
    label(LEFT + (j + 0.5) * size - 1, TOP - (j % 2 === 0 ? 6 : 19), name, "middle", "tick"),
  );
  const rows = labels.map((name, i) =>
    label(LEFT - 6, TOP + (i + 0.5) * size + 4, name, "end", "tick"),
  );
  const cells = counts.flatMap((row, i) => {
    const total = row.reduce((a, b) => a + b, 0);
    return row.map((count, j) =>
      cell(
        LEFT + j * size,
        TOP + i * size,
        size,
        count,
        total === 0 ? 0 : count / total,
        `${labels[i]} taken for ${labels[j]}: ${count} of ${total}, ${formatPercent(count / total)}`,
      ),
    );
  });
  return chart(title, bottom + 6, [
    label(LEFT - 6, 12, "answer →", "end", "axis"),
    label(LEFT - 6, TOP - 6, "truth ↓", "end", "axis"),
    ...columns,
    ...rows,
    ...cells,
  ]);
}

/** Shades end where the text on them would lose its contrast. */
function cell(x: number, y: number, size: number, count: number, share: number, title: string) {
  const shade = at(0.55 * share);
  return html`<g><title>${title}</title><rect class="cell" x="${at(x)}" y="${at(y)}" width="${at(size - 2)}" height="${at(size - 2)}"/><rect class="shade" x="${at(x)}" y="${at(y)}" width="${at(size - 2)}" height="${at(size - 2)}" fill-opacity="${shade}"/>${label(x + size / 2 - 1, y + size / 2 + 3, String(count), "middle", count === 0 ? "faint" : "label")}</g>`;
}
