import fc from "fast-check";
import { expect, test } from "vitest";
import { createRandom } from "../../src/math/index.ts";
import { addMode, type FaceKit } from "../../src/synthesis/index.ts";
import { createSparseModes } from "../../src/synthesis/sparse-modes.ts";

/** A kit of two expression modes that move stretches of 200 vertices, with single zeros and long gaps within. */
function patchyKit(seed: number): FaceKit {
  const random = createRandom(seed);
  const vertices = 200;
  const modes = new Int16Array(3 * vertices * 3);
  let moves = false;
  for (let i = 0; i < modes.length; i++) {
    if (random.below(40) === 0) moves = !moves;
    modes[i] = moves ? random.below(7) - 3 : 0;
  }
  return {
    source: "test",
    vertices,
    expressions: ["a", "b"],
    identityModes: 1,
    modes,
    neutral: Float32Array.from({ length: vertices * 3 }, () => random.normal()),
    modeScale: Float64Array.of(0.1, 0.37, 1),
    triangles: new Uint16Array(3),
    triangleMaterial: new Uint8Array(1),
    materials: ["m"],
    ibug68: new Int32Array(68),
  };
}

test("skips zeros and gives the same bits as every vertex would", () => {
  fc.assert(
    fc.property(fc.integer(), fc.double({ min: -2, max: 2, noNaN: true }), (seed, weight) => {
      const kit = patchyKit(seed);
      const sparse = createSparseModes(kit);
      const [expected, got] = [kit.neutral.slice(), kit.neutral.slice()];
      for (const mode of [0, 1]) {
        addMode(kit, mode, weight, expected);
        sparse.add(mode, weight, got);
      }
      expect(got).toEqual(expected);
    }),
  );
});
