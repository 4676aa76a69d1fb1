import { describe, expect, test } from "vitest";
import { observationAt, type Recording } from "../../src/face/index.ts";
import { calmFace } from "../../src/features/index.ts";
import { createRandom } from "../../src/math/index.ts";
import { createCalmLearner } from "../../src/recognition/index.ts";
import { movedPoints, project, recordingOf } from "../support/faces.ts";

const calm = movedPoints(1, 0.004);
const apex = movedPoints(2, 0.05);
/** 40 ms a frame: moving by `share` of the way to the apex, with a still face's noise; null without a face. */
function clipOf(shares: readonly (number | null)[]): Recording {
  const random = createRandom(3);
  return recordingOf(
    shares.map((share) =>
      share === null
        ? null
        : project(calm.map((v, i) => v + share * (apex[i]! - v) + 0.0003 * random.normal())),
    ),
  );
}
const run = (clip: Recording, options = {}) => {
  const learner = createCalmLearner(
    { topology: clip.topology, imageSize: clip.imageSize },
    options,
  );
  for (let t = 0; t < clip.timestampsMs.length; t++) {
    const face = learner.push(observationAt(clip, t));
    if (face !== null) return { t, face };
  }
  return null;
};
const still = (frames: number) => Array.from({ length: frames }, () => 0);
const restless = (frames: number) =>
  Array.from({ length: frames }, (_, t) => (t % 2 === 0 ? 0 : 1));

test("a still face is learnt after calmMs: the median of that stretch", () => {
  const clip = clipOf(still(60));
  expect(run(clip)).toEqual({ t: 50, face: calmFace(clip, { toMs: 2000 }) });
  expect(run(clip, { calmMs: 400 })!.t).toBe(10);
});

test("movement is waited out, and leaves no mark on what is learnt", () => {
  const clip = clipOf([...restless(20), ...still(60)]);
  const found = run(clip, { calmMs: 400 })!;
  expect(found.t).toBeGreaterThan(28);
  // Two stretches of the same still face differ by their noise: some thousandths of the outer canthal distance.
  const reference = calmFace(clipOf(still(60)));
  found.face.landmarks.forEach((v, i) => {
    expect(Math.abs(v - reference.landmarks[i]!)).toBeLessThan(0.02);
  });
});

test("a stretch has no gaps", () => {
  const clip = clipOf([...still(8), null, ...still(40)]);
  expect(run(clip, { calmMs: 400 })!.t).toBe(19);
});

describe("out of patience", () => {
  const OPTIONS = { calmMs: 400, patienceMs: 1200 };

  test("the calmest stretch so far is taken", () => {
    expect(run(clipOf(restless(60)), OPTIONS)!.t).toBe(30);
  });

  test("also one of before a gap", () => {
    const clip = clipOf([
      ...restless(12),
      null,
      ...restless(8),
      null,
      null,
      ...restless(8),
      null,
      ...restless(3),
    ]);
    expect(run(clip, OPTIONS)!.t).toBe(30);
  });

  test("without any whole stretch, it goes on waiting", () => {
    const flicker = Array.from({ length: 60 }, (_, t) => (t % 5 === 4 ? null : 0));
    expect(run(clipOf(flicker), OPTIONS)).toBeNull();
  });
});

test.each([
  [{ calmMs: 0 }, "calm learner: calmMs must be a finite number > 0, got 0"],
  [
    { calmMs: 500, patienceMs: 400 },
    "calm learner: patienceMs must be at least calmMs 500, got 400",
  ],
  [{ wait: 1 }, "calm learner: has no key wait, expected calmMs, patienceMs"],
])("refuses %o", (options, message) => {
  expect(() => run(clipOf([0]), options)).toThrow(message);
});
