import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  computeFeatures,
  type FeatureSequence,
  toSequenceBatch,
} from "../../src/features/index.ts";
import { createReferenceBackend } from "../../src/kernel/index.ts";
import { Network, resolveNetworkSpec, type SequenceBatch } from "../../src/nn/index.ts";
import { movedPoints, performance, project, recordingOf } from "../support/faces.ts";

const sequences = [3, 5, 1].map((T, i) => computeFeatures(performance(i + 1, T)));

/** A sequence of one feature that counts its frames. */
const counting = (valid: readonly number[]): FeatureSequence => ({
  recordingId: "c",
  names: ["a"],
  stepMs: 1,
  timestampsMs: Float64Array.from(valid.keys()),
  values: Float32Array.from(valid, (v, t) => (v === 1 ? t : Number.NaN)),
  valid: Uint8Array.from(valid),
});

test("puts each sequence in its row, zeros after it", () => {
  const { shape, input, lengths, recordingIds } = toSequenceBatch(sequences);
  const F = sequences[0]!.names.length;
  expect(shape).toEqual({ N: 3, T: 5, F });
  expect(Array.from(lengths)).toEqual([3, 5, 1]);
  expect(recordingIds).toEqual(["r1", "r2", "r3"]);
  sequences.forEach(({ values }, n) => {
    const own = input.subarray(n * 5 * F, (n + 1) * 5 * F);
    expect(own.subarray(0, values.length)).toEqual(values);
    expect(own.subarray(values.length)).toEqual(new Float32Array(5 * F - values.length));
  });
});

test("what is missing is dropped, or held from the last valid frame", () => {
  const gappy = counting([0, 1, 0, 0, 1, 1, 0]);
  expect(Array.from(toSequenceBatch([gappy]).input)).toEqual([1, 4, 5]);
  const held = toSequenceBatch([gappy], { missing: "hold" });
  expect(Array.from(held.input)).toEqual([1, 1, 1, 4, 5, 5]);
});

test("a batch holds no NaN, whatever was not seen", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(0, 1), { minLength: 1 }), (valid) => {
      fc.pre(valid.includes(1));
      for (const missing of ["drop", "hold"] as const) {
        const { input } = toSequenceBatch([counting(valid), counting([1, 1])], { missing });
        expect(input.findIndex(Number.isNaN)).toBe(-1);
      }
    }),
  );
});

test("a network takes it, and padding changes no logit", () => {
  const batch: SequenceBatch = toSequenceBatch(sequences);
  const { N, T, F } = batch.shape;
  const logits = (batch: SequenceBatch) => {
    const spec = resolveNetworkSpec({ inputSize: F, hiddenSize: 8 });
    const capacity = { sequences: N, steps: T };
    const network = new Network(createReferenceBackend("float32"), spec, capacity);
    network.load(batch);
    network.select(Int32Array.from({ length: N }, (_, n) => n));
    network.forward(0, null);
    return Array.from(network.logits);
  };
  const padded = { ...batch, input: batch.input.slice() };
  padded.input.fill(999, 3 * F, T * F);
  expect(logits(padded)).toEqual(logits(batch));
});

describe("refuses", () => {
  const face = recordingOf([project(movedPoints(1, 0.01))]);
  test.each([
    [() => toSequenceBatch([]), "toSequenceBatch: expected sequences, got none"],
    [
      () => toSequenceBatch([counting([0, 0])]),
      "toSequenceBatch: recording c has no frame with a face",
    ],
    [
      () => toSequenceBatch([sequences[0]!, counting([1])]),
      /toSequenceBatch: recording c must have \d+ features, got 1/,
    ],
    [
      () => toSequenceBatch([counting([1]), { ...counting([1]), names: ["b"], recordingId: "d" }]),
      "toSequenceBatch: feature 0 of recording d must be a, got b",
    ],
    [
      () => toSequenceBatch([computeFeatures(face)], { missing: "zero" } as object),
      "toSequenceBatch: missing must be drop or hold, got zero",
    ],
    [
      () => toSequenceBatch([computeFeatures(face)], { mask: true } as object),
      "toSequenceBatch: has no key mask, expected missing",
    ],
  ])("%#", (make, message) => {
    expect(make).toThrow(message);
  });
});
