import { EXPRESSIONS, type FaceObservation, type Prediction } from "@mien/core";
import { meshEdges } from "@mien/landmarker";
import { describe, expect, test } from "vitest";
import { drawFrame } from "../../src/overlay/index.ts";

const size = { widthPx: 320, heightPx: 320 };
const grey = () => new Uint8Array(size.widthPx * size.heightPx * 4).fill(128);
function sure(...of: number[]): Prediction["probabilities"] {
  return Object.fromEntries(EXPRESSIONS.map((name, k) => [name, of[k]!]));
}

const prediction: Prediction = {
  timestampMs: 0,
  label: "happiness",
  probabilities: sure(0, 0, 0, 1, 0, 0),
  distribution: sure(0, 0, 0, 1, 0, 0),
  shown: ["happiness"],
  set: ["happiness"],
  magnitude: 1,
};

/** A triangle of three landmarks in the upper half of the picture. */
const face: FaceObservation = {
  timestampMs: 0,
  landmarks: Float32Array.of(0.25, 0.1, 0, 0.75, 0.1, 0, 0.5, 0.4, 0),
  blendshapes: null,
  poseMatrix: null,
};

/** Pixels that differ from grey, among those for which a condition holds. */
function changed(rgba: Uint8Array, where: (x: number, y: number) => boolean): number {
  let count = 0;
  for (let p = 0; p < size.widthPx * size.heightPx; p++) {
    const inside = where(p % size.widthPx, Math.floor(p / size.widthPx));
    if (inside && [0, 1, 2].some((c) => rgba[4 * p + c] !== 128)) count++;
  }
  return count;
}

describe("drawFrame", () => {
  const isUpper = (_: number, y: number) => y < 160;

  test("draws nothing above the panel where there is no face, and leaves opacity alone", () => {
    const rgba = grey();
    drawFrame(rgba, size, null, null, []);
    expect(changed(rgba, isUpper)).toBe(0);
    expect(changed(rgba, (x) => x > 160)).toBe(0);
    expect(changed(rgba, () => true)).toBeGreaterThan(5000);
    expect(rgba.every((value, i) => i % 4 !== 3 || value === 128)).toBe(true);
  });

  test("joins the landmarks of an edge, and no others", () => {
    const rgba = grey();
    drawFrame(rgba, size, face, prediction, [[0, 1]]);
    const isBetween = (y: number) => (x: number, row: number) => row === y && x > 90 && x < 230;
    expect(changed(rgba, isBetween(32))).toBeGreaterThan(130);
    expect(changed(rgba, isBetween(80))).toBe(0);
  });

  test("fills a bar as far as the probability goes", () => {
    const [none, all] = [0, 1].map((p) => {
      const rgba = grey();
      drawFrame(rgba, size, null, { ...prediction, probabilities: sure(p, p, p, p, p, p) }, []);
      return rgba;
    });
    const differing = none!.reduce((sum, value, i) => sum + (value === all![i] ? 0 : 1), 0);
    // Six bars of 50 x 7 pixels, three channels each.
    expect(differing).toBe(6 * 50 * 7 * 3);
  });

  test("leaves out what lies outside of the picture", () => {
    const rgba = grey();
    const far = { ...face, landmarks: Float32Array.of(-2, -2, 0, 3, 0.1, 0, 0.5, 9, 0) };
    drawFrame(rgba, size, far, prediction, [[0, 2]]);
    expect(rgba.length).toBe(size.widthPx * size.heightPx * 4);
  });
});

describe("meshEdges", () => {
  test("names each pair once, of landmarks that there are", async () => {
    const edges = await meshEdges();
    expect(new Set(edges.map((edge) => edge.join())).size).toBe(edges.length);
    for (const [from, to] of edges) expect(from < to && from >= 0 && to < 468).toBe(true);
    // Euler: a disc of V points and F triangles has V + F - 1 edges, and this one has holes for eyes and mouth.
    expect(edges.length).toBeGreaterThan(1300);
  });
});
