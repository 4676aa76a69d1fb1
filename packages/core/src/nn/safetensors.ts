/**
 * The safetensors format (Hugging Face): 8 bytes of header length (little-endian), a JSON header, and the tensors' bytes
 * without gaps. This room writes and reads its F32 and F64, which is what weights are.
 */
import { decodeUtf8, encodeUtf8 } from "../math/index.ts";
import type { Tensor } from "./parameters.ts";

/** What a safetensors file holds. */
export interface Safetensors {
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** Free text by key: the header's `__metadata__`. */
  readonly metadata: Readonly<Record<string, string>>;
}

interface Entry {
  readonly name: string;
  readonly dtype: "F32" | "F64";
  readonly shape: readonly number[];
  /** Bytes from the header's end: [begin, end). */
  readonly begin: number;
  readonly end: number;
}

const METADATA = "__metadata__";
/** The format's own limit on a header. */
const LONGEST_HEADER = 100_000_000;
const WIDTH = { F32: 4, F64: 8 } as const;

const sizeOf = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);
const isCount = (x: unknown): x is number => Number.isSafeInteger(x) && (x as number) >= 0;
const quote = (text: unknown) => JSON.stringify(text) ?? String(text);

/**
 * The file of these tensors: the same bytes whatever the order of the map, and the bytes that Hugging Face's own writer
 * gives (wider types first, then by name; the header padded with spaces to a multiple of 8), but that metadata is sorted.
 *
 * @throws when a shape and its values disagree, a name is reserved, or metadata is not text
 */
export function encodeSafetensors(
  tensors: ReadonlyMap<string, Tensor>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const entries = planEntries(tensors);
  const fields = entries.map(
    ({ name, dtype, shape, begin, end }) =>
      `${wellFormed(name)}:${quote({ dtype, shape, data_offsets: [begin, end] })}`,
  );
  const texts = Object.entries(metadata).sort(([a], [b]) => byUtf8(a, b));
  for (const [key, value] of texts) {
    if (typeof value !== "string") {
      throw new Error(
        `encodeSafetensors: metadata ${quote(key)} must be text, got ${quote(value)}`,
      );
    }
  }
  if (texts.length > 0) {
    fields.unshift(`"${METADATA}":{${texts.map((pair) => pair.map(wellFormed).join(":")).join()}}`);
  }
  const header = encodeUtf8(`{${fields.join()}}`);
  const start = 8 + Math.ceil(header.length / 8) * 8;
  const bytes = new Uint8Array(start + (entries.at(-1)?.end ?? 0)).fill(0x20, 8, start);
  new DataView(bytes.buffer).setUint32(0, start - 8, true);
  bytes.set(header, 8);
  for (const { name, begin } of entries) {
    const { buffer, byteOffset, byteLength } = tensors.get(name)!.values;
    // Every engine this runs on is little-endian, as WebAssembly is.
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), start + begin);
  }
  return bytes;
}

/** The text as JSON, which would escape half a surrogate pair and so hide it from us, but not from other readers. */
function wellFormed(text: string): string {
  encodeUtf8(text);
  return quote(text);
}

/** Where each tensor goes. Wider types come first, so that each is aligned. */
function planEntries(tensors: ReadonlyMap<string, Tensor>): Entry[] {
  let end = 0;
  return [...tensors]
    .map(([name, { shape, values }]) => {
      if (name === METADATA) throw new Error(`encodeSafetensors: the name ${METADATA} is reserved`);
      if (!shape.every(isCount) || sizeOf(shape) !== values.length) {
        throw new Error(
          `encodeSafetensors: tensor ${quote(name)} of shape ${quote(shape)} must hold ` +
            `${sizeOf(shape)} values, got ${values.length}`,
        );
      }
      const dtype = values instanceof Float64Array ? ("F64" as const) : ("F32" as const);
      return { name, dtype, shape };
    })
    .sort((a, b) => WIDTH[b.dtype] - WIDTH[a.dtype] || byUtf8(a.name, b.name))
    .map((entry) => {
      const begin = end;
      end += sizeOf(entry.shape) * WIDTH[entry.dtype];
      return { ...entry, begin, end };
    });
}

/** Order of the UTF-8 bytes, which is the order of code points and not of UTF-16 units. */
function byUtf8(a: string, b: string): number {
  const [x, y] = [encodeUtf8(a), encodeUtf8(b)];
  const at = x.findIndex((byte, i) => byte !== y[i]);
  return at < 0 ? x.length - y.length : x[at]! - (y[at] ?? -1);
}

/**
 * Tensors and metadata of a file, copied out of it, in the order of their bytes.
 *
 * @throws on anything but a whole and exact file: truncated, too long, overlapping tensors or gaps between them, sizes
 *   that shapes do not explain, a name twice, a header that is too long, not JSON or not of this form, a dtype other than
 *   F32 and F64; naming the tensor and the byte (of the file, or of the data behind the header)
 */
