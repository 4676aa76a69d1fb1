import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mirrorRecording, type Recording, TOPOLOGIES } from "../../src/face/index.ts";
import { computeFeatures, type FeatureSpec, GEOMETRY_FEATURES } from "../../src/features/index.ts";
import { canonicalPoints, movedPoints, project, recordingOf, toIbug68 } from "../support/faces.ts";

const measure = (recording: Recording, options: Partial<FeatureSpec> = {}) =>
  computeFeatures(recording, { baseline: "none", ...options }).values;
const measureFace = (landmarks: Float32Array) => measure(recordingOf([landmarks]));
const named = (values: Float32Array, name: string) => values[GEOMETRY_FEATURES.indexOf(name)]!;
const largest = (a: Float32Array, b: Float32Array) =>
  a.reduce((most, v, i) => Math.max(most, Math.abs(v - b[i]!)), 0);
/** float32 landmarks; angles between near points magnify it. */
const ROUNDING = 5e-4;

const seed = fc.nat(1000);
const roll = fc.double({ min: -1.5, max: 1.5, noNaN: true });
const shift = fc.double({ min: -200, max: 200, noNaN: true });
const sizePx = fc.double({ min: 200, max: 2000, noNaN: true });

describe("does not move under", () => {
  test("shift, size and turns in the plane, in either scheme", () => {
    fc.assert(
      fc.property(seed, roll, shift, shift, sizePx, (seed, roll, x, y, sizePx) => {
        const points = movedPoints(seed, 0.01);
        const [still, moved] = [project(points), project(points, { roll, x, y, sizePx })];
        expect(largest(measureFace(moved), measureFace(still))).toBeLessThan(ROUNDING);
        const [flatStill, flatMoved] = [still, moved].map((face) =>
          measure(recordingOf([toIbug68(face)], { topology: "ibug68" })),
        );
        expect(largest(flatMoved!, flatStill!)).toBeLessThan(ROUNDING);
      }),
    );
  });

  test("turns in space, where there is depth", () => {
    const angle = fc.double({ min: -0.5, max: 0.5, noNaN: true });
    fc.assert(
      fc.property(seed, angle, angle, (seed, yaw, pitch) => {
        const points = movedPoints(seed, 0.01);
        const turned = measureFace(project(points, { yaw, pitch }));
        expect(largest(turned, measureFace(project(points)))).toBeLessThan(ROUNDING);
      }),
    );
  });

  test("mirroring", () => {
    fc.assert(
      fc.property(seed, roll, (seed, roll) => {
        const recording = recordingOf([project(movedPoints(seed, 0.02), { roll })]);
        const mirrored = measure(mirrorRecording(recording));
        expect(largest(mirrored, measure(recording))).toBeLessThan(ROUNDING);
      }),
    );
  });
});

test("mediapipe478 and ibug68 views of one frontal face agree", () => {
  fc.assert(
    fc.property(seed, roll, (seed, roll) => {
      // Symmetric in the rigid points, as the schemes weigh them differently.
      const points = canonicalPoints();
      const moved = movedPoints(seed, 0.01);
      const { mediapipe478 } = TOPOLOGIES;
      for (const name of ["leftMouthCorner", "rightBrowInner", "chin", "upperLipInner"] as const) {
        const at = 3 * mediapipe478.named[name];
        points.set(moved.subarray(at, at + 2), at);
      }
      const face = project(points, { roll });
      const flat = measure(recordingOf([toIbug68(face)], { topology: "ibug68" }));
      expect(largest(flat, measureFace(face))).toBeLessThan(ROUNDING);
    }),
  );
});

test("2d pose makes the schemes agree on any face, turned too", () => {
  fc.assert(
    fc.property(seed, (seed) => {
      const face = project(movedPoints(seed, 0.02), { yaw: 0.3, roll: 0.2 });
      const flat = measure(recordingOf([toIbug68(face)], { topology: "ibug68" }), { pose: "2d" });
      expect(flat).toEqual(measure(recordingOf([face]), { pose: "2d" }));
    }),
  );
});

describe("says what it is named for", () => {
  const rest = measureFace(project(canonicalPoints()));
  const { named: index } = TOPOLOGIES.mediapipe478;
  /** The face after points have moved by (dx, dy) in shares of 30 cm; sided points move outwards by dx. */
  const after = (parts: readonly string[], dx: number, dy: number) => {
    const points = canonicalPoints();
    for (const [name, i] of Object.entries(index)) {
      if (!parts.some((part) => name === part || name.slice(4) === part || name.slice(5) === part))
        continue;
      points[3 * i]! += name.startsWith("right") ? -dx : dx;
      points[3 * i + 1]! += dy;
    }
    return measureFace(project(points));
  };
  const changes = (values: Float32Array, name: string) => named(values, name) - named(rest, name);

  test("brows up", () => {
    const up = after(["BrowInner"], 0, -0.02);
    expect(changes(up, "browInnerHeight")).toBeCloseTo((0.02 * 30) / 8.891718, 4);
    expect(changes(up, "browInnerRise")).toBeLessThan(-0.1);
    expect(changes(up, "browOuterHeight")).toBeCloseTo(0, 5);
  });

  test("corners up and out", () => {
    const smile = after(["MouthCorner", "InnerMouthCorner"], 0.02, -0.02);
    expect(changes(smile, "mouthWidth")).toBeCloseTo((0.04 * 30) / 8.891718, 4);
    expect(changes(smile, "cornerHeight")).toBeGreaterThan(0.05);
    expect(changes(smile, "cornerToEye")).toBeLessThan(-0.03);
    expect(changes(smile, "cornerRise")).toBeGreaterThan(0.05);
  });

  test("a mouth that opens", () => {
    const lower = ["lowerLipInner", "lowerLipBottom", "LowerLipInner", "LowerLipMiddle", "chin"];
    const open = after(lower, 0, 0.05);
    expect(changes(open, "mouthOpening")).toBeCloseTo((0.05 * 30) / 8.891718, 4);
    expect(changes(open, "chinHeight")).toBeCloseTo((-0.05 * 30) / 8.891718, 4);
    expect(changes(open, "innerCornerAngle")).toBeGreaterThan(0.3);
    expect(changes(open, "lowerLipThickness")).toBeCloseTo(0, 5);
  });

  test("every measure changes with some point", () => {
    const moved = measureFace(project(movedPoints(1, 0.02)));
    for (const name of GEOMETRY_FEATURES) expect(changes(moved, name), name).not.toBe(0);
  });
});
