import { describe, expect, test } from "vitest";
import { optionalTest } from "../../../../tests/support/optional.ts";
import { BLENDSHAPES, TOPOLOGIES } from "../../src/face/index.ts";
import { calmFace, calmFaces, computeFeatures, genericNeutral } from "../../src/features/index.ts";
import { canonicalFile, readCanonicalFace } from "../support/canonical-face.ts";
import { CANONICAL_NEUTRAL } from "../support/canonical-neutral.ts";
import {
  canonicalPoints,
  movedPoints,
  performance,
  project,
  recordingOf,
} from "../support/faces.ts";

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
  expect(blendshapes).toHaveLength(52);
  const recording = recordingOf([landmarks], { view: imageSize });
  const { values } = computeFeatures(recording, { baseline: "generic" });
  expect(values).toEqual(new Float32Array(values.length));
});

test("the generic neutral is its own mirror image, with lips closed and eyes open", () => {
  const { landmarks, blendshapes, imageSize } = genericNeutral();
  const { mirror } = TOPOLOGIES.mediapipe478;
  landmarks.forEach((value, i) => {
    const axis = i % 3;
    const other = landmarks[3 * mirror[(i - axis) / 3]! + axis]!;
    // Stored in millionths, rounded on both sides.
    expect(Math.abs(value - (axis === 0 ? 1 - other : other))).toBeLessThan(2.1e-6);
  });
  for (const [i, name] of BLENDSHAPES.entries()) {
    // Calm faces, real ones too, have up to 0.3 of squint and, by where the camera stands, of gaze; nothing else above 0.15.
    const most = /^eye(Look|Squint)/.test(name) ? 0.3 : 0.15;
    expect(blendshapes![i], name).toBeLessThan(most);
  }
  const recording = recordingOf([landmarks], { view: imageSize });
  const { names, values } = computeFeatures(recording, { sets: ["geometry"], baseline: "none" });
  const measure = (name: string) => values[names.indexOf(name)]!;
  // MediaPipe's canonical face has 0.057 and 0.068; rendered and real faces at rest do not part their lips.
  expect(measure("mouthOpening")).toBeLessThan(0.02);
  expect(measure("eyeOpening")).toBeGreaterThan(0.08);
});

optionalTest("the canonical neutral is MediaPipe's canonical face", canonicalFile.missing, () => {
  const landmarks = Float32Array.from(CANONICAL_NEUTRAL, (millionths) => millionths / 1e6);
  readCanonicalFace().forEach(([x, y, z], i) => {
    const got = Array.from(landmarks.subarray(3 * i, 3 * i + 3));
    [0.5 + x / 30, 0.5 - y / 30, -z / 30].forEach((share, axis) => {
      // Stored in millionths.
      expect(Math.abs(got[axis]! - share)).toBeLessThan(6e-7);
    });
  });
});

test("calmFaces: of each person the first recording labelled neutral that shows a face", () => {
  const clip = (subjectId: string, seed: number, label: string | null, shows = true) => ({
    recording: {
      ...recordingOf([shows ? project(movedPoints(seed, 0.01)) : null], { id: `${seed}` }),
      subjectId,
    },
    label,
  });
  const [first, second] = [clip("a", 2, "neutral"), clip("b", 5, "neutral")];
  const faces = calmFaces([
    clip("a", 1, "fear"),
    clip("a", 7, "neutral", false),
    first,
    clip("a", 3, "neutral"),
    clip("c", 4, null),
    second,
  ]);
  expect([...faces.keys()]).toEqual(["a", "b"]);
  expect(faces.get("a")).toEqual(calmFace(first.recording));
  expect(faces.get("b")).toEqual(calmFace(second.recording));
});
