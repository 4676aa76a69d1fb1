import { expect, test } from "vitest";
import {
  computeFeatures,
  createWhitenedLength,
  createWhitener,
  featureNames,
  fitWhitenedScaler,
  fitWhitening,
  resolveFeatureSpec,
  scaleFrame,
  scaleSequence,
} from "../../src/features/index.ts";
import { createRandom } from "../../src/math/index.ts";
import { performance } from "../support/faces.ts";

const WHITEN = { baseline: "generic", whiten: true } as const;
const sequences = [1, 2, 3, 4, 5, 6].map((seed) =>
  computeFeatures(performance(seed, 9, { gaps: 0.2 }), WHITEN),
);
const F = sequences[0]!.names.length;

/** Calm displacements that vary ten times as much along the first axis as along the others. */
function calmRows(count: number): Float64Array[] {
  const random = createRandom(5);
  return Array.from({ length: count }, () =>
    Float64Array.from({ length: 4 }, (_, i) => (i === 0 ? 10 : 1) * random.normal()),
  );
}
const ones = [1, 1, 1, 1];

test("features are the plain displacement and its length", () => {
  const spec = resolveFeatureSpec(WHITEN);
  const plain = computeFeatures(performance(1, 9, { gaps: 0.2 }), { baseline: "generic" });
  const names = featureNames(spec, "mediapipe478");
  expect(names).toEqual([...plain.names, "displacement.norm"]);
  plain.valid.forEach((seen, t) => {
    if (seen === 0) return;
    const own = sequences[0]!.values.subarray(t * F, (t + 1) * F);
    const d = plain.values.subarray(t * (F - 1), (t + 1) * (F - 1));
    expect(own.subarray(0, F - 1)).toEqual(d);
    expect(own[F - 1]!).toBeCloseTo(Math.hypot(...d), 5);
  });
});

test("along what calm faces vary in, a displacement counts for little", () => {
  const length = createWhitenedLength(fitWhitening(ones, calmRows(500), []));
  const [along, across] = [length([1, 0, 0, 0], 0), length([0, 1, 0, 0], 0)];
  expect(across / along).toBeGreaterThan(3);
  // Variances 100, 1, 1, 1: the ridge is a tenth of their mean.
  expect(along).toBeCloseTo(1 / Math.sqrt(100 + 2.575), 1);
  expect(across).toBeCloseTo(1 / Math.sqrt(1 + 2.575), 1);
});

test("a whitened frame is a softened unit vector, and the logarithm of the plain length", () => {
  const whitening = fitWhitening(ones, calmRows(500), [[0, 8, 0, 0]]);
  const length = createWhitenedLength(whitening);
  expect(whitening.median).toBe(length([0, 8, 0, 0], 0));
  const whiten = createWhitener(whitening);
  const seen = [0, 0.01, 1, 8, 80].map((size) => {
    const frame = Float32Array.of(0, size, 0, 0, size);
    whiten(frame);
    expect(frame[4]!).toBeCloseTo(Math.log(size + 0.5), 5);
    return Math.hypot(...frame.subarray(0, 4));
  });
  expect(seen[0]).toBe(0);
  expect(seen[1]!).toBeLessThan(0.02);
  expect(seen[3]!).toBeCloseTo(1 / Math.sqrt(1 + 0.15 ** 2), 5);
  expect(seen[4]!).toBeCloseTo(1, 3);
});

test("scaled training frames have mean 0 and variance 1, and frame by frame the same bits", () => {
  const scaler = JSON.parse(JSON.stringify(fitWhitenedScaler(sequences, [0, 1, 2, 3], [0, 1])));
  const scaled = [0, 1, 2, 3].map((n) => scaleSequence(scaler, sequences[n]!));
  for (let i = 0; i < F; i++) {
    const column = scaled.flatMap(({ values, valid }) =>
      [...valid.keys()].filter((t) => valid[t] === 1).map((t) => values[t * F + i]!),
    );
    const mean = column.reduce((a, b) => a + b, 0) / column.length;
    const variance = column.reduce((a, b) => a + (b - mean) ** 2, 0) / column.length;
    expect(Math.abs(mean)).toBeLessThan(1e-5);
    expect(Math.abs(variance - 1)).toBeLessThan(1e-4);
  }
  const frame = sequences[4]!.values.slice(0, F);
  scaleFrame(scaler, frame);
  expect(frame).toEqual(scaleSequence(scaler, sequences[4]!).values.subarray(0, F));
});

test("recordings beside the training set are never read", () => {
  const poisoned = sequences.map((sequence, n) =>
    n === 5 ? { ...sequence, names: [], values: new Float32Array(0) } : sequence,
  );
  const fit = (of: typeof sequences) => fitWhitenedScaler(of, [0, 1, 2], [1]);
  expect(fit(poisoned)).toEqual(fit(sequences));
});

test.each([
  [{ whiten: true, unit: true }, "unit must be false where whiten is true"],
  [{ whiten: true, velocity: true }, "velocity must be false where whiten is true"],
  [{ whiten: true, baseline: "none" }, "baseline must be other than none where whiten is true"],
] as const)("refuses %o", (spec, message) => {
  expect(() => resolveFeatureSpec(spec)).toThrow(message);
});

test("refuses calm faces that are not of training, or none", () => {
  expect(() => fitWhitenedScaler(sequences, [0, 1], [2])).toThrow("calm must be of training");
  expect(() => fitWhitenedScaler(sequences, [0, 1], [])).toThrow("expected training faces at rest");
  expect(() => fitWhitening([1], [[0]], [])).toThrow("faces at rest must differ");
});

test("a spec without it has no such key, so that older files keep their bytes", () => {
  expect(Object.keys(resolveFeatureSpec({ whiten: false }))).not.toContain("whiten");
});
