import { html, type Markup } from "../markup.ts";
import { type Estimate, formatEstimate, isDefined } from "../numbers.ts";
import {
  at,
  bottomAxis,
  chart,
  LETTER,
  label,
  legend,
  line,
  mark,
  WIDTH,
  wrapWords,
} from "./chart.ts";
import { extent, linearScale, logScale, type Scale } from "./scale.ts";

export interface DotPoint extends Estimate {
  /** Which of `series` it belongs to; default 0. */
  readonly series?: number;
  /** A second, narrower interval, drawn thicker. */
  readonly inner?: readonly [number | null, number | null];
}

export interface DotRow {
  /** A line feed parts it; where it is long it is parted anyway. */
  readonly label: string;
  /** Written once, above the first of the rows beside each other that share it. */
  readonly group?: string | null;
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

/** Where a row lies, and the group's name that stands above it, if any. */
interface Place {
  readonly top: number;
  readonly height: number;
  readonly words: readonly string[];
  readonly heading: string | null;
}

interface Layout {
  readonly x: Scale;
  readonly top: number;
  readonly left: number;
  readonly places: readonly Place[];
  readonly bottom: number;
}

/** Letters of a row's name in one line: more would leave the points less than half of a phone. */
const LETTERS = 21;
const HEADING = 17;

/**
 * Rows of dots with their intervals, on one axis: what is compared lies on a line. Names stand beside their
 * rows, in several lines where they are long. Undefined values are left out.
 */
export function dotPlot(plot: DotPlot): Markup {
  const key = legend(plot.series ?? [], 12);
  const layout = layoutOf(plot, key.height + 16);
  return chart(plot.title, layout.bottom + 34, [
    key.body,
    band(plot, layout),
    bottomAxis(layout.x, layout.top, layout.bottom, plot.axis),
    ...references(plot, layout),
    ...plot.rows.map((row, i) => drawRow(row, plot, layout, layout.places[i]!)),
  ]);
}

function layoutOf(plot: DotPlot, top: number): Layout {
  const { places, bottom } = placesOf(plot, top);
  const letters = places.flatMap(({ words }) => words.map((word) => word.length));
  const left = Math.max(20, Math.max(0, ...letters) * LETTER + 10);
  const values = plot.rows.flatMap(({ points, baseline }) => [
    ...points.flatMap((p) => [p.value, p.low, p.high]),
    baseline ?? null,
  ]);
  const domain = extent([...values, ...(plot.band ?? []), ...(plot.include ?? [])]);
  const range = [left, WIDTH - 14] as const;
  const x = plot.isLog ? logScale(widen(domain), range) : linearScale(domain, range, 4);
  return { x, top, left, places, bottom };
}

function placesOf({ rows, together }: DotPlot, top: number) {
  const places: Place[] = [];
  let y = top;
  for (const [i, { label: name, group = null, points }] of rows.entries()) {
    const words = wrapWords(name, LETTERS);
    const heading = group === (rows[i - 1]?.group ?? null) ? null : group;
    const lines = together ? 1 : Math.max(1, points.length);
    const height = Math.max(8 + 13 * lines, 8 + 12 * words.length);
    if (heading !== null) y += HEADING;
    places.push({ top: y, height, words, heading });
    y += height;
  }
  return { places, bottom: y };
}

const widen = ([from, to]: readonly [number, number]): readonly [number, number] => [
  from / 1.25,
  to * 1.25,
];

function band({ band: limits }: DotPlot, { x, top, bottom }: Layout): Markup {
  if (limits === undefined) return html``;
  const [left, right] = [x(limits[0]), x(limits[1])];
  return html`<rect class="band" x="${at(left)}" y="${top}" width="${at(right - left)}" height="${at(bottom - top)}"/>`;
}

/** A name never leaves the chart: near an edge it stands on the inner side of its line. */
function references({ references: all = [] }: DotPlot, { x, top, bottom }: Layout): Markup[] {
  return all.map(({ value, name }) => {
    const place = x(value);
    const half = (name.length * LETTER) / 2;
    const side = place + half > WIDTH ? "end" : place - half < 0 ? "start" : "middle";
    const word = label(place, top - 6, name, side, "tick");
    return html`${line(place, top, place, bottom, "reference")}${word}`;
  });
}

function drawRow(row: DotRow, plot: DotPlot, { x, left }: Layout, place: Place): Markup {
  const { top, height, words, heading } = place;
  const middle = top + height / 2;
  const first = middle + 4 - 6 * (words.length - 1);
  const names = words.map((word, i) => label(left - 8, first + 12 * i, word, "end"));
  const group = heading === null ? null : label(2, top - 4, heading, "start", "label group");
  const known = isDefined(row.baseline ?? null) ? x(row.baseline!) : null;
  const stroke = known === null ? null : line(known, top + 3, known, top + height - 3, "baseline");
  const step = plot.together ? 0 : 13;
  const points = row.points.map((point, i) =>
    drawPoint(
      row.label.replaceAll("\n", " "),
      point,
      plot,
      x,
      middle + step * (i - (row.points.length - 1) / 2),
    ),
  );
  return html`${group}${names}${stroke}${points}`;
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
