import { EXPRESSIONS, type FaceObservation, type Prediction } from "@mien/core";
import { meshEdges } from "@mien/landmarker";
import { describe, expect, test } from "vitest";
import { drawFrame, type FrameOverlay } from "../../src/overlay/index.ts";

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

/** Draws over grey, with the six expressions unless something else is given. */
function drawn(overlay: Partial<FrameOverlay>): Uint8Array {
  const rgba = grey();
  const nothing = { face: null, prediction: null, labels: EXPRESSIONS, edges: [] };
  drawFrame(rgba, size, { ...nothing, ...overlay });
  return rgba;
}

describe("drawFrame", () => {
  const isUpper = (_: number, y: number) => y < 160;

  test("draws nothing above the panel where there is no face, and leaves opacity alone", () => {
    const rgba = drawn({});
    expect(changed(rgba, isUpper)).toBe(0);
    expect(changed(rgba, (x) => x > 160)).toBe(0);
    expect(changed(rgba, () => true)).toBeGreaterThan(5000);
    expect([...rgba].flatMap((value, i) => (i % 4 === 3 && value !== 128 ? [i] : []))).toEqual([]);
  });

  test("joins the landmarks of an edge, and no others", () => {
    const rgba = drawn({ face, prediction, edges: [[0, 1]] });
    const isBetween = (y: number) => (x: number, row: number) => row === y && x > 90 && x < 230;
    expect(changed(rgba, isBetween(32))).toBeGreaterThan(130);
    expect(changed(rgba, isBetween(80))).toBe(0);
  });

  test("fills a bar as far as the probability goes", () => {
    const [none, all] = [0, 1].map((p) => {
      return drawn({ prediction: { ...prediction, probabilities: sure(p!, p!, p!, p!, p!, p!) } });
    });
    const differing = none!.reduce((sum, value, i) => sum + (value === all![i] ? 0 : 1), 0);
    // Six bars of 50 x 7 pixels, three channels each.
    expect(differing).toBe(6 * 50 * 7 * 3);
  });

  test("leaves out what lies outside of the picture", () => {
    const far = { ...face, landmarks: Float32Array.of(-2, -2, 0, 3, 0.1, 0, 0.5, 9, 0) };
    expect(drawn({ face: far, prediction, edges: [[0, 2]] })).toHaveLength(grey().length);
  });

  test("has a bar for each of any labels, in any script", () => {
    const labels = ["yawning", "nodding", "Lächeln-2", "笑顔"];
    const probabilities = Object.fromEntries(labels.map((name) => [name, 1]));
    const own = { ...prediction, label: "nodding", probabilities, distribution: probabilities };
    const none = { ...own, probabilities: Object.fromEntries(labels.map((name) => [name, 0])) };
    const [full, empty] = [own, none].map((one) => drawn({ prediction: one, labels }));
    const differing = full!.reduce((sum, value, i) => sum + (value === empty![i] ? 0 : 1), 0);
    // Four bars and fewer, wider letters: the panel is drawn at twice the size.
    expect(differing % (labels.length * 50 * 7 * 3)).toBe(0);
    expect(differing).toBeGreaterThan(0);
  });

  test("keeps the likeliest of more labels than the picture has lines", () => {
    const labels = Array.from({ length: 32 }, (_, k) => `label ${k}`);
    const probabilities = Object.fromEntries(labels.map((name, k) => [name, k === 31 ? 1 : 0]));
    const own = { ...prediction, label: "label 31", probabilities, distribution: probabilities };
    const low = { widthPx: 320, heightPx: 120 };
    const rgba = new Uint8Array(low.widthPx * low.heightPx * 4).fill(128);
    drawFrame(rgba, low, { face, prediction: own, labels, edges: [] });
    // Blue is the answer's colour alone: its name and its full bar, at the bottom line of the panel.
    const isBlue = (p: number) => rgba[4 * p + 2]! - rgba[4 * p]! > 100;
    const row = (y: number) => Array.from({ length: 320 }, (_, x) => y * 320 + x).filter(isBlue);
    expect(row(112).length).toBeGreaterThanOrEqual(50);
  });
});

describe("meshEdges", () => {
  test("names each pair once, of landmarks that there are", async () => {
    const edges = await meshEdges();
    expect(new Set(edges.map((edge) => edge.join())).size).toBe(edges.length);
    expect(edges.filter(([from, to]) => !(0 <= from && from < to && to < 468))).toEqual([]);
    // Euler: a disc of V points and F triangles has V + F - 1 edges, and this one has holes for eyes and mouth.
    expect(edges.length).toBeGreaterThan(1300);
  });
});
