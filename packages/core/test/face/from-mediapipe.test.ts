import { describe, expect, test } from "vitest";
import { BLENDSHAPES, fromMediaPipe, type MediaPipeResult } from "../../src/face/index.ts";

/** Two faces whose every number is its own; scores in another order than their places. */
const face = (offset: number) =>
  Array.from({ length: 478 }, (_, p) => ({ x: offset + p, y: offset + p + 0.25, z: -p }));
const categories = (offset: number) =>
  BLENDSHAPES.map((categoryName, index) => ({
    index,
    score: offset + index / 64,
    categoryName,
    displayName: "",
  })).reverse();
const RESULT = {
  faceLandmarks: [face(0), face(1000)],
  faceBlendshapes: [0, 1].map((offset) => ({
    categories: categories(offset),
    headIndex: -1,
    headName: "",
  })),
  facialTransformationMatrixes: [0, 100].map((offset) => ({
    rows: 4,
    columns: 4,
    data: Array.from({ length: 16 }, (_, i) => offset + i),
  })),
} satisfies MediaPipeResult;

describe("fromMediaPipe", () => {
  test("each face's points, scores by their places, and matrix", () => {
    const observation = fromMediaPipe(RESULT, 1, 40)!;
    expect(observation.timestampMs).toBe(40);
    expect(observation.landmarks).toEqual(
      Float32Array.from(face(1000).flatMap(({ x, y, z }) => [x, y, z])),
    );
    expect(observation.blendshapes).toEqual(
      Float32Array.from(BLENDSHAPES, (_, index) => 1 + index / 64),
    );
    expect(observation.poseMatrix).toEqual(Float32Array.from({ length: 16 }, (_, i) => 100 + i));
  });

  test("no face is null; a task made without scores and matrices gives none", () => {
    expect(fromMediaPipe(RESULT, 2, 0)).toBeNull();
    expect(fromMediaPipe({ ...RESULT, faceLandmarks: [] }, 0, 0)).toBeNull();
    const bare = { faceLandmarks: [face(0)], faceBlendshapes: [] };
    expect(fromMediaPipe(bare, 0, 0)).toMatchObject({ blendshapes: null, poseMatrix: null });
  });

  test.each<readonly [string, unknown, number, number, string]>([
    ["null", null, 0, 0, "result must be what FaceLandmarker.detect or detectForVideo returns"],
    ["points alone", [face(0)], 0, 0, "with faceLandmarks, got Array"],
    ["a wrong place", RESULT, -1, 0, "face must be an integer >= 0, a place in faceLandmarks"],
    ["no time", RESULT, 0, Number.NaN, "timestampMs must be finite, got NaN"],
    [
      "the older face mesh",
      { faceLandmarks: [face(0).slice(10)] },
      0,
      0,
      "fromMediaPipe: faceLandmarks[0].length must be 478, got 468",
    ],
    [
      "some scores",
      { ...RESULT, faceBlendshapes: [{ categories: categories(0).slice(1) }] },
      0,
      0,
      "fromMediaPipe: faceBlendshapes[0].categories.length must be 52, got 51",
    ],
  ])("refuses %s", (_, result, place, timestampMs, message) => {
    expect(() => fromMediaPipe(result as MediaPipeResult, place, timestampMs)).toThrow(message);
  });
});