export function decodeSafetensors(bytes: Uint8Array): Safetensors {
  const { header, start } = readHeader(bytes);
  const entries = Object.entries(header)
    .filter(([name]) => name !== METADATA)
    .map(([name, entry]) => readEntry(name, entry))
    .sort((a, b) => a.begin - b.begin || a.end - b.end);
  checkPlaces(entries, bytes.length - start);
  const tensors = new Map<string, Tensor>();
  for (const { name, dtype, shape, begin, end } of entries) {
    // A copy into a buffer of its own, which is aligned; `slice` of Node's Buffer would not copy.
    const { buffer } = new Uint8Array(bytes.subarray(start + begin, start + end));
    const values = dtype === "F32" ? new Float32Array(buffer) : new Float64Array(buffer);
    tensors.set(name, { shape, values });
  }
  return { tensors, metadata: readMetadata(header[METADATA]) };
}

function fail(message: string): never {
  throw new Error(`decodeSafetensors: ${message}`);
}

function readHeader(bytes: Uint8Array): { header: Record<string, unknown>; start: number } {
  if (bytes.length < 8) {
    fail(`truncated: expected 8 bytes of header length, got ${bytes.length}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, 8);
  const length = view.getUint32(0, true) + 4294967296 * view.getUint32(4, true);
  if (length > LONGEST_HEADER) {
    fail(`header must be at most ${LONGEST_HEADER} bytes, bytes 0 to 7 say ${length}`);
  }
  const start = 8 + length;
  if (start > bytes.length) {
    fail(`truncated: the header ends at byte ${start}, the file at byte ${bytes.length}`);
  }
  return { header: parseHeader(bytes.subarray(8, start)), start };
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  if (bytes[0] !== 0x7b) {
    fail(
      `byte 8 must open the header with 0x7b, got ${bytes.length === 0 ? "nothing" : `0x${bytes[0]!.toString(16)}`}`,
    );
  }
  let text: string;
  let header: Record<string, unknown>;
  try {
    text = decodeUtf8(bytes);
    header = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail(`the header, bytes 8 to ${7 + bytes.length}, must be JSON: ${reason}`);
  }
  const twice = duplicateKey(text);
  if (twice !== null) fail(`the header names ${quote(twice)} twice`);
  return header;
}

/** A key that one object of a valid JSON text holds twice, or null: JSON.parse would keep the last and say nothing. */
function duplicateKey(json: string): string | null {
  const open: Set<string>[] = [];
  for (let i = 0; i < json.length; i++) {
    if (json[i] === "{") open.push(new Set());
    else if (json[i] === "}") open.pop();
    else if (json[i] === '"') {
      const from = i++;
      for (; json[i] !== '"'; i++) if (json[i] === "\\") i++;
      let next = i + 1;
      while (/\s/.test(json.charAt(next))) next++;
      if (json[next] !== ":") continue;
      const key: string = JSON.parse(json.slice(from, i + 1));
      if (open.at(-1)!.has(key)) return key;
      open.at(-1)!.add(key);
    }
  }
  return null;
}

function readMetadata(metadata: unknown): Readonly<Record<string, string>> {
  if (metadata === undefined) return {};
  if (typeof metadata !== "object" || metadata === null || Array.isArray(metadata)) {
    return fail(`${METADATA} must be an object of texts, got ${quote(metadata)}`);
  }
  for (const [key, value] of Object.entries(metadata)) {
    if (typeof value !== "string") {
      fail(`${METADATA} ${quote(key)} must be text, got ${quote(value)}`);
    }
  }
  return metadata as Record<string, string>;
}

function readEntry(name: string, entry: unknown): Entry {
  const where = `tensor ${quote(name)}`;
  if (typeof entry !== "object" || entry === null || Array.isArray(entry)) {
    return fail(`${where} must be an object, got ${quote(entry)}`);
  }
  for (const key of Object.keys(entry)) {
    if (!["dtype", "shape", "data_offsets"].includes(key))
      fail(`${where}: unknown key ${quote(key)}`);
  }
  const { dtype, shape, data_offsets: offsets } = entry as Record<string, unknown>;
  if (dtype !== "F32" && dtype !== "F64") {
    return fail(`${where}: dtype must be F32 or F64, got ${quote(dtype)}`);
  }
  if (!Array.isArray(shape) || !shape.every(isCount)) {
    return fail(`${where}: shape must be a list of integers >= 0, got ${quote(shape)}`);
  }
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount)) {
    return fail(`${where}: data_offsets must be two integers >= 0, got ${quote(offsets)}`);
  }
  const [begin, end] = offsets as [number, number];
  if (end - begin !== sizeOf(shape) * WIDTH[dtype]) {
    fail(
      `${where}: shape ${quote(shape)} of ${dtype} must take ${sizeOf(shape) * WIDTH[dtype]} bytes, ` +
        `data_offsets ${quote(offsets)} give ${end - begin}`,
    );
  }
  return { name, dtype, shape, begin, end };
}

/** Sorted entries must cover the data from its first byte to its last, each byte once. */
function checkPlaces(entries: readonly Entry[], length: number): void {
  let end = 0;
  let before = "the header ends";
  for (const entry of entries) {
    const where = `tensor ${quote(entry.name)}`;
    if (entry.begin !== end) {
      fail(`${where} must begin at data byte ${end}, where ${before}, got ${entry.begin}`);
    }
    end = entry.end;
    before = `${where} ends`;
    if (end > length) {
      fail(`truncated: ${where} ends at data byte ${end}, the data at byte ${length}`);
    }
  }
  if (end !== length) {
    fail(`expected ${end} bytes of data, where ${before}, got ${length}`);
  }
}
