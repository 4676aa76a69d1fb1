import { html, type Markup } from "../markup.ts";
import { formatNumber, isDefined } from "../numbers.ts";
import { at, bottomAxis, chart, leftAxis, legend, mark, WIDTH } from "./chart.ts";
import { extent, linearScale, type Scale } from "./scale.ts";

export interface LineSeries {
  readonly name: string;
  /** In the order of x; undefined values part the line. */
  readonly points: readonly {
    readonly x: number;
    readonly value: number | null;
    /** Limits of the shaded band about the line. */
    readonly low?: number | null;
    readonly high?: number | null;
  }[];
}

export interface LinePlot {
  readonly title: string;
  readonly xAxis: string;
  readonly yAxis: string;
  readonly series: readonly LineSeries[];
  readonly digits?: number;
}

/** Lines with marks, and bands where they have limits. */
export function linePlot({ title, xAxis, yAxis, series, digits = 3 }: LinePlot): Markup {
  const key = legend(
    series.map(({ name }) => name),
    12,
  );
  const [left, top] = [46, key.height + 24];
  const bottom = top + 170;
  const all = series.flatMap(({ points }) => points);
  const x = linearScale(extent(all.map((p) => p.x)), [left, WIDTH - 14], 6);
  const y = linearScale(extent(all.flatMap((p) => [p.value, p.low ?? null, p.high ?? null])), [
    bottom,
    top,
  ]);
  return chart(title, bottom + 34, [
    key.body,
    leftAxis(y, left, WIDTH - 14, yAxis),
    bottomAxis(x, top, bottom, xAxis),
    ...series.map((one, s) => band(one, s, x, y)),
    ...series.map((one, s) => path(one, s, x, y, digits)),
  ]);
}

function band({ points }: LineSeries, s: number, x: Scale, y: Scale): Markup {
  const limited = points.filter((p) => isDefined(p.low ?? null) && isDefined(p.high ?? null));
  if (limited.length < 2) return html``;
  const upper = limited.map((p) => `${at(x(p.x))} ${at(y(p.high!))}`);
  const lower = limited.map((p) => `${at(x(p.x))} ${at(y(p.low!))}`).reverse();
  return html`<path class="spread s${s % 4}" d="M${[...upper, ...lower].join("L")}z"/>`;
}

function path({ name, points }: LineSeries, s: number, x: Scale, y: Scale, digits: number): Markup {
  const defined = points.filter((p) => isDefined(p.value));
  let isOpen = false;
  const d = points.map((p) => {
    const command = isOpen ? "L" : "M";
    isOpen = isDefined(p.value);
    return isOpen ? `${command}${at(x(p.x))} ${at(y(p.value!))}` : "";
  });
  const marks = defined.map((p) =>
    mark(s, x(p.x), y(p.value!), `${name}, ${p.x}: ${formatNumber(p.value, digits)}`, 3),
  );
  return html`<path class="line s${s % 4}" d="${d.join("")}"/>${marks}`;
}
