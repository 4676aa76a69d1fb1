import type { ExampleSet } from "@mien/core";
import { createSha256, encodeUtf8, type Sha256 } from "@mien/core/math";

/**
 * SHA-256, in hexadecimal, of all that a set holds: two sets that hold the same have the same one on every machine, whatever
 * the order of their keys. One pass over every value.
 *
 * @throws on a value that is no plain data, naming where it stands
 */
export function exampleSetHash(set: ExampleSet): string {
  const hash = createSha256();
  addValue(hash, set, "set");
  return hash.digest();
}

/** Every piece goes in behind its kind and length, so that no two values make the same bytes. */
function addValue(hash: Sha256, value: unknown, where: string): void {
  if (ArrayBuffer.isView(value)) {
    addArray(hash, value, where);
  } else if (Array.isArray(value)) {
    addText(hash, `list ${value.length}`);
    value.forEach((item, i) => {
      addValue(hash, item, `${where}[${i}]`);
    });
  } else if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    addText(hash, `record ${entries.length}`);
    for (const [key, item] of entries.sort(([a], [b]) => (a < b ? -1 : 1))) {
      addText(hash, key);
      addValue(hash, item, `${where}.${key}`);
    }
  } else if (value === null || ["string", "number", "boolean"].includes(typeof value)) {
    addText(hash, `${typeof value} ${Object.is(value, -0) ? "-0" : String(value)}`);
  } else {
    throw new Error(`exampleSetHash: ${where} must be plain data, got a ${typeof value}`);
  }
}

/** By names of our own: a bundler may rename a class. */
const KINDS = [
  ["float32", Float32Array],
  ["float64", Float64Array],
  ["int8", Int8Array],
  ["uint8", Uint8Array],
  ["int32", Int32Array],
  ["uint32", Uint32Array],
] as const;

/** The bytes as they lie in memory: little-endian wherever WebAssembly runs at speed. */
function addArray(hash: Sha256, view: ArrayBufferView, where: string): void {
  const kind = KINDS.find(([, type]) => view instanceof type);
  if (kind === undefined) throw new Error(`exampleSetHash: ${where} must be an array of numbers`);
  addText(hash, `${kind[0]} ${view.byteLength}`);
  hash.update(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
}

function addText(hash: Sha256, text: string): void {
  const bytes = encodeUtf8(text);
  hash.update(encodeUtf8(`${bytes.length}:`)).update(bytes);
}
