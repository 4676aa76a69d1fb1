/**
 * Protocol buffers' wire format, as far as ONNX needs it: a message is its fields one after the other, each a key (field
 * number and wire type) and a value. Types in use: 0 (varint) and 2 (bytes behind their length).
 */
import { encodeUtf8 } from "../../math/index.ts";

/** Bytes of one or more fields. */
export type Field = Uint8Array<ArrayBuffer>;

const VARINT = 0;
const BYTES = 2;

/** Seven bits a byte, the lowest first; all but the last have the high bit. Division, since shifts end at 32 bits. */
function varint(value: number): number[] {
  if (!(Number.isSafeInteger(value) && value >= 0)) {
    throw new Error(`exportOnnx: an integer of the wire must be in [0, 2^53), got ${value}`);
  }
  const out: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) out.push((rest % 128) + 128);
  out.push(rest);
  return out;
}

export function integerField(number: number, value: number): Field {
  return Uint8Array.from([...varint(8 * number + VARINT), ...varint(value)]);
}

export function bytesField(number: number, content: Uint8Array): Field {
  const head = [...varint(8 * number + BYTES), ...varint(content.length)];
  const out = new Uint8Array(head.length + content.length);
  out.set(head);
  out.set(content, head.length);
  return out;
}

export const textField = (number: number, text: string): Field =>
  bytesField(number, encodeUtf8(text));

export const messageField = (number: number, fields: readonly Field[]): Field =>
  bytesField(number, joinFields(fields));

export function joinFields(fields: readonly Field[]): Field {
  const out = new Uint8Array(fields.reduce((size, field) => size + field.length, 0));
  let at = 0;
  for (const field of fields) {
    out.set(field, at);
    at += field.length;
  }
  return out;
}
