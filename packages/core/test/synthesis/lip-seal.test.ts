import { describe, expect, test } from "vitest";
import { createLipSeal, type FaceKit } from "../../src/synthesis/index.ts";

/**
 * A kit whose vertices are the iBUG points. `lift` raises the inner upper lip by 2 at weight 1, `mouthClose` the lower one
 * by 4.
 */
function lips(expressions: readonly string[]): FaceKit {
  const moved: Readonly<Record<string, readonly number[]>> = {
    lift: [61, 62, 63],
    mouthClose: [65, 66, 67],
    other: [30],
  };
  const modes = new Int16Array((expressions.length + 1) * 68 * 3);
  expressions.forEach((name, m) => {
    for (const point of moved[name]!) modes[(m * 68 + point) * 3 + 1] = 10;
  });
  return {
    source: "test",
    vertices: 68,
    neutral: new Float32Array(204),
    expressions,
    modes,
    identityModes: 1,
    modeScale: Float64Array.from([...expressions, ""], (name) => (name === "lift" ? 0.2 : 0.4)),
    triangles: new Uint16Array(3),
    triangleMaterial: new Uint8Array(1),
    materials: ["m"],
    ibug68: Int32Array.from({ length: 68 }, (_, i) => i),
  };
}

describe("a lip seal", () => {
  test("closes the share of the gap that it is told to", () => {
    const seal = createLipSeal(lips(["lift", "mouthClose", "other"]));
    const weights = Float64Array.of(0.8, 0, 0.5);
    seal.close(weights, 0.5);
    // The gap is 0.8 * 2, half of it 0.8, and mouthClose closes 4 a weight.
    expect(weights[1]).toBeCloseTo(0.2, 12);
    expect([weights[0], weights[2]]).toEqual([0.8, 0.5]);
    seal.close(weights, 1);
    expect(weights[1]).toBeCloseTo(0.4, 12);
  });

  test("leaves closed lips, and a kit without the mode, alone", () => {
    const closed = Float64Array.of(0, 0.3, 1);
    createLipSeal(lips(["lift", "mouthClose", "other"])).close(closed, 1);
    expect(Array.from(closed)).toEqual([0, 0.3, 1]);
    const open = Float64Array.of(1, 0);
    createLipSeal(lips(["lift", "other"])).close(open, 1);
    expect(Array.from(open)).toEqual([1, 0]);
  });
});
