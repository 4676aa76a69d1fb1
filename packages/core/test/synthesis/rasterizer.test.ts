import { describe, expect, test } from "vitest";
import { type Camera, createRasterizer, type Light, type Mesh } from "../../src/synthesis/index.ts";

const FLAT: Light = { direction: [0, 0, 1], key: 0, fill: 0, ambient: 0, specular: 0 };
const camera: Camera = { distance: 10, focalPx: 100, centerXPx: 20, centerYPx: 15 };

/** A square of this half side at depth z, in one colour, facing the camera. */
function square(half: number, z: number, color: readonly number[]): Mesh {
  const corners = [-half, -half, z, half, -half, z, half, half, z, -half, half, z];
  return {
    positions: Float32Array.from(corners),
    albedo: Float32Array.from([...color, ...color, ...color, ...color]),
    gloss: new Float32Array(4),
    triangles: Uint16Array.of(0, 1, 2, 0, 2, 3),
  };
}

describe("createRasterizer", () => {
  test("a square covers the pixels that perspective says, once each", () => {
    const raster = createRasterizer(40, 30);
    // Depth 10, 100 px a unit at depth 1: half a unit is 5 px; the centre lies at (20, 15).
    raster.draw(square(0.5, 0, [1, 1, 1]), camera, { ...FLAT, fill: 1 });
    for (let y = 0; y < 30; y++) {
      for (let x = 0; x < 40; x++) {
        const inside = x >= 15 && x < 25 && y >= 10 && y < 20;
        expect(raster.depth[y * 40 + x]! > 0, `${x},${y}`).toBe(inside);
        if (inside) expect(raster.depth[y * 40 + x]).toBeCloseTo(0.1, 6);
      }
    }
  });

  test("the nearer square hides the farther one, in either order", () => {
    const [near, far] = [square(0.2, 2, [1, 0, 0]), square(0.8, 0, [0, 1, 0])];
    for (const order of [
      [0, 1],
      [1, 0],
    ]) {
      const joined: Mesh = {
        positions: Float32Array.of(...near.positions, ...far.positions),
        albedo: Float32Array.of(...near.albedo, ...far.albedo),
        gloss: new Float32Array(8),
        triangles: Uint16Array.from(order.flatMap((i) => [0, 1, 2, 0, 2, 3].map((v) => v + 4 * i))),
      };
      const raster = createRasterizer(40, 30);
      raster.draw(joined, camera, { ...FLAT, ambient: 1 / 0.75 });
      const at = (x: number, y: number) =>
        Array.from(raster.color.subarray((y * 40 + x) * 3).slice(0, 3));
      expect(at(20, 15)).toEqual([1, 0, 0]);
      expect(at(14, 15)).toEqual([0, 1, 0]);
      expect(at(1, 1)).toEqual([0, 0, 0]);
    }
  });

  test("a far light gives the albedo times the cosine (Lambert), nothing from behind", () => {
    for (const [direction, cosine] of [
      [[0, 0, 1], 1],
      [[0, 0.6, 0.8], 0.8],
      [[1, 0, 0], 0],
      [[0, 0, -1], 0],
    ] as const) {
      const raster = createRasterizer(40, 30);
      raster.draw(square(0.5, 0, [0.5, 0.25, 1]), camera, { ...FLAT, direction, key: 1 });
      const color = raster.color.subarray((15 * 40 + 20) * 3).slice(0, 3);
      [0.5, 0.25, 1].forEach((albedo, k) => {
        expect(color[k]).toBeCloseTo(albedo * cosine, 5);
      });
    }
  });

  test("colours are interpolated over the triangle", () => {
    const mesh = {
      ...square(1, 0, [0, 0, 0]),
      albedo: Float32Array.of(0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0),
    };
    const raster = createRasterizer(40, 30);
    raster.draw(mesh, camera, { ...FLAT, ambient: 1 / 0.75 });
    for (let x = 10; x < 30; x++) {
      expect(raster.color[(15 * 40 + x) * 3]).toBeCloseTo((x + 0.5 - 10) / 20, 5);
    }
  });

  test("what faces away or lies behind the camera is not drawn", () => {
    const away = { ...square(1, 0, [1, 1, 1]), triangles: Uint16Array.of(0, 2, 1, 0, 3, 2) };
    for (const mesh of [away, square(1, 11, [1, 1, 1])]) {
      const raster = createRasterizer(40, 30);
      raster.draw(mesh, camera, { ...FLAT, ambient: 1 });
      expect(raster.depth.findIndex((d) => d !== 0)).toBe(-1);
    }
  });

  test("refuses a size that is none", () => {
    expect(() => createRasterizer(0, 5)).toThrow(
      "createRasterizer: widthPx must be an integer in [1, 8192], got 0",
    );
  });
});
