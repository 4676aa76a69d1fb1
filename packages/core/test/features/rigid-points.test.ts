import { expect, test } from "vitest";
import { optionalTest } from "../../../../tests/support/optional.ts";
import { TOPOLOGIES } from "../../src/face/index.ts";
import { CANONICAL, rigidPoints } from "../../src/features/rigid-points.ts";
import { canonicalFile, readCanonicalFace } from "../support/canonical-face.ts";

test("the set is its own mirror image, weights and template too", () => {
  for (const [topology, withForehead] of [
    ["mediapipe478", true],
    ["mediapipe478", false],
    ["ibug68", false],
  ] as const) {
    const { indices, weights, template } = rigidPoints(topology, withForehead);
    expect(weights.reduce((sum, w) => sum + w, 0)).toBeCloseTo(1, 14);
    indices.forEach((index, i) => {
      const j = indices.indexOf(TOPOLOGIES[topology].mirror[index]!);
      expect(weights[j]).toBe(weights[i]);
      expect(template[3 * j]).toBeCloseTo(-template[3 * i]!, 14);
      expect(template[3 * j + 1]).toBe(template[3 * i + 1]);
      expect(template[3 * j + 2]).toBe(template[3 * i + 2]);
    });
  }
});

test("without the forehead both schemes have the same points", () => {
  const [a, b] = [rigidPoints("mediapipe478", false), rigidPoints("ibug68", false)];
  expect(a.template).toEqual(b.template);
  expect(a.weights).toEqual(b.weights);
});

optionalTest("the template is MediaPipe's canonical face", canonicalFile.missing, () => {
  const vertices = readCanonicalFace();
  for (const [index, [, ...place]] of Object.entries(CANONICAL)) {
    expect(place, `point ${index}`).toEqual([...vertices[Number(index)]!]);
  }
});
