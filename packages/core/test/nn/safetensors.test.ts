import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeUtf8 } from "../../src/math/index.ts";
import { decodeSafetensors, encodeSafetensors, type Tensor } from "../../src/nn/index.ts";

const fixture = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../fixtures/interchange/${name}`, import.meta.url)));

/** A file from its header, whose length may be wrong, and so many bytes of data. */
function file(header: unknown, dataBytes: number): Uint8Array {
  const text = encodeUtf8(typeof header === "string" ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + dataBytes);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 8);
  return bytes;
}

const pair = (begin: number, end: number) => ({
  dtype: "F32",
  shape: [2],
  data_offsets: [begin, end],
});

test("reads what Hugging Face's writer wrote: both types, a scalar, an empty tensor, any name", () => {
  const { tensors, metadata } = decodeSafetensors(fixture("mixed.safetensors"));
  expect(metadata).toEqual({ "made by": "safetensors in Python" });
  const rows = [...tensors].map(([name, { shape, values }]) => [name, shape, values]);
  expect(rows).toEqual([
    ["10", [2], Float64Array.of(Number.POSITIVE_INFINITY, 5e-324)],
    ["scalar", [], Float64Array.of(Math.PI)],
    ["b", [3, 2], Float32Array.of(1.5, -2, Number.NaN, 3e38, -0, 1e-45)],
    ["empty", [0, 3], new Float32Array(0)],
    ["～", [2], Float32Array.of(1, 2)],
    ['\u{10437} "quoted"\n', [1], Float32Array.of(3)],
  ]);
});

for (const name of ["mixed", "gru.pytorch", "lstm-2-bidirectional.onnx", "gru.keras"]) {
  test(`writes the bytes of Hugging Face's writer: ${name}, in any order`, () => {
    const bytes = fixture(`${name}.safetensors`);
    const { tensors, metadata } = decodeSafetensors(bytes);
    expect(encodeSafetensors(tensors, metadata)).toEqual(bytes);
    expect(encodeSafetensors(new Map([...tensors].reverse()), metadata)).toEqual(bytes);
  });
}

const tensor = fc
  .record({
    shape: fc.array(fc.nat(4), { maxLength: 3 }),
    wide: fc.boolean(),
    seed: fc.double({ noDefaultInfinity: false }),
  })
  .map(({ shape, wide, seed }): Tensor => {
    const size = shape.reduce((a, b) => a * b, 1);
    const values = wide ? new Float64Array(size) : new Float32Array(size);
    return { shape, values: values.map((_, i) => seed / (i + 1)) };
  });
const name = fc.string({ unit: "binary", maxLength: 6 }).filter((text) => text !== "__metadata__");
const content = fc.record({
  tensors: fc.array(fc.tuple(name, tensor), { maxLength: 5 }).map((list) => new Map(list)),
  metadata: fc.dictionary(name, fc.string({ unit: "binary" }), {
    maxKeys: 4,
    noNullPrototype: true,
  }),
});

test("any tensors and metadata come back, from aligned bytes that do not depend on order", () => {
  fc.assert(
    fc.property(content, ({ tensors, metadata }) => {
      const bytes = encodeSafetensors(tensors, metadata);
      const back = decodeSafetensors(bytes);
      expect(new Map([...back.tensors].sort())).toEqual(new Map([...tensors].sort()));
      expect(Object.entries(back.metadata).sort()).toEqual(Object.entries(metadata).sort());
      expect(new DataView(bytes.buffer).getUint32(0, true) % 8).toBe(0);
      const reversed = new Map([...tensors].reverse());
      expect(encodeSafetensors(reversed, back.metadata)).toEqual(bytes);
    }),
  );
});

test("reads from any place in a larger buffer, and copies", () => {
  const bytes = fixture("gru.pytorch.safetensors");
  const room = Buffer.alloc(bytes.length + 9, 255);
  room.set(bytes, 3);
  const back = decodeSafetensors(room.subarray(3, 3 + bytes.length));
  room.fill(0);
  expect(back).toEqual(decodeSafetensors(bytes));
});

test("every truncation is an error that says so", () => {
  const bytes = fixture("mixed.safetensors");
  for (let length = 0; length < bytes.length; length++) {
    expect(() => decodeSafetensors(bytes.subarray(0, length))).toThrow(
      /^decodeSafetensors: truncated: /,
    );
  }
});

test("any truncation of any file throws, and any bytes give an Error or a success", () => {
  fc.assert(
    fc.property(
      content,
      fc.double({ min: 0, max: 1, noNaN: true }),
      ({ tensors, metadata }, at) => {
        const bytes = encodeSafetensors(tensors, metadata);
        const cut = bytes.subarray(0, Math.min(bytes.length - 1, Math.floor(at * bytes.length)));
        expect(() => decodeSafetensors(cut)).toThrow(/^decodeSafetensors: /);
      },
    ),
  );
  const jsonish = fc
    .oneof(
      fc.json(),
      fc.dictionary(name, fc.jsonValue()).map((header) => JSON.stringify(header)),
    )
    .map((text) => file(text, 16));
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 64 }), jsonish), (bytes) => {
      try {
        decodeSafetensors(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
        expect((error as Error).message).toMatch(/^decodeSafetensors: /);
      }
    }),
    { numRuns: 2000 },
  );
});

