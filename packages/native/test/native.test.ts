/** The addon's instruction sets: each really has its width, all give the same bytes, and what is refused. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { optionalTest } from "../../../tests/support/optional.ts";
import type { WasmExports } from "../../core/src/kernel/index.ts";
import * as math from "../../core/src/math/index.ts";
import * as nn from "../../core/src/nn/index.ts";
import { trainHashes } from "../../core/test/support/train-hashes.mjs";
import { createNativeBackend, type NativeOptions } from "../src/index.js";

const GOLDEN = JSON.parse(
  readFileSync(new URL("../../core/test/fixtures/trained-sha256.json", import.meta.url), "utf8"),
) as string[];

/** Floats in a vector. */
const WIDTHS = { baseline: 4, avx2: 8, avx512: 16 } as const;
const SETS = Object.keys(WIDTHS) as NonNullable<NativeOptions["instructionSet"]>[];
const built = createNativeBackend();

optionalTest("the addon is built", built === null ? "no addon here" : null, () => {
  expect(built!.name).toMatch(/^native-(baseline|avx2|avx512)$/);
});

describe("each instruction set that the processor has", () => {
  for (const instructionSet of SETS) {
    const backend = createNativeBackend({ instructionSet });
    if (backend === null) continue; // one processor lacks what another has; the widest of it runs in any case
    test(`${instructionSet}: the peak loop counts the operations of its width`, () => {
      const kernel = backend.createKernel();
      const ops = kernel.ops as WasmExports;
      const sink = kernel.allocate(64);
      expect(ops.peak(10, sink)).toBe(2 * 12 * WIDTHS[instructionSet] * 10);
    });
    test(`${instructionSet}: the golden bytes`, () => {
      expect(backend.name).toBe(`native-${instructionSet}`);
      expect(trainHashes({ math, nn }, backend)).toEqual(GOLDEN);
    });
  }
});

test("refuses an unknown option and an unknown instruction set", () => {
  expect(() => createNativeBackend({ isa: "avx2" } as object)).toThrow(
    "createNativeBackend: unknown option isa",
  );
  expect(() => createNativeBackend({ instructionSet: "sse" } as object)).toThrow(
    "createNativeBackend: instructionSet must be avx512, avx2, baseline, got sse",
  );
});
