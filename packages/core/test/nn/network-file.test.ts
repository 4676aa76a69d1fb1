import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createRandom } from "../../src/math/index.ts";
import {
  decodeSafetensors,
  encodeSafetensors,
  initializeParameters,
  loadNetwork,
  type Parameters,
  parameterShapes,
  resolveNetworkSpec,
  saveNetwork,
} from "../../src/nn/index.ts";

// Written by reference/interchange.py, byte by byte from the format's description.
const VERSION_1 = new Uint8Array(
  readFileSync(new URL("../fixtures/interchange/network-v1.safetensors", import.meta.url)),
);
const SPEC = resolveNetworkSpec({
  inputSize: 3,
  hiddenSize: 8,
  pooling: "mean",
  outputs: 2,
  dropout: 0.25,
  headDropout: 0.5,
});
const NOTES = { note: 'caf\u00e9 "1"' };

/** Value i of the file, tensors in the order of their names, is (7 i mod 61 - 30) / 32. */
function expectedParameters(): Parameters {
  let counter = 0;
  return new Map(
    [...parameterShapes(SPEC)].sort().map(([name, shape]) => {
      const values = new Float32Array(shape.reduce((a, b) => a * b, 1));
      return [name, { shape, values: values.map(() => (((7 * counter++) % 61) - 30) / 32) }];
    }),
  );
}

test("a file of version 1 is readable for ever", () => {
  const { spec, parameters, metadata } = loadNetwork(VERSION_1);
  expect(spec).toEqual(SPEC);
  expect(parameters).toEqual(expectedParameters());
  expect(metadata).toEqual(NOTES);
});

test("version 1 as it is written: the same bytes as the reference's", () => {
  expect(saveNetwork(SPEC, expectedParameters(), NOTES)).toEqual(VERSION_1);
});

for (const cell of ["gru", "lstm"] as const) {
  test(`a ${cell} network comes back, bit for bit, and saves to the same bytes`, () => {
    const spec = resolveNetworkSpec({ inputSize: 5, hiddenSize: 9, cell, bidirectional: true });
    const parameters = initializeParameters(spec, createRandom(3));
    // Notes that look like the file's own fields do not confuse it.
    const notes = { a: '"sha256":"', 'b":"sha256': "0".repeat(64), trainedOn: "nothing" };
    const bytes = saveNetwork(spec, parameters, notes);
    const back = loadNetwork(bytes);
    expect(back.spec).toEqual(spec);
    expect(new Map([...back.parameters].sort())).toEqual(new Map([...parameters].sort()));
    expect(back.metadata).toEqual(notes);
    expect(saveNetwork(back.spec, back.parameters, back.metadata)).toEqual(bytes);
  });
}

test("one flipped bit, in any byte, is refused with what was expected and what came", () => {
  for (let i = 0; i < VERSION_1.length; i++) {
    const altered = VERSION_1.slice();
    altered[i] = altered[i]! ^ (1 << (i % 8));
    let message = "accepted";
    try {
      loadNetwork(altered);
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message, `byte ${i}`).toMatch(/^(loadNetwork|decodeSafetensors): /);
    expect(message, `byte ${i}`).toMatch(
      /got|say|must be JSON|truncated|twice|unknown key|has no key|give/,
    );
  }
});

test("every truncation, and one byte more, is refused", () => {
  for (let length = 0; length < VERSION_1.length; length++) {
    expect(() => loadNetwork(VERSION_1.subarray(0, length))).toThrow(
      /^decodeSafetensors: truncated: /,
    );
  }
  const longer = new Uint8Array(VERSION_1.length + 1);
  longer.set(VERSION_1);
  expect(() => loadNetwork(longer)).toThrow(/^decodeSafetensors: expected \d+ bytes of data/);
});

/** The fixture's tensors under other metadata; undefined takes a field out. */
function withFields(fields: Readonly<Record<string, string | undefined>>): Uint8Array {
  const { tensors, metadata } = decodeSafetensors(VERSION_1);
  const entries = Object.entries({ ...metadata, ...fields });
  const kept = entries.filter((entry): entry is [string, string] => entry[1] !== undefined);
  return encodeSafetensors(tensors, Object.fromEntries(kept));
}

const WRONG: readonly (readonly [Record<string, string | undefined>, string | RegExp])[] = [
  [{ version: "2" }, "loadNetwork: version must be 1, the newest that this release reads, got 2"],
  [
    { version: undefined },
    "loadNetwork: version must be 1, the newest that this release reads, got none",
  ],
  [{ format: "pt" }, "loadNetwork: format must be mien-network, got pt"],
  [{ format: undefined }, "loadNetwork: format must be mien-network, got none"],
  [{ sha256: "12" }, "loadNetwork: sha256 must be 64 hexadecimal digits, got 12"],
  [{ sha256: undefined }, "loadNetwork: sha256 must be 64 hexadecimal digits, got none"],
  [
    { note: "tea" },
    /^loadNetwork: the file was altered: expected sha256 [0-9a-f]{64}, got [0-9a-f]{64}$/,
  ],
  [{ extra: "x" }, /^loadNetwork: the file was altered: /],
];

for (const [fields, message] of WRONG) {
  test(`refuses ${Object.entries(fields).join()}`, () => {
    expect(() => loadNetwork(withFields(fields))).toThrow(message);
  });
}

test("what cannot be a network is not saved", () => {
  const parameters = expectedParameters();
  expect(() => saveNetwork(SPEC, parameters, { spec: "x" })).toThrow(
    "saveNetwork: metadata spec is reserved",
  );
  expect(() => saveNetwork({ ...SPEC, outputs: 1 }, parameters)).toThrow(
    "parameters: head.weight must have shape [1, 8], got [2, 8]",
  );
  expect(() => saveNetwork({ ...SPEC, outputs: 99 }, parameters)).toThrow(
    "network spec: outputs must be an integer in [1, 16], got 99",
  );
});
