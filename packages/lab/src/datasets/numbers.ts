import { DatasetError, quote } from "./dataset-error.ts";

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** Powers of ten that float64 holds exactly. */
const POWERS = Array.from({ length: 23 }, (_, k) => Number(`1e${k}`));

/**
 * The number of plain decimals, sign, digits and a point, of at most 15 digits, the same to the bit as Number gives: both
 * digits and power are exact, so that their quotient is rounded once (Clinger 1990). null for any other text.
 */
function parsePlain(text: string): number | null {
  let [at, end] = [0, text.length];
  while (at < end && text.charCodeAt(at) === 32) at++;
  while (end > at && text.charCodeAt(end - 1) === 32) end--;
  const sign = text.charCodeAt(at);
  if (sign === 45 || sign === 43) at++;
  if (end - at > 16) return null;
  let [mantissa, digits, point] = [0, 0, -1];
  for (; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57) {
      mantissa = 10 * mantissa + (code - 48);
      digits++;
    } else if (code === 46 && point < 0) point = digits;
    else return null;
  }
  if (digits === 0 || digits > 15) return null;
  const value = point < 0 ? mantissa : mantissa / POWERS[digits - point]!;
  return sign === 45 ? -value : value;
}

/** A finite decimal number as text files write it, or null: no hexadecimal, no empty text, no Infinity. */
export function parseDecimal(text: string): number | null {
  const plain = parsePlain(text);
  if (plain !== null) return plain;
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
