import type { Figure } from "../analysis/index.ts";
import { type Estimate, formatEstimate, formatNumber, formatP } from "./numbers.ts";

/** What one cell holds: text, a figure, or a figure with its interval. */
export type Cell = string | Figure | Estimate;

/** A column: its names, and how its figures are printed. */
export interface Column {
  /** Its name in the CSV file; an estimate's limits add _low and _high. */
  readonly key: string;
  readonly head: string;
  readonly kind: "text" | "number" | "p" | "estimate";
  /** Decimals where it is printed; CSV has all. Default 3. */
  readonly digits?: number;
}

/** One table of the report; HTML, Markdown, LaTeX and CSV are made of the same. */
export interface ReportTable {
  /** Of its files, and its anchor in the page. */
  readonly name: string;
  readonly caption: string;
  readonly columns: readonly Column[];
  /** [rows][columns] */
  readonly rows: readonly (readonly Cell[])[];
}

export const isEstimate = (cell: Cell): cell is Estimate =>
  typeof cell === "object" && cell !== null;

/** The cell as a person reads it. */
export function formatCell(cell: Cell, { kind, digits = 3 }: Column): string {
  if (typeof cell === "string") return cell;
  if (isEstimate(cell)) return formatEstimate(cell, digits);
  return kind === "p" ? formatP(cell) : formatNumber(cell, digits);
}

export const text = (key: string, head: string): Column => ({ key, head, kind: "text" });
export const number = (key: string, head: string, digits = 3): Column => ({
  key,
  head,
  kind: "number",
  digits,
});
export const estimate = (key: string, head: string, digits = 3): Column => ({
  key,
  head,
  kind: "estimate",
  digits,
});
export const probability = (key: string, head: string): Column => ({ key, head, kind: "p" });
