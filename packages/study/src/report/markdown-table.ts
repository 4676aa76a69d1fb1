import { formatCell, type ReportTable } from "./report-table.ts";

/** Text inside a line of Markdown: nothing in it is read as a mark, a tag or a cell's end. */
export const escapeMarkdown = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Surrogate}]+/gu, " ")
    .replace(/[\\`*_{}[\]<>#|~&!]/g, (c) => (c === "<" ? "&lt;" : c === "&" ? "&amp;" : `\\${c}`));

/** A table in GitHub's Markdown, its caption above. */
export function markdownTable({ caption, columns, rows }: ReportTable): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    `*${escapeMarkdown(caption)}*`,
    "",
    line(columns.map(({ head }) => escapeMarkdown(head))),
    line(columns.map(({ kind }) => (kind === "text" ? "---" : "---:"))),
    ...rows.map((row) => line(row.map((cell, i) => escapeMarkdown(formatCell(cell, columns[i]!))))),
  ].join("\n");
}
