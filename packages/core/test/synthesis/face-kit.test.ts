import { describe, expect, test } from "vitest";
import { addMode, materialVertices, parseFaceKit } from "../../src/synthesis/index.ts";

const description = {
  source: "test",
  vertices: 3,
  triangles: 1,
  expressions: ["jawOpen"],
  identityModes: 1,
  modeScale: [0.5, 0.25],
  materials: ["M_Face", "M_Teeth"],
  ibug68: Array.from({ length: 68 }, (_, i) => i % 3),
};

/** 3 vertices, 2 modes of 9 integers, one triangle of material 1. */
function kitBytes(change: (view: DataView) => void = () => {}): Uint8Array {
  const bytes = new Uint8Array(3 * 12 + 2 * 3 * 6 + 7);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < 9; i++) view.setFloat32(i * 4, i, true);
  for (let i = 0; i < 18; i++) view.setInt16(36 + i * 2, i - 9, true);
  [0, 1, 2].forEach((v, k) => {
    view.setUint16(72 + 2 * k, v, true);
  });
  view.setUint8(78, 1);
  change(view);
  return bytes;
}

describe("parseFaceKit", () => {
  test("reads every part, from a view at any offset", () => {
    const shifted = new Uint8Array(80);
    shifted.set(kitBytes(), 1);
    const kit = parseFaceKit(description, shifted.subarray(1));
    expect(Array.from(kit.neutral)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(Array.from(kit.triangles)).toEqual([0, 1, 2]);
    expect(Array.from(materialVertices(kit, ["M_Teeth"]))).toEqual([0, 1, 2]);
    expect(Array.from(materialVertices(kit, ["M_Face"]))).toEqual([]);
    const positions = Float64Array.from(kit.neutral);
    addMode(kit, 0, 2, positions); // integers -9 .. -1 times 0.5, twice
    expect(Array.from(positions)).toEqual([-9, -7, -5, -3, -1, 1, 3, 5, 7]);
  });

  test("refuses bytes of another length", () => {
    for (const length of [0, 78, 80]) {
      expect(() => parseFaceKit(description, new Uint8Array(length))).toThrow(
        `face kit: bytes must be 79 long, got ${length}`,
      );
    }
  });

  test.each([
    [{ vertices: 0 }, "vertices must be an integer in [1, 65535], got 0"],
    [{ vertices: "3" }, "vertices must be an integer in [1, 65535], got 3"],
    [{ expressions: [] }, "expressions must be a list of names, got []"],
    [{ expressions: ["a", "a"] }, "expressions must name each once, got a, a"],
    [{ modeScale: [1] }, "modeScale must be a list of 2 finite numbers, got 1 entries"],
    [{ modeScale: [1, null] }, "modeScale must be a list of 2 finite numbers, got 2 entries"],
    [{ ibug68: undefined }, "ibug68 must be a list of 68 finite numbers, got undefined"],
    [{ ibug68: new Array(68).fill(3) }, "ibug68[0] must be in [0, 3), got 3"],
    [{ materials: ["M_Face"] }, "triangleMaterial[0] must be in [0, 1), got 1"],
  ])("refuses a description with %j", (change, text) => {
    expect(() => parseFaceKit({ ...description, ...change }, kitBytes())).toThrow(
      `face kit: ${text}`,
    );
  });

  test("refuses values that are none", () => {
    const nan = kitBytes((view) => view.setFloat32(8, Number.NaN, true));
    expect(() => parseFaceKit(description, nan)).toThrow(
      "face kit: neutral[2] must be finite, got NaN",
    );
    const far = kitBytes((view) => view.setUint16(74, 3, true));
    expect(() => parseFaceKit(description, far)).toThrow(
      "face kit: triangles[1] must be in [0, 3), got 3",
    );
    expect(() => parseFaceKit(null, nan)).toThrow(
      "face kit: description must be an object, got null",
    );
  });
});
