import { html, type Markup } from "./markup.ts";
import { type Column, formatCell, type ReportTable } from "./report-table.ts";

/**
 * Rows headed by their first cell, written once where rows beside each other share it; scrolls by itself where the screen is
 * narrower, also by keyboard.
 */
export function htmlTable({ name, caption, columns, rows }: ReportTable): Markup {
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table id="table-${name}">
<caption>${caption}</caption>
<thead><tr>${columns.map(headCell)}</tr></thead>
${groupsOf(rows).map((group) => html`<tbody>\n${group.map((row, i) => bodyRow(row, columns, i === 0 ? group.length : 0))}</tbody>\n`)}</table></div>`;
}

type Row = ReportTable["rows"][number];

/** Rows beside each other whose first cells are the same text. */
function groupsOf(rows: ReportTable["rows"]): Row[][] {
  const groups: Row[][] = [];
  for (const row of rows) {
    const last = groups.at(-1);
    if (last !== undefined && last[0]![0] === row[0] && typeof row[0] === "string") last.push(row);
    else groups.push([row]);
  }
  return groups;
}

const classOf = ({ kind }: Column): string => (kind === "text" ? "text" : "figure");

const headCell = (column: Column): Markup =>
  html`<th scope="col" class="${classOf(column)}">${column.head}</th>`;

/** @param span rows that its head stands for; 0: an earlier row has the head */
function bodyRow(row: Row, columns: readonly Column[], span: number): Markup {
  const [first, ...others] = row.map((cell, i) => formatCell(cell, columns[i]!));
  const scope = span > 1 ? html` scope="rowgroup" rowspan="${span}"` : html` scope="row"`;
  const head =
    span === 0 ? null : html`<th${scope} class="${classOf(columns[0]!)}">${first ?? ""}</th>`;
  const cells = others.map((text, i) => html`<td class="${classOf(columns[i + 1]!)}">${text}</td>`);
  return html`<tr>${head}${cells}</tr>\n`;
}
