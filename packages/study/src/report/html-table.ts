import { html, type Markup } from "./markup.ts";
import { type Cell, type Column, formatCell, type ReportTable } from "./report-table.ts";

/** Rows headed by their first cell; scrolls by itself where the screen is narrower, also by keyboard. */
export function htmlTable({ name, caption, columns, rows }: ReportTable): Markup {
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table id="table-${name}">
<caption>${caption}</caption>
<thead><tr>${columns.map(headCell)}</tr></thead>
<tbody>
${rows.map((row) => html`<tr>${row.map((cell, i) => bodyCell(cell, columns[i]!, i))}</tr>\n`)}</tbody>
</table></div>`;
}

const classOf = ({ kind }: Column): string => (kind === "text" ? "text" : "figure");

const headCell = (column: Column): Markup =>
  html`<th scope="col" class="${classOf(column)}">${column.head}</th>`;

const bodyCell = (cell: Cell, column: Column, i: number): Markup =>
  i === 0
    ? html`<th scope="row" class="${classOf(column)}">${formatCell(cell, column)}</th>`
    : html`<td class="${classOf(column)}">${formatCell(cell, column)}</td>`;
