import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mirrorRecording, NAMED_POINTS, TOPOLOGIES } from "../../src/face/index.ts";
import { augmentRecording, computeFeatures } from "../../src/features/index.ts";
import { createRandom } from "../../src/math/index.ts";
import { canonicalPoints, performance, project, recordingOf, toIbug68 } from "../support/faces.ts";

const NONE = { mirror: 0, timeWarp: 0, jitter: 0, rotationDegrees: 0, dropped: 0 };
const recording = performance(1, 20, { gaps: 0.2 });
const largest = (a: Float32Array, b: Float32Array) =>
  a.reduce((most, v, i) => Math.max(most, Number.isNaN(v) ? 0 : Math.abs(v - b[i]!)), 0);

test("nothing asked for changes nothing", () => {
  const same = augmentRecording(recording, createRandom(1), NONE);
  expect(largest(same.landmarks, recording.landmarks)).toBeLessThan(2e-7);
  expect({ ...same, landmarks: 0 }).toEqual({ ...recording, landmarks: 0 });
});

test("the same seed gives the same recording, the next draw another", () => {
  const once = augmentRecording(recording, createRandom(5));
  const random = createRandom(5);
  expect(augmentRecording(recording, random)).toEqual(once);
  const again = augmentRecording(recording, random);
  expect(again.landmarks).not.toEqual(once.landmarks);
  expect(again.detected).not.toEqual(once.detected);
});

test("one option does not change what another draws", () => {
  const all = augmentRecording(recording, createRandom(5), { mirror: 0 });
  const timeOnly = augmentRecording(recording, createRandom(5), { ...NONE, timeWarp: 0.2 });
  const dropOnly = augmentRecording(recording, createRandom(5), { ...NONE, dropped: 0.05 });
  expect(timeOnly.timestampsMs).toEqual(all.timestampsMs);
  expect(dropOnly.detected).toEqual(all.detected);
});

test("ids stay, and results are sound recordings", () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const source = performance(seed % 50, 1 + (seed % 9), { gaps: 0.3 });
      const changed = augmentRecording(source, createRandom(seed), { dropped: 0.5 });
      expect([changed.id, changed.subjectId]).toEqual([source.id, source.subjectId]);
      expect(changed.detected.indexOf(1)).toBe(source.detected.indexOf(1));
    }),
  );
});

test("mirror", () => {
  const mirrored = augmentRecording(recording, createRandom(2), { ...NONE, mirror: 1 });
  expect(largest(mirrored.landmarks, mirrorRecording(recording).landmarks)).toBeLessThan(2e-7);
  expect(mirrored.blendshapes).toEqual(mirrorRecording(recording).blendshapes);
});

test("time warp keeps each interval within its bounds", () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const { timestampsMs } = augmentRecording(recording, createRandom(seed), {
        ...NONE,
        timeWarp: 0.2,
      });
      for (let t = 1; t < timestampsMs.length; t++) {
        const before = recording.timestampsMs[t]! - recording.timestampsMs[t - 1]!;
        const speed = before / (timestampsMs[t]! - timestampsMs[t - 1]!);
        expect(speed).toBeGreaterThanOrEqual(0.8 - 1e-9);
        expect(speed).toBeLessThanOrEqual(1.2 + 1e-9);
      }
    }),
  );
});

test("jitter has the size it is asked for", () => {
  const still = recordingOf(Array.from({ length: 20 }, () => project(canonicalPoints())));
  const noisy = augmentRecording(still, createRandom(3), { ...NONE, jitter: 0.01 });
  // Outer canthi 8.891718 cm apart, 30 cm to 500 px.
  const expected = (0.01 * 8.891718 * 500) / 30;
  let sum = 0;
  for (let i = 0; i < noisy.landmarks.length; i += 3) {
    const px = 640 * (noisy.landmarks[i]! - still.landmarks[i]!);
    sum += px * px;
  }
  const deviation = Math.sqrt(sum / (noisy.landmarks.length / 3));
  expect(deviation / expected).toBeGreaterThan(0.97);
  expect(deviation / expected).toBeLessThan(1.03);
});

describe("rotation", () => {
  test("in space is undone by pose removal", () => {
    const turned = augmentRecording(recording, createRandom(4), { ...NONE, rotationDegrees: 10 });
    expect(largest(turned.landmarks, recording.landmarks)).toBeGreaterThan(0.005);
    const spec = { baseline: "none" } as const;
    const [a, b] = [turned, recording].map((r) => computeFeatures(r, spec).values);
    expect(largest(a!, b!)).toBeLessThan(1e-3);
  });

  test("of a flat scheme moves points as depth would", () => {
    const face = project(canonicalPoints());
    const flat = recordingOf([toIbug68(face)], { topology: "ibug68" });
    const options = { ...NONE, rotationDegrees: 10 };
    const turnedFlat = augmentRecording(flat, createRandom(6), options);
    const turned = augmentRecording(recordingOf([face]), createRandom(6), options);
    const { ibug68, mediapipe478 } = TOPOLOGIES;
    const shift = (name: (typeof NAMED_POINTS)[number]) => [
      640 * (turned.landmarks[3 * mediapipe478.named[name]]! - face[3 * mediapipe478.named[name]]!),
      640 *
        (turnedFlat.landmarks[3 * ibug68.named[name]]! - flat.landmarks[3 * ibug68.named[name]]!),
    ];
    // Both turn about a middle of their own, so only differences between points agree.
    const [deepTip, flatTip] = shift("noseTip");
    for (const name of NAMED_POINTS) {
      const [deep, shallow] = shift(name);
      expect(Math.abs(deep! - deepTip! - (shallow! - flatTip!)), name).toBeLessThan(0.05);
    }
    for (let i = 2; i < turnedFlat.landmarks.length; i += 3) {
      expect(turnedFlat.landmarks[i]).toBe(0);
    }
  });
});

test.each([
  [{ mirror: 2 }, "augmentRecording: mirror must be in [0, 1], got 2"],
  [{ timeWarp: 1 }, "augmentRecording: timeWarp must be in [0, 0.9], got 1"],
  [{ jitter: Number.NaN }, "augmentRecording: jitter must be in [0, 0.1], got NaN"],
  [{ rotationDegrees: -1 }, "augmentRecording: rotationDegrees must be in [0, 45], got -1"],
  [{ dropped: "1" }, "augmentRecording: dropped must be in [0, 0.9], got 1"],
  [{ noise: 1 }, "augmentRecording: has no key noise, expected mirror, timeWarp, jitter, "],
])("refuses %j", (options, message) => {
  expect(() => augmentRecording(recording, createRandom(1), options as object)).toThrow(message);
});
