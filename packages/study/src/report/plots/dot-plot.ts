import { html, type Markup } from "../markup.ts";
import { type Estimate, formatEstimate, isDefined } from "../numbers.ts";
import { at, bottomAxis, chart, LETTER, label, legend, line, mark, WIDTH } from "./chart.ts";
import { extent, linearScale, logScale, type Scale } from "./scale.ts";

export interface DotPoint extends Estimate {
  /** Which of `series` it belongs to; default 0. */
  readonly series?: number;
  /** A second, narrower interval, drawn thicker. */
  readonly inner?: readonly [number | null, number | null];
}

export interface DotRow {
  readonly label: string;
  readonly points: readonly DotPoint[];
  /** Drawn as a short upright stroke in this row: what a trivial rule reaches. */
  readonly baseline?: number | null;
}

export interface DotPlot {
  readonly title: string;
  readonly axis: string;
  readonly rows: readonly DotRow[];
  readonly series?: readonly string[];
  /** Shaded: such as the margin of equivalence. */
  readonly band?: readonly [number, number];
  /** Upright lines with their names. */
  readonly references?: readonly { readonly value: number; readonly name: string }[];
  /** Whether points of a row lie on one line, or below each other. Default false. */
  readonly together?: boolean;
  readonly isLog?: boolean;
  readonly digits?: number;
  /** Values that the axis holds besides those drawn. */
  readonly include?: readonly number[];
}

interface Layout {
  readonly x: Scale;
  readonly top: number;
  readonly labelsAbove: boolean;
  readonly left: number;
  readonly heights: readonly number[];
}

/** Rows of dots with their intervals, on one axis: what is compared lies on a line. Undefined values are left out. */
export function dotPlot(plot: DotPlot): Markup {
  const key = legend(plot.series ?? [], 12);
  const layout = layoutOf(plot, key.height + 16);
  const bottom = layout.top + layout.heights.reduce((a, b) => a + b, 0);
  let y = layout.top;
  const rows = plot.rows.map((row, i) => {
    const drawn = drawRow(row, plot, layout, y, layout.heights[i]!);
    y += layout.heights[i]!;
    return drawn;
  });
  return chart(plot.title, bottom + 34, [
    key.body,
    band(plot, layout, bottom),
    bottomAxis(layout.x, layout.top, bottom, plot.axis),
    ...references(plot, layout),
    ...rows,
  ]);
}

function layoutOf(plot: DotPlot, top: number): Layout {
  const widest = Math.max(0, ...plot.rows.map((row) => row.label.length)) * LETTER + 10;
  const labelsAbove = widest > 150;
  const left = labelsAbove ? 14 : Math.max(widest, 20);
  const values = plot.rows.flatMap(({ points, baseline }) => [
    ...points.flatMap((p) => [p.value, p.low, p.high]),
    baseline ?? null,
  ]);
  const domain = extent([...values, ...(plot.band ?? []), ...(plot.include ?? [])]);
  const range = [left, WIDTH - 14] as const;
  const x = plot.isLog ? logScale(widen(domain), range) : linearScale(domain, range);
  const heights = plot.rows.map(({ points }) => {
    const lines = plot.together ? 1 : Math.max(1, points.length);
    return 8 + 13 * lines + (labelsAbove ? 15 : 0);
  });
  return { x, top, labelsAbove, left, heights };
}

const widen = ([from, to]: readonly [number, number]): readonly [number, number] => [
  from / 1.25,
  to * 1.25,
];

function band({ band: limits }: DotPlot, { x, top }: Layout, bottom: number): Markup {
  if (limits === undefined) return html``;
  const [left, right] = [x(limits[0]), x(limits[1])];
  return html`<rect class="band" x="${at(left)}" y="${top}" width="${at(right - left)}" height="${at(bottom - top)}"/>`;
}

/**
 * A name never leaves the chart: near an edge it stands on the inner side of its line. Names of rows that stand above their points are
 * not crossed.
 */
function references({ references: all = [] }: DotPlot, layout: Layout): Markup[] {
  const { x, top, heights, labelsAbove } = layout;
  return all.map(({ value, name }) => {
    const place = x(value);
    const half = (name.length * LETTER) / 2;
    const side = place + half > WIDTH ? "end" : place - half < 0 ? "start" : "middle";
    let y = top;
    const strokes = heights.map((height) => {
      y += height;
      return line(place, y - height + (labelsAbove ? 17 : 0), place, y, "reference");
    });
    return html`${strokes}${label(place, top - 6, name, side, "tick")}`;
  });
}

function drawRow(row: DotRow, plot: DotPlot, layout: Layout, y: number, height: number): Markup {
  const { labelsAbove, left } = layout;
  const first = labelsAbove ? y + 15 : y;
  const middle = labelsAbove ? first + (height - 15) / 2 : y + height / 2;
  const name = labelsAbove
    ? label(left, y + 13, row.label)
    : label(left - 8, middle + 4, row.label, "end");
  const baseline = isDefined(row.baseline ?? null) ? layout.x(row.baseline!) : null;
  const stroke =
    baseline === null ? null : line(baseline, first + 3, baseline, y + height - 3, "baseline");
  const step = plot.together ? 0 : 13;
  const points = row.points.map((point, i) =>
    drawPoint(row.label, point, plot, layout.x, plot.together ? middle : first + 10.5 + i * step),
  );
  return html`${name}${stroke}${points}`;
}

function drawPoint(row: string, point: DotPoint, plot: DotPlot, x: Scale, y: number): Markup {
  if (!isDefined(point.value)) return html``;
  const series = point.series ?? 0;
  const name = plot.series?.[series];
  const words = `${row}${name === undefined ? "" : `, ${name}`}: ${formatEstimate(point, plot.digits ?? 3)}`;
  const { low, high } = point;
  const interval =
    isDefined(low) && isDefined(high)
      ? line(x(low), y, x(high), y, `interval s${series % 4}`)
      : null;
  return html`${interval}${inner(point, x, y)}${mark(series, x(point.value), y, words)}`;
}

function inner({ inner: [low, high] = [null, null], series = 0 }: DotPoint, x: Scale, y: number) {
  return isDefined(low) && isDefined(high)
    ? line(x(low), y, x(high), y, `inner s${series % 4}`)
    : null;
}
