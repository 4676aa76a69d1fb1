import { describe, expect, test } from "vitest";
import type { FaceObservation } from "../../src/face/index.ts";
import { createTracker } from "../../src/index.ts";
import { movedPoints, project, toIbug68, type View } from "../support/faces.ts";

const imageSize = { widthPx: 1280, heightPx: 720 };
const VIEW = { ...imageSize, sizePx: 220 };
/** Two people whose faces differ. */
const [ANNA, BEN] = [movedPoints(1, 0.03), movedPoints(2, 0.03)];

const face = (points: Float64Array, view: View): FaceObservation => ({
  timestampMs: 0,
  landmarks: project(points, { ...VIEW, ...view }),
  blendshapes: null,
  poseMatrix: null,
});

/** The persons of each frame, 40 ms apart from `from` on. */
function follow(
  frames: readonly (readonly FaceObservation[])[],
  tracker = createTracker({ imageSize }),
  from = 0,
) {
  return frames.map((faces, t) => tracker.update(from + 40 * t, faces));
}

describe("createTracker", () => {
  test("numbers newcomers from left to right, and keeps them whatever order they come in", () => {
    const frame = [face(BEN, { x: 300 }), face(ANNA, { x: -300 })];
    expect(follow([frame, [...frame].reverse(), frame, [], frame])).toEqual([
      [2, 1],
      [1, 2],
      [2, 1],
      [],
      [2, 1],
    ]);
  });

  test("follows two who cross, the farther one hidden behind the nearer, who is seen twice", () => {
    const anna = (t: number) => face(ANNA, { x: -300 + 15 * t, y: 10 });
    const ben = (t: number) => face(BEN, { x: 300 - 15 * t, sizePx: 260, yaw: 0.2 });
    const frames = Array.from({ length: 41 }, (_, t) => {
      if (Math.abs(t - 20) > 4) return [ben(t), anna(t)];
      return t % 2 === 0 ? [ben(t)] : [ben(t), ben(t)];
    });
    const persons = follow(frames);
    expect(persons[0]).toEqual([2, 1]);
    expect(persons[20]).toEqual([2]);
    expect(persons[21]).toEqual([2, null]);
    expect(persons[40]).toEqual([2, 1]);
  });

  test("knows who was away for two seconds and comes back elsewhere, and that a third is none of them", () => {
    const tracker = createTracker({ imageSize });
    const [left, right] = [face(ANNA, { x: -300 }), face(BEN, { x: 300 })];
    follow([[left, right], [left, right], [left]], tracker);
    expect(tracker.update(2000, [face(ANNA, { x: -290 })])).toEqual([1]);
    const back = [face(BEN, { x: 0, yaw: 0.1 }), face(ANNA, { x: -280 })];
    expect(tracker.update(2080, back)).toEqual([2, 1]);
    const third = face(movedPoints(3, 0.03), { x: 420, y: -150 });
    expect(tracker.update(2120, [third, ...back])).toEqual([3, 2, 1]);
  });

  test("knows both after a cut to the other side of the table", () => {
    const tracker = createTracker({ imageSize });
    const before = [face(ANNA, { x: -300 }), face(BEN, { x: 300 })];
    follow([before, before, before], tracker);
    const after = [face(BEN, { x: -300, sizePx: 320 }), face(ANNA, { x: 300, sizePx: 320 })];
    expect(tracker.update(120, after)).toEqual([2, 1]);
  });

  test("forgets who is away for longer than rememberMs", () => {
    const tracker = createTracker({ imageSize, rememberMs: 1000 });
    const [anna] = [face(ANNA, {})];
    expect(tracker.update(0, [anna!])).toEqual([1]);
    expect(tracker.update(900, [anna!])).toEqual([1]);
    expect(tracker.update(1901, [anna!])).toEqual([2]);
  });

  test("follows 68 points as well, and takes no face for one whose points are all equal", () => {
    const tracker = createTracker({ imageSize, topology: "ibug68" });
    const of68 = (points: Float64Array, view: View) => {
      const whole = face(points, view);
      return { ...whole, landmarks: toIbug68(whole.landmarks) };
    };
    const none = { ...of68(ANNA, {}), landmarks: new Float32Array(68 * 3).fill(0.5) };
    const frame = [none, of68(ANNA, { x: 200 }), of68(BEN, { x: -200 })];
    expect(tracker.update(0, frame)).toEqual([null, 2, 1]);
    expect(tracker.update(40, [...frame].reverse())).toEqual([1, 2, null]);
  });

  test("refuses what is wrong, in words", () => {
    expect(() => createTracker({ imageSize: { widthPx: 0, heightPx: 1 } })).toThrow(
      "createTracker: imageSize.widthPx must be above 0, got 0",
    );
    const unknown = { imageSize, faces: 3 } as unknown as { imageSize: typeof imageSize };
    expect(() => createTracker(unknown)).toThrow(
      "createTracker: each option must be one of imageSize, topology, rememberMs, got faces",
    );
    const tracker = createTracker({ imageSize });
    tracker.update(40, []);
    expect(() => tracker.update(40, [])).toThrow("tracker: timestampMs must be above 40, got 40");
    const short = { ...face(ANNA, {}), landmarks: new Float32Array(9) };
    expect(() => tracker.update(80, [short])).toThrow(
      "tracker: faces[0].landmarks.length must be 1434, got 9",
    );
  });
});
