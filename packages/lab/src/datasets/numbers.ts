import { DatasetError, quote } from "./dataset-error.ts";

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** A finite decimal number as text files write it, or null: no hexadecimal, no empty text, no Infinity. */
export function parseDecimal(text: string): number | null {
  const trimmed = text.trim();
  if (!DECIMAL.test(trimmed)) return null;
  const value = Number(trimmed);
  return Number.isFinite(value) && Math.abs(value) <= 3.4e38 ? value : null;
}

/** @throws DatasetError unless the text is a finite number within float32 */
export function readDecimal(text: string, file: string, line: number, column: number): number {
  const value = parseDecimal(text);
  if (value === null) {
    throw new DatasetError({ file, line, column, expected: "a number", got: quote(text.trim()) });
  }
  return value;
}
