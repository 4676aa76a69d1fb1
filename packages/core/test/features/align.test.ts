import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TOPOLOGIES } from "../../src/face/index.ts";
import { createAligner } from "../../src/features/align.ts";
import { canonicalPoints, movedPoints, project, toIbug68, type View } from "../support/faces.ts";

const all = Int32Array.from({ length: 478 }, (_, i) => i);
const size = { widthPx: 640, heightPx: 480 };

function aligned(landmarks: Float32Array, pose: "3d" | "2d" | "none"): Float64Array {
  const out = new Float64Array(3 * 478);
  expect(createAligner("mediapipe478", size, pose, all).align(landmarks, 0, out)).toBe(true);
  return out;
}

const largest = (a: Float64Array, b: Float64Array) =>
  a.reduce((most, v, i) => Math.max(most, Math.abs(v - b[i]!)), 0);
/** float32 landmarks of a face whose canthi are 150 px apart: 0.0001 of that is 0.015 px. */
const ROUNDING = 1e-4;

const small = fc.double({ min: -0.6, max: 0.6, noNaN: true });
const shift = fc.double({ min: -100, max: 100, noNaN: true });
const seed = fc.nat(1000);

describe("what is removed", () => {
  test("3d: any turn, shift and size", () => {
    fc.assert(
      fc.property(seed, small, small, small, shift, (seed, yaw, pitch, roll, x) => {
        const points = movedPoints(seed, 0.02);
        const moved = project(points, { yaw, pitch, roll, x, sizePx: 300 });
        expect(largest(aligned(moved, "3d"), aligned(project(points), "3d"))).toBeLessThan(
          ROUNDING,
        );
      }),
    );
  });

  test("2d: turns in the plane, shift and size; none: shift and size", () => {
    fc.assert(
      fc.property(seed, small, shift, (seed, roll, y) => {
        const points = movedPoints(seed, 0.02);
        const still = project(points);
        const view: View = { y, sizePx: 300 };
        const turned = project(points, { ...view, roll });
        expect(largest(aligned(turned, "2d"), aligned(still, "2d"))).toBeLessThan(ROUNDING);
        const shifted = project(points, view);
        expect(largest(aligned(shifted, "none"), aligned(still, "none"))).toBeLessThan(ROUNDING);
      }),
    );
  });
});

test("pixels come first: a picture of another shape gives the same face", () => {
  const view = { yaw: 0.3, roll: 0.2, widthPx: 300, heightPx: 900, sizePx: 250 };
  const out = new Float64Array(3 * 478);
  createAligner("mediapipe478", view, "3d", all).align(project(canonicalPoints(), view), 0, out);
  expect(largest(out, aligned(project(canonicalPoints()), "3d"))).toBeLessThan(ROUNDING);
});

describe("a jaw drop", () => {
  /** Lowers what lies below the upper lip, by up to 3 cm at the chin. */
  const dropped = canonicalPoints();
  for (let at = 0; at < dropped.length; at += 3) {
    const below = Math.max(0, dropped[at + 1]! - 4 / 30);
    dropped[at + 1]! += (0.1 * below) / (5.4 / 30);
    dropped[at + 2]! += 0.2 * below;
  }
  const stays = all.filter((i) => canonicalPoints()[3 * i + 1]! <= 4 / 30);

  test.each(["3d", "2d"] as const)("leaves the pose of the rest unchanged, %s", (pose) => {
    const view = { yaw: 0.2, pitch: -0.1, roll: 0.1 };
    const before = aligned(project(canonicalPoints(), view), pose);
    const after = aligned(project(dropped, view), pose);
    for (const i of stays) {
      expect(after.slice(3 * i, 3 * i + 3)).toEqual(before.slice(3 * i, 3 * i + 3));
    }
    const chin = 3 * TOPOLOGIES.mediapipe478.named.chin + 1;
    expect(after[chin]! - before[chin]!).toBeGreaterThan(0.25);
  });
});

test("the canthi's mean is the origin, and the outer ones are 1 apart", () => {
  const out = aligned(project(movedPoints(5, 0.02), { yaw: 0.4, roll: -0.3, x: 50 }), "3d");
  const { rightEyeOuter, rightEyeInner, leftEyeInner, leftEyeOuter } =
    TOPOLOGIES.mediapipe478.named;
  const at = (index: number, axis: number) => out[3 * index + axis]!;
  for (const axis of [0, 1, 2]) {
    const canthi = [rightEyeOuter, rightEyeInner, leftEyeInner, leftEyeOuter];
    expect(Math.abs(canthi.reduce((sum, i) => sum + at(i, axis), 0))).toBeLessThan(1e-12);
  }
  const [x, y] = [0, 1].map((axis) => at(leftEyeOuter, axis) - at(rightEyeOuter, axis));
  expect(Math.sqrt(x! * x! + y! * y!)).toBeCloseTo(1, 12);
});

test("a face whose outer canthi meet has no size", () => {
  const point = new Float32Array(3 * 478).fill(0.5);
  const aligner = createAligner("mediapipe478", size, "auto", all);
  expect(aligner.align(point, 0, new Float64Array(3 * 478))).toBe(false);
});

test("ibug68 of the same frontal face has its points at the same places", () => {
  const { ibug68, mediapipe478 } = TOPOLOGIES;
  const landmarks = project(canonicalPoints(), { roll: 0.2 });
  const names = ["noseTip", "leftMouthCorner", "rightBrowInner", "chin"] as const;
  const place = (topology: "ibug68" | "mediapipe478", of: Float32Array) => {
    const chosen = Int32Array.from(names, (name) => TOPOLOGIES[topology].named[name]);
    const out = new Float64Array(3 * names.length);
    createAligner(topology, size, "auto", chosen).align(of, 0, out);
    return out;
  };
  expect(ibug68.points).toBeLessThan(mediapipe478.points);
  const [flat, deep] = [place("ibug68", toIbug68(landmarks)), place("mediapipe478", landmarks)];
  for (let i = 0; i < names.length; i++) {
    expect(Math.abs(flat[3 * i]! - deep[3 * i]!)).toBeLessThan(ROUNDING);
    expect(Math.abs(flat[3 * i + 1]! - deep[3 * i + 1]!)).toBeLessThan(ROUNDING);
  }
});
