import { describe, expect, test } from "vitest";
import {
  computeFeatures,
  type FeatureSequence,
  fitScaler,
  type Scaler,
  scaleFrame,
  scaleSequence,
} from "../../src/features/index.ts";
import { performance } from "../support/faces.ts";

const sequences = [1, 2, 3, 4].map((seed) => computeFeatures(performance(seed, 9, { gaps: 0.2 })));

function moments(of: readonly FeatureSequence[], feature: number) {
  const F = of[0]!.names.length;
  const xs = of.flatMap(({ values, valid }) =>
    Array.from(valid.keys())
      .filter((t) => valid[t] === 1)
      .map((t) => values[t * F + feature]!),
  );
  const mean = xs.reduce((sum, x) => sum + x, 0) / xs.length;
  return { mean, variance: xs.reduce((sum, x) => sum + (x - mean) ** 2, 0) / xs.length };
}

test("training frames have mean 0 and variance 1, through JSON too", () => {
  const scaler: Scaler = JSON.parse(JSON.stringify(fitScaler(sequences, [0, 2])));
  const scaled = [0, 2].map((n) => scaleSequence(scaler, sequences[n]!));
  scaler.names.forEach((name, i) => {
    const { mean, variance } = moments(scaled, i);
    expect(Math.abs(mean), name).toBeLessThan(1e-5);
    expect(Math.abs(variance - 1), name).toBeLessThan(1e-5);
  });
  expect(scaled[0]!.valid).toBe(sequences[0]!.valid);
});

test("recordings beside the training set are never read", () => {
  const poisoned = sequences.map((sequence, n) =>
    n === 1 ? { ...sequence, names: [], values: new Float32Array(0) } : sequence,
  );
  expect(fitScaler(poisoned, [0, 2])).toEqual(fitScaler(sequences, [0, 2]));
});

test("a feature that does not vary keeps its scale", () => {
  const constant = { ...sequences[0]!, values: sequences[0]!.values.map(() => 0.1) };
  const scaler = fitScaler([constant], [0]);
  expect(new Set(scaler.scale)).toEqual(new Set([1]));
  const { values } = scaleSequence(scaler, constant);
  // The mean of equal float32 numbers, taken in float64, is theirs to within rounding.
  expect([...values].filter((v) => !(Math.abs(v) < 1e-7))).toEqual([]);
});

test("frame by frame it gives the same bits", () => {
  const scaler = fitScaler(sequences, [0, 1]);
  const F = scaler.names.length;
  const frame = sequences[3]!.values.slice(0, F);
  scaleFrame(scaler, frame);
  expect(frame).toEqual(scaleSequence(scaler, sequences[3]!).values.subarray(0, F));
});

describe("refuses", () => {
  const empty = { ...sequences[0]!, valid: new Uint8Array(sequences[0]!.valid.length) };
  test.each([
    [() => fitScaler(sequences, []), "fitScaler: expected training indices, got none"],
    [() => fitScaler(sequences, [0, 4]), "fitScaler: training[1] must be in [0, 3], got 4"],
    [() => fitScaler(sequences, [1, 1]), "fitScaler: training must hold each index once"],
    [() => fitScaler([empty], [0]), "fitScaler: no training recording has a frame with a face"],
    [
      () => scaleFrame(fitScaler(sequences, [0]), new Float32Array(1)),
      /scaleFrame: frame.length must be \d+, got 1/,
    ],
    [
      () => scaleSequence(fitScaler(sequences, [0]), { ...sequences[0]!, names: ["x"] }),
      /scaleSequence: recording r1 must have \d+ features, got 1/,
    ],
  ])("%#", (make, message) => {
    expect(make).toThrow(message);
  });
});
