import { describe, expect, test } from "vitest";
import { optionalTest } from "../../../../tests/support/optional.ts";
import { NAMED_POINTS, TOPOLOGIES } from "../../src/face/index.ts";
import { canonicalFile, readCanonicalFace } from "../support/canonical-face.ts";

describe.each([
  ["mediapipe478", 478, 28],
  ["ibug68", 68, 10],
] as const)("%s", (name, points, midline) => {
  const { mirror, points: own, name: ownName } = TOPOLOGIES[name];
  test("its mirror map is an involution over all points", () => {
    expect(ownName).toBe(name);
    expect(own).toBe(points);
    expect(mirror.length).toBe(points);
    expect(Array.from(mirror, (m) => mirror[m])).toEqual(
      Array.from({ length: points }, (_, i) => i),
    );
    expect(mirror.filter((m, i) => m === i).length).toBe(midline);
  });
});

test("irises change places, inner with inner", () => {
  const { mirror } = TOPOLOGIES.mediapipe478;
  expect(Array.from(mirror.subarray(468, 473))).toEqual([473, 476, 475, 474, 477]);
});

optionalTest("the canonical face is its own mirror image", canonicalFile.missing, () => {
  const vertices = readCanonicalFace();
  expect(vertices.length).toBe(478);
  const { mirror } = TOPOLOGIES.mediapipe478;
  vertices.forEach(([x, y, z], i) => {
    const image = vertices[mirror[i]!]!;
    // The irises' file is rounded differently on the two sides.
    const tolerance = i < 468 ? 0 : 2e-6;
    expect(Math.abs(image[0] + x), `x of ${i}`).toBeLessThanOrEqual(tolerance);
    expect(Math.abs(image[1] - y), `y of ${i}`).toBeLessThanOrEqual(tolerance);
    expect(Math.abs(image[2] - z), `z of ${i}`).toBeLessThanOrEqual(tolerance);
  });
});

optionalTest("left and right are the subject's", canonicalFile.missing, () => {
  const vertices = readCanonicalFace();
  const { named } = TOPOLOGIES.mediapipe478;
  for (const name of NAMED_POINTS) {
    const [x] = vertices[named[name]]!;
    const side = name.startsWith("left") ? 1 : name.startsWith("right") ? -1 : 0;
    expect(Math.sign(x), name).toBe(side);
  }
});
