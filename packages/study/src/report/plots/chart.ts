import { html, type Markup } from "../markup.ts";
import { formatNumber } from "../numbers.ts";
import type { Scale } from "./scale.ts";

/** Width of a chart in its own units: that of a phone, so that text keeps its size there. */
export const WIDTH = 360;

/** Room of a letter of the charts' text, in their units, in the widest of the usual fonts. */
export const LETTER = 6.7;

/** Hundredths: more digits draw the same, fewer bytes, and no trace of the last bits. */
export const at = (x: number): number => Math.round(x * 100) / 100 || 0;

/** A chart as one SVG element. What it shows is said in its title; the colours are the page's classes. */
export function chart(title: string, height: number, body: readonly Markup[]): Markup {
  return html`<svg class="chart" viewBox="0 0 ${WIDTH} ${at(height)}" role="img" xmlns="http://www.w3.org/2000/svg"><title>${title}</title>
${body.map((part) => html`${part}\n`)}</svg>`;
}

/** Text at a point; `where` says which part of it stands there. */
export const label = (
  x: number,
  y: number,
  text: string,
  where: "start" | "middle" | "end" = "start",
  kind = "label",
): Markup =>
  html`<text class="${kind}" x="${at(x)}" y="${at(y)}" text-anchor="${where}">${text}</text>`;

/** Of `letters` at most; what is too much is left out of the middle, for names often differ in their ends. */
export function shorten(text: string, letters: number): string {
  if (text.length <= letters) return text;
  const end = Math.max(0, Math.floor((letters - 1) / 2));
  const start = Math.max(0, letters - 1 - end);
  return `${text.slice(0, start)}…${text.slice(text.length - end)}`;
}

/**
 * A name in lines of `letters` at most: parted at line feeds, and after spaces, colons and slashes where it
 * can be, else anywhere.
 */
export const wrapWords = (text: string, letters: number): string[] =>
  text.split("\n").flatMap((line) => wrapLine(line, letters));

function wrapLine(text: string, letters: number): string[] {
  const parts = text.split(/(?<=[\s:/])/).flatMap((part) => partsOf(part, letters));
  const lines = [""];
  for (const part of parts) {
    const last = lines.length - 1;
    const joined = lines[last]! + part;
    if (joined.trimEnd().length <= letters) lines[last] = joined;
    else lines.push(part);
  }
  return lines.map((one) => one.trim());
}

const partsOf = (word: string, letters: number): string[] =>
  word.trimEnd().length <= letters
    ? [word]
    : Array.from({ length: Math.ceil(word.length / letters) }, (_, i) =>
        word.slice(i * letters, (i + 1) * letters),
      );

export const line = (x1: number, y1: number, x2: number, y2: number, kind: string): Markup =>
  html`<line class="${kind}" x1="${at(x1)}" y1="${at(y1)}" x2="${at(x2)}" y2="${at(y2)}"/>`;

/** Ticks with grid lines from `top` to `bottom`, and the axis' name below them: 32 units in all. */
export function bottomAxis(x: Scale, top: number, bottom: number, name: string): Markup {
  const [from, to] = [x(x.domain[0]), x(x.domain[1])];
  return html`${x.ticks.map((tick) => line(x(tick), top, x(tick), bottom, "grid"))}
${x.ticks.map((tick) => label(x(tick), bottom + 14, formatNumber(tick, x.digits), "middle", "tick"))}
${label((from + to) / 2, bottom + 28, name, "middle", "axis")}`;
}

/** Ticks with grid lines from `left` to `right`, and the axis' name above them. */
export function leftAxis(y: Scale, left: number, right: number, name: string): Markup {
  const top = Math.min(y(y.domain[0]), y(y.domain[1]));
  return html`${y.ticks.map((tick) => line(left, y(tick), right, y(tick), "grid"))}
${y.ticks.map((tick) => label(left - 5, y(tick) + 3.5, formatNumber(tick, y.digits), "end", "tick"))}
${label(2, top - 9, name, "start", "axis")}`;
}

/** Series differ by shape and by colour, so that either may be lost. Outlines by half their size. */
const SHAPES: readonly ((r: number) => string)[] = [
  (r) => `M${-r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`,
  (r) => `M${-r} ${-r}h${2 * r}v${2 * r}h${-2 * r}z`,
  (r) => `M0 ${-1.4 * r}l${1.4 * r} ${1.4 * r}l${-1.4 * r} ${1.4 * r}l${-1.4 * r} ${-1.4 * r}z`,
  (r) => `M0 ${-1.2 * r}l${1.3 * r} ${2.2 * r}h${-2.6 * r}z`,
];

/** Number of series that a chart can tell apart. */
export const SERIES = SHAPES.length;

/** A point of a series; its title shows under a pointer. */
export function mark(series: number, x: number, y: number, title: string, size = 4): Markup {
  const path = SHAPES[series % SERIES]!(size);
  return html`<path class="mark s${series % SERIES}" transform="translate(${at(x)} ${at(y)})" d="${path}"><title>${title}</title></path>`;
}

/** Names of series beside their marks, in rows from y on; with the height they take. */
export function legend(names: readonly string[], y: number): { body: Markup; height: number } {
  if (names.length < 2) return { body: html``, height: 0 };
  const places: { name: string; series: number; x: number; row: number }[] = [];
  let [x, row] = [8, 0];
  for (const [series, name] of names.entries()) {
    const width = name.length * LETTER + 30;
    if (x > 8 && x + width > WIDTH) [x, row] = [8, row + 1];
    places.push({ name, series, x, row });
    x += width;
  }
  const body = html`${places.map((p) => [
    mark(p.series, p.x, y + 16 * p.row - 4, p.name),
    label(p.x + 9, y + 16 * p.row, p.name, "start", "legend"),
  ])}`;
  return { body, height: 16 * (row + 1) + 4 };
}
