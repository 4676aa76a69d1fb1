import { type Fragment, html, type Markup } from "../markup.ts";

/** A part of the page under its own anchor. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly body: Fragment;
}

/** A plot with what it shows in words. */
export const figure = (plot: Markup, caption: string): Markup =>
  html`<figure>${plot}<figcaption>${caption}</figcaption></figure>`;

/** Side by side where there is room. */
export const figures = (all: readonly (Markup | null)[]): Markup =>
  html`<div class="figures">${all.filter((one) => one !== null).map((one) => html`${one}\n`)}</div>`;

export const paragraph = (...parts: readonly Fragment[]): Markup => html`<p>${parts}</p>`;

/** Sentences of one kind below each other; nothing where there is none. */
export const bullets = (lines: readonly string[]): Markup | null =>
  lines.length === 0 ? null : html`<ul>${lines.map((one) => html`<li>${one}</li>\n`)}</ul>`;

/** Long tables that a reader opens when needed; wider than paper, so that they are not printed. */
export const details = (summary: string, body: Fragment): Markup =>
  html`<details><summary>${summary}</summary>${body}</details>`;