const WRONG: readonly (readonly [Uint8Array, string])[] = [
  [new Uint8Array(5), "truncated: expected 8 bytes of header length, got 5"],
  [
    Uint8Array.of(0, 0, 0, 0, 1, 0, 0, 0, 0x7b),
    "header must be at most 100000000 bytes, bytes 0 to 7 say 4294967296",
  ],
  [
    Uint8Array.of(9, 0, 0, 0, 0, 0, 0, 0, 0x7b),
    "truncated: the header ends at byte 17, the file at byte 9",
  ],
  [file("", 0), "byte 8 must open the header with 0x7b, got nothing"],
  [file("[]", 0), "byte 8 must open the header with 0x7b, got 0x5b"],
  [file("{oops}", 0), "the header, bytes 8 to 13, must be JSON: "],
  [file('{"a":1,"a":2}', 0), 'the header names "a" twice'],
  [file('{"a":1,"\\u0061" :2}', 0), 'the header names "a" twice'],
  [file('{"__metadata__":{"x":"\\"","x":"{"}}', 0), 'the header names "x" twice'],
  [file({ __metadata__: [] }, 0), "__metadata__ must be an object of texts, got []"],
  [file({ __metadata__: { x: 1 } }, 0), '__metadata__ "x" must be text, got 1'],
  [file({ a: null }, 0), 'tensor "a" must be an object, got null'],
  [file({ a: { ...pair(0, 8), x: 1 } }, 8), 'tensor "a": unknown key "x"'],
  [
    file({ a: { ...pair(0, 8), dtype: "BF16" } }, 8),
    'tensor "a": dtype must be F32 or F64, got "BF16"',
  ],
  [file({ a: { shape: [2] } }, 8), 'tensor "a": dtype must be F32 or F64, got undefined'],
  [
    file({ a: { ...pair(0, 8), shape: [-2] } }, 8),
    'tensor "a": shape must be a list of integers >= 0, got [-2]',
  ],
  [
    file({ a: { ...pair(0, 8), data_offsets: [0] } }, 8),
    'tensor "a": data_offsets must be two integers >= 0, got [0]',
  ],
  [
    file({ a: pair(0, 12) }, 12),
    'tensor "a": shape [2] of F32 must take 8 bytes, data_offsets [0,12] give 12',
  ],
  [
    file({ a: { ...pair(0, 8), shape: [2 ** 53 - 1, 2 ** 53 - 1, 4] } }, 8),
    'tensor "a": shape [9007199254740991,9007199254740991,4] of F32 must take',
  ],
  [
    file({ a: pair(0, 8), b: pair(4, 12) }, 12),
    'tensor "b" must begin at data byte 8, where tensor "a" ends, got 4',
  ],
  [
    file({ b: pair(12, 20), a: pair(0, 8) }, 20),
    'tensor "b" must begin at data byte 8, where tensor "a" ends, got 12',
  ],
  [
    file({ a: pair(4, 12) }, 12),
    'tensor "a" must begin at data byte 0, where the header ends, got 4',
  ],
  [
    file({ a: pair(0, 8), b: pair(8, 16) }, 15),
    'truncated: tensor "b" ends at data byte 16, the data at byte 15',
  ],
  [file({ a: pair(0, 8) }, 9), 'expected 8 bytes of data, where tensor "a" ends, got 9'],
  [file({}, 1), "expected 0 bytes of data, where the header ends, got 1"],
];

for (const [bytes, message] of WRONG) {
  test(`refuses: ${message}`, () => {
    expect(() => decodeSafetensors(bytes)).toThrow(`decodeSafetensors: ${message}`);
  });
}

test("bytes that are not UTF-8 are no header", () => {
  const bytes = file({ ab: 1 }, 0);
  bytes[10] = 0xff;
  expect(() => decodeSafetensors(bytes)).toThrow("decodeUtf8: byte 2 must begin a UTF-8 character");
});

test("the writer refuses what no reader could take", () => {
  const values = new Float32Array(2);
  const write = (key: string, shape: number[]) => () =>
    encodeSafetensors(new Map([[key, { shape, values }]]));
  expect(write("a", [3])).toThrow(
    'encodeSafetensors: tensor "a" of shape [3] must hold 3 values, got 2',
  );
  expect(write("a", [-1, -2])).toThrow('encodeSafetensors: tensor "a" of shape [-1,-2]');
  expect(write("__metadata__", [2])).toThrow(
    "encodeSafetensors: the name __metadata__ is reserved",
  );
  expect(write("\ud800", [2])).toThrow("encodeUtf8: expected whole surrogate pairs");
  const wrong = { x: 1 } as unknown as Record<string, string>;
  expect(() => encodeSafetensors(new Map(), wrong)).toThrow(
    'encodeSafetensors: metadata "x" must be text, got 1',
  );
});
