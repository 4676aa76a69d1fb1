/**
 * Values of a Parquet table as mien needs them, whatever type another tool has given the column. Each returns null for a
 * missing value and undefined for one that is something else: the caller knows the row and says so.
 */

type Cell<T> = T | null | undefined;

const isMissing = (value: unknown): value is null | undefined =>
  value === null || value === undefined;

/** Any width of integer, and floats and decimals that hold one. */
export function integerCell(value: unknown): Cell<number> {
  const number = numberCell(value);
  return number === null || number === undefined || Number.isSafeInteger(number)
    ? number
    : undefined;
}

/** A number of any width; NaN, which pandas writes for nothing, is missing. */
export function numberCell(value: unknown): Cell<number> {
  if (isMissing(value)) return null;
  if (typeof value === "bigint") return Number(value);
  if (typeof value !== "number") return undefined;
  if (Number.isNaN(value)) return null;
  return Number.isFinite(value) ? value : undefined;
}

/** Text; ids that another tool took for numbers are text again. "" is missing. */
export function textCell(value: unknown): Cell<string> {
  if (typeof value === "string") return value === "" ? null : value;
  if (value instanceof Uint8Array) return textCell(new TextDecoder().decode(value));
  const integer = integerCell(value);
  return typeof integer === "number" ? String(integer) : integer;
}

/** true and false, also as 1 and 0. */
export function truthCell(value: unknown): Cell<boolean> {
  if (typeof value === "boolean") return value;
  const integer = integerCell(value);
  if (integer === 0 || integer === 1) return integer === 1;
  return integer === null ? null : undefined;
}

/**
 * A flat list of numbers from a list, a list of lists, or a list of {x, y, z}. A hole in it, null or NaN, becomes NaN.
 * null for no list at all, and for an empty one.
 */
export function floatsCell(value: unknown): Cell<Float32Array> {
  if (isMissing(value)) return null;
  if (ArrayBuffer.isView(value) && !(value instanceof Uint8Array)) {
    return Float32Array.from(value as unknown as ArrayLike<number>);
  }
  if (!Array.isArray(value)) return undefined;
  const flat: number[] = [];
  if (!flatten(value, flat)) return undefined;
  return flat.length === 0 ? null : Float32Array.from(flat);
}

/** Appends every number in `value` to `into`; false where it holds something else. */
function flatten(value: unknown, into: number[]): boolean {
  if (isMissing(value)) {
    into.push(Number.NaN);
    return true;
  }
  if (typeof value === "number" || typeof value === "bigint") {
    into.push(Number(value));
    return true;
  }
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    return Array.from(value as ArrayLike<unknown>).every((item) => flatten(item, into));
  }
  if (typeof value !== "object") return false;
  const { x, y, z = 0 } = value as Record<string, unknown>;
  return x !== undefined && y !== undefined && [x, y, z].every((item) => flatten(item, into));
}

/** A value as an error shows it. */
export function showCell(value: unknown): string {
  if (isMissing(value)) return "nothing";
  if (typeof value === "string")
    return JSON.stringify(value.length > 40 ? `${value.slice(0, 37)}...` : value);
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return "a list";
  if (value instanceof Date) return "a date";
  return typeof value === "object" ? "a structure" : String(value);
}
