import { DatasetError, quote } from "./dataset-error.ts";

/** An array as NumPy stores it, in row major order. */
export interface NpyArray {
  readonly shape: readonly number[];
  /** Numbers as float64, or text of a unicode array. */
  readonly values: Float64Array | readonly string[];
}

/** Bytes of a number and how it is read. */
const KINDS: Readonly<
  Record<string, readonly [bytes: number, read: (v: DataView, at: number) => number]>
> = {
  "<f4": [4, (v, at) => v.getFloat32(at, true)],
  "<f8": [8, (v, at) => v.getFloat64(at, true)],
  "<i2": [2, (v, at) => v.getInt16(at, true)],
  "<i4": [4, (v, at) => v.getInt32(at, true)],
  "<i8": [8, (v, at) => Number(v.getBigInt64(at, true))],
  "<u2": [2, (v, at) => v.getUint16(at, true)],
  "<u4": [4, (v, at) => v.getUint32(at, true)],
  "<u8": [8, (v, at) => Number(v.getBigUint64(at, true))],
  "|i1": [1, (v, at) => v.getInt8(at)],
  "|u1": [1, (v, at) => v.getUint8(at)],
  "|b1": [1, (v, at) => v.getUint8(at)],
};

/**
 * Parses NumPy's .npy, versions 1 to 3 (NEP 1): little-endian numbers and fixed-width unicode, C order.
 *
 * @param file named in errors
 * @throws DatasetError on anything else
 */
export function parseNpy(bytes: Uint8Array, file: string): NpyArray {
  const { header, start } = readHeader(bytes, file);
  const field = (name: string, pattern: string) => {
    const match = new RegExp(`'${name}':\\s*${pattern}`).exec(header);
    if (match === null) {
      throw new DatasetError({
        file,
        expected: `'${name}' in the .npy header`,
        got: quote(header),
      });
    }
    return match[1]!;
  };
  const type = field("descr", "'([^']*)'");
  if (field("fortran_order", "(True|False)") === "True") {
    throw new DatasetError({ file, expected: "C order", got: "Fortran order" });
  }
  const shape = field("shape", "\\(([\\d,\\s]*)\\)")
    .split(",")
    .filter((part) => part.trim() !== "")
    .map(Number);
  // A width of 0 would let a header of a few bytes ask for any number of texts.
  const text = /^<U([1-9]\d*)$/.exec(type);
  const kind = KINDS[type];
  if (text === null && kind === undefined) {
    const expected = `a type among ${Object.keys(KINDS).join(", ")}, <U`;
    throw new DatasetError({ file, expected, got: quote(type) });
  }
  const width = text === null ? kind![0] : 4 * Number(text[1]);
  const count = shape.reduce((product, size) => product * size, 1);
  if (bytes.length - start !== count * width) {
    const expected = `${count * width} bytes for shape (${shape.join(", ")}) of ${type}`;
    throw new DatasetError({ file, expected, got: `${bytes.length - start}` });
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, count * width);
  const values =
    text === null
      ? Float64Array.from({ length: count }, (_, i) => kind![1](view, i * width))
      : Array.from({ length: count }, (_, i) => readUnicode(view, i * width, width, file));
  return { shape, values };
}

function readHeader(bytes: Uint8Array, file: string): { header: string; start: number } {
  const latin = (from: number, to: number) =>
    Buffer.from(bytes.subarray(from, to)).toString("latin1");
  const wide = bytes[6] !== 1;
  const lengthAt = 8;
  const isNpy = latin(0, 6) === "\x93NUMPY" && bytes.length >= 12;
  if (!isNpy || !(bytes[6]! >= 1 && bytes[6]! <= 3)) {
    throw new DatasetError({ file, expected: "NumPy's .npy", got: quote(latin(0, 8)) });
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = wide ? view.getUint32(lengthAt, true) : view.getUint16(lengthAt, true);
  const from = lengthAt + (wide ? 4 : 2);
  if (from + length > bytes.length) {
    const got = `${bytes.length} bytes in all`;
    throw new DatasetError({ file, expected: `a header of ${length} bytes`, got });
  }
  return { header: latin(from, from + length), start: from + length };
}

/** UTF-32, padded with zeros. */
function readUnicode(view: DataView, from: number, width: number, file: string): string {
  let text = "";
  for (let at = from; at < from + width; at += 4) {
    const point = view.getUint32(at, true);
    if (point === 0) break;
    if (point > 0x10ffff) {
      throw new DatasetError({ file, expected: "a unicode character", got: `number ${point}` });
    }
    text += String.fromCodePoint(point);
  }
  return text;
}
