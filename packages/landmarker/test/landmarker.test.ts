import { readFileSync } from "node:fs";
import { fromMediaPipe } from "@mien/core";
import { describe, expect } from "vitest";
import { optionalTest } from "../../../tests/support/optional.ts";
import { testData } from "../../../tests/support/test-data.ts";
import { createLandmarker, readPhoto } from "../src/index.ts";

const model = testData("models/face_landmarker.task");
const portrait = testData("faces/portrait.jpg");
const expected = testData("faces/portrait_expected_face_landmarks.pbtxt");
const missing = model.missing ?? portrait.missing ?? expected.missing;

describe("createLandmarker", () => {
  optionalTest("finds MediaPipe's own portrait within 0.01", missing, async () => {
    const picture = await readPhoto(portrait.path);
    const landmarker = await createLandmarker({ model: model.path, mode: "image" });
    const [face] = landmarker.detect(picture);
    landmarker.close();
    const text = readFileSync(expected.path, "utf8");
    const points = [...text.matchAll(/x: (\S+)\s+y: (\S+)/g)].map((m) => [+m[1]!, +m[2]!]);
    expect(points.length).toBe(478);
    const differences = points.flatMap(([x, y], p) => [
      Math.abs(x! - face!.landmarks[3 * p]!),
      Math.abs(y! - face!.landmarks[3 * p + 1]!),
    ]);
    expect(Math.max(...differences)).toBeLessThan(0.01);
  });

  optionalTest("forgets a clip when it is reset, bit for bit", missing, async () => {
    const picture = await readPhoto(portrait.path);
    const landmarker = await createLandmarker({ model: model.path, mode: "video" });
    const clip = () => [0, 33, 66].map((time) => landmarker.detect(picture, time));
    const first = clip();
    expect(() => landmarker.detect(picture, 66)).toThrow("timestampMs must be above 66, got 66");
    landmarker.reset();
    expect(clip()).toEqual(first);
    landmarker.close();
  });
});

describe("a page's own conversion", () => {
  optionalTest("fromMediaPipe gives what detect gives, bit for bit", missing, async () => {
    const picture = await readPhoto(portrait.path);
    const landmarker = await createLandmarker({ model: model.path, mode: "image" });
    const [face] = landmarker.detect(picture, 40);
    landmarker.close();
    // MediaPipe's objects, made again from the plain arrays.
    const { landmarks, blendshapes, poseMatrix } = face!;
    const points = Array.from({ length: 478 }, (_, p) => {
      const [x, y, z] = landmarks.subarray(3 * p, 3 * p + 3);
      return { x: x!, y: y!, z: z!, visibility: 0 };
    });
    const result = {
      faceLandmarks: [points],
      faceBlendshapes: [
        { categories: Array.from(blendshapes!, (score, index) => ({ index, score })) },
      ],
      facialTransformationMatrixes: [{ rows: 4, columns: 4, data: [...poseMatrix!] }],
    };
    expect(fromMediaPipe(result, 0, 40)).toEqual(face);
  });
});
