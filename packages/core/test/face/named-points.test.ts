import { expect, test } from "vitest";
import { mirrorNamedPoint, NAMED_POINTS, TOPOLOGIES } from "../../src/face/index.ts";

test("no two names share a point, in either scheme", () => {
  for (const { named, points } of Object.values(TOPOLOGIES)) {
    const indices = NAMED_POINTS.map((name) => named[name]);
    expect(new Set(indices).size).toBe(NAMED_POINTS.length);
    expect(indices.filter((index) => !(index >= 0 && index < points))).toEqual([]);
  }
});

test("names hold all of iBUG-68 but its jaw", () => {
  const indices = NAMED_POINTS.map((name) => TOPOLOGIES.ibug68.named[name]);
  const beyondJaw = Array.from({ length: 51 }, (_, i) => 17 + i);
  expect(indices.sort((a, b) => a - b)).toEqual([8, ...beyondJaw]);
});

test("mirror of mirror is the identity, and left becomes right", () => {
  for (const name of NAMED_POINTS) expect(mirrorNamedPoint(mirrorNamedPoint(name))).toBe(name);
  expect(mirrorNamedPoint("leftEyeOuter")).toBe("rightEyeOuter");
  expect(mirrorNamedPoint("noseTip")).toBe("noseTip");
});

test("both schemes mirror a named point to the point of the mirrored name", () => {
  for (const { named, mirror } of Object.values(TOPOLOGIES)) {
    for (const name of NAMED_POINTS) {
      expect(mirror[named[name]], name).toBe(named[mirrorNamedPoint(name)]);
    }
  }
});
