import { describe, expect, test } from "vitest";
import { calmFace, computeFeatures, genericNeutral } from "../../src/features/index.ts";
import { canonicalFile, readCanonicalFace } from "../support/canonical-face.ts";
import {
  canonicalPoints,
  movedPoints,
  performance,
  project,
  recordingOf,
} from "../support/faces.ts";
import { optionalTest } from "../support/optional.ts";

describe("calmFace", () => {
  test("is the median over the range, whatever the head did", () => {
    const calm = movedPoints(1, 0.01);
    const faces = [
      project(calm, { yaw: 0.2 }),
      null,
      project(calm, { pitch: -0.2, x: 30 }),
      project(movedPoints(2, 0.05)),
      project(movedPoints(3, 0.05)),
      project(movedPoints(4, 0.05)),
    ];
    const neutral = calmFace(recordingOf(faces, { blendshapeSeed: 4 }), { toMs: 120 });
    const spec = { sets: ["landmarks", "geometry"], baseline: "person" } as const;
    const still = recordingOf([project(calm, { roll: 0.3 })]);
    const { values } = computeFeatures(still, spec, { neutral });
    // Two of the three faces are calm, so the median is: what is left is float32's rounding.
    for (const value of values) expect(Math.abs(value)).toBeLessThan(1e-3);
    expect(neutral.blendshapes!.length).toBe(52);
  });

  test("takes the mean of the middle two of an even count", () => {
    const recording = recordingOf(
      [0, 1, 2, 3].map(() => project(canonicalPoints())),
      {
        blendshapeSeed: 1,
      },
    );
    const first = Array.from({ length: 4 }, (_, t) => recording.blendshapes![52 * t + 9]!);
    const sorted = first.sort((a, b) => a - b);
    expect(calmFace(recording).blendshapes![9]).toBe(Math.fround((sorted[1]! + sorted[2]!) / 2));
  });

  test("refuses an empty range and an unknown key", () => {
    const recording = performance(1, 3);
    expect(() => calmFace(recording, { toMs: -1 })).toThrow(
      "calmFace: recording r1 has no face in [-Infinity, -1] ms",
    );
    expect(() => calmFace(recording, { untilMs: 3 } as object)).toThrow(
      "calmFace: has no key untilMs, expected fromMs, toMs",
    );
  });
});

test("the generic neutral is at rest", () => {
  const { landmarks, blendshapes, imageSize } = genericNeutral();
  expect(blendshapes).toEqual(new Float32Array(52));
  const recording = recordingOf([landmarks], { view: imageSize });
  const { values } = computeFeatures(recording, { baseline: "generic" });
  expect(values).toEqual(new Float32Array(values.length));
});

optionalTest("it is MediaPipe's canonical face", canonicalFile.missing, () => {
  const { landmarks } = genericNeutral();
  readCanonicalFace().forEach(([x, y, z], i) => {
    const got = Array.from(landmarks.subarray(3 * i, 3 * i + 3));
    [0.5 + x / 30, 0.5 - y / 30, -z / 30].forEach((share, axis) => {
      // Stored in millionths.
      expect(Math.abs(got[axis]! - share)).toBeLessThan(6e-7);
    });
  });
});
