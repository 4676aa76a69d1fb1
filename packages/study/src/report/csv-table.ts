import { type Cell, type Column, isEstimate, type ReportTable } from "./report-table.ts";

/** RFC 4180, full precision, an empty field where a figure is undefined; one header line. */
export function csvTable({ columns, rows }: ReportTable): string {
  const head = columns.flatMap(({ key, kind }) =>
    kind === "estimate" ? [key, `${key}_low`, `${key}_high`] : [key],
  );
  const lines = rows.map((row) => row.flatMap((cell, i) => fields(cell, columns[i]!)));
  return [head, ...lines].map((line) => `${line.map(quote).join(",")}\r\n`).join("");
}

function fields(cell: Cell, { kind }: Column): string[] {
  if (kind !== "estimate") return [field(cell)];
  if (isEstimate(cell)) return [cell.value, cell.low, cell.high].map(field);
  return [field(cell), "", ""];
}

const field = (cell: Cell): string =>
  cell === null || Number.isNaN(cell) ? "" : isEstimate(cell) ? field(cell.value) : String(cell);

/** Only where it must be. */
const quote = (text: string): string =>
  /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
