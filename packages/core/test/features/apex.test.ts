import { expect, test } from "vitest";
import { apexFeatures, computeFeatures, farthestFrame } from "../../src/features/index.ts";
import { canonicalPoints, movedPoints, project, recordingOf } from "../support/faces.ts";

const sequence = (rows: readonly (readonly number[])[], valid: readonly number[]) => ({
  names: rows[0]!.map((_, i) => `f${i}`),
  values: Float32Array.from(rows.flat()),
  valid: Uint8Array.from(valid),
});

test("the farthest frame with a face, the first of equals", () => {
  const rows = [
    [0, 1],
    [3, 4],
    [9, 9],
    [-5, 0],
    [0, 0],
  ];
  expect(farthestFrame(sequence(rows, [1, 1, 1, 1, 1]))).toBe(2);
  expect(farthestFrame(sequence(rows, [1, 1, 0, 1, 1])), "3-4-5 before 5-0").toBe(1);
  expect(farthestFrame(sequence(rows, [0, 0, 0, 0, 1])), "at rest, but alone").toBe(4);
  expect(farthestFrame(sequence(rows, [0, 0, 0, 0, 0]))).toBe(-1);
});

test("by another size than the norm", () => {
  const rows = [
    [0, 1],
    [5, 0],
  ];
  expect(farthestFrame(sequence(rows, [1, 1]), (values, offset) => values[offset + 1]!)).toBe(0);
});

test("a recording's apex lies where its geometry is farthest from its first face", () => {
  const [base, moved] = [canonicalPoints(), movedPoints(3, 0.03)];
  const at = (share: number) => project(base.map((v, i) => v + share * (moved[i]! - v)));
  const recording = recordingOf([null, at(0), at(0.4), at(1), null, at(0.7)]);
  const { frame, names, values } = apexFeatures(recording)!;
  expect(frame).toBe(3);
  const all = computeFeatures(recording, { sets: ["geometry"], baseline: "first-frame" });
  expect(names).toEqual(all.names);
  const F = names.length;
  expect([...values]).toEqual([...all.values.subarray(3 * F, 4 * F)]);
});

test("none where no frame shows a face", () => {
  expect(apexFeatures(recordingOf([null, null]))).toBeNull();
});
