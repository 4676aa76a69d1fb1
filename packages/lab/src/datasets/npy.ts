import { DatasetError, quote } from "./dataset-error.ts";

/** An array as NumPy stores it, in row major order. */
export interface NpyArray {
  readonly shape: readonly number[];
  /** Numbers as float64, or text of an array of text. */
  readonly values: Float64Array | readonly string[];
}

type ReadNumber = (view: DataView, at: number, little: boolean) => number;

/** NumPy's kinds of numbers, by letter and bytes. */
const NUMBERS: Readonly<Record<string, ReadNumber>> = {
  f2: (v, at, little) => readHalf(v.getUint16(at, little)),
  f4: (v, at, little) => v.getFloat32(at, little),
  f8: (v, at, little) => v.getFloat64(at, little),
  i1: (v, at) => v.getInt8(at),
  i2: (v, at, little) => v.getInt16(at, little),
  i4: (v, at, little) => v.getInt32(at, little),
  i8: (v, at, little) => Number(v.getBigInt64(at, little)),
  u1: (v, at) => v.getUint8(at),
  u2: (v, at, little) => v.getUint16(at, little),
  u4: (v, at, little) => v.getUint32(at, little),
  u8: (v, at, little) => Number(v.getBigUint64(at, little)),
  b1: (v, at) => v.getUint8(at),
};
const TYPES = [...Object.keys(NUMBERS), "U", "S"].join(", ");

/** IEEE 754 binary16. */
function readHalf(bits: number): number {
  const [exponent, fraction] = [(bits >> 10) & 31, bits & 1023];
  const sign = bits >> 15 === 0 ? 1 : -1;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0
    ? sign * fraction * 2 ** -24
    : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

interface ElementType {
  /** Bytes of an element. */
  readonly width: number;
  readonly read: ((view: DataView, at: number) => number) | null;
  readonly readText: ((view: DataView, at: number) => string) | null;
}

/**
 * Parses NumPy's .npy, versions 1 to 3 (NEP 1): numbers of every width and byte order, fixed-width unicode and byte
 * strings, C or Fortran order.
 *
 * @param file named in errors
 * @throws DatasetError on anything else; of an array of objects, or a structured one, it says how to save it instead
 */
export function parseNpy(bytes: Uint8Array, file: string): NpyArray {
  const { header, start } = readHeader(bytes, file);
  const field = (name: string, pattern: string) => {
    const match = new RegExp(`'${name}':\\s*${pattern}`).exec(header);
    if (match === null) {
      const expected = `'${name}' in the .npy header`;
      throw new DatasetError({ file, expected, got: quote(header) });
    }
    return match[1]!;
  };
  if (/'descr':\s*\[/.test(header)) {
    const expected = "an array of one type (save each field of a structured array by itself)";
    throw new DatasetError({ file, expected, got: quote(header) });
  }
  const descr = field("descr", "'([^']*)'");
  const type = elementType(descr, file);
  const isFortran = field("fortran_order", "(True|False)") === "True";
  const shape = field("shape", "\\(([\\d,\\s]*)\\)")
    .split(",")
    .filter((part) => part.trim() !== "")
    .map(Number);
  const count = shape.reduce((product, size) => product * size, 1);
  // Nothing is allocated before the bytes are known to be there.
  if (bytes.length - start !== count * type.width) {
    const expected = `${count * type.width} bytes for shape (${shape.join(", ")}) of ${descr}`;
    throw new DatasetError({ file, expected, got: `${bytes.length - start}` });
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, count * type.width);
  const places = isFortran ? fortranPlaces(shape) : null;
  const at = (i: number) => (places === null ? i : places[i]!) * type.width;
  if (type.readText !== null) {
    const readText = type.readText;
    return { shape, values: Array.from({ length: count }, (_, i) => readText(view, at(i))) };
  }
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++) values[i] = type.read!(view, at(i));
  return { shape, values };
}

/** Where the elements of an array of this shape lie in Fortran's order, by their place in C's. */
function fortranPlaces(shape: readonly number[]): Uint32Array {
  const count = shape.reduce((product, size) => product * size, 1);
  const places = new Uint32Array(count);
  const index = new Array<number>(shape.length).fill(0);
  const strides = shape.map((_, axis) => shape.slice(0, axis).reduce((a, b) => a * b, 1));
  let place = 0;
  for (let i = 0; i < count; i++) {
    places[i] = place;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      place += strides[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      place -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return places;
}

function elementType(descr: string, file: string): ElementType {
  const [, order, letter, digits] = /^([<>|=]?)([A-Za-z])(\d*)$/.exec(descr) ?? [];
  const little = order !== ">";
  // A width of 0 would let a header of a few bytes ask for any number of texts.
  const width = Number(digits);
  if (letter === "U" && width > 0) {
    const readText = (view: DataView, at: number) => readUnicode(view, at, 4 * width, little, file);
    return { width: 4 * width, read: null, readText };
  }
  if (letter === "S" && width > 0) {
    return { width, read: null, readText: (view, at) => readByteString(view, at, width) };
  }
  const read = NUMBERS[`${letter}${digits}`];
  if (read !== undefined && letter !== undefined) {
    return { width, read: (view, at) => read(view, at, little), readText: null };
  }
  if (letter === "O") {
    const how =
      "text with labels.astype(str), recordings of other lengths padded to one length with `lengths` beside";
    const expected = `numbers or text; save ${how}`;
    throw new DatasetError({ file, expected, got: "an array of Python objects (dtype object)" });
  }
  throw new DatasetError({ file, expected: `a type among ${TYPES}`, got: quote(descr) });
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
function readUnicode(
  view: DataView,
  from: number,
  width: number,
  little: boolean,
  file: string,
): string {
  let text = "";
  for (let at = from; at < from + width; at += 4) {
    const point = view.getUint32(at, little);
    if (point === 0) break;
    if (point > 0x10ffff) {
      throw new DatasetError({ file, expected: "a unicode character", got: `number ${point}` });
    }
    text += String.fromCodePoint(point);
  }
  return text;
}

/** UTF-8, padded with zeros. */
function readByteString(view: DataView, from: number, width: number): string {
  const bytes = Buffer.from(view.buffer, view.byteOffset + from, width);
  const end = bytes.indexOf(0);
  return bytes.subarray(0, end < 0 ? width : end).toString("utf8");
}
