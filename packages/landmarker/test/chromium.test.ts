import { fileURLToPath } from "node:url";
import { describe, expect } from "vitest";
import { chromiumMissing } from "../../../tests/support/chromium.ts";
import { MODEL } from "../../../tests/support/face-landmarker-model.ts";
import { ffmpegMissing } from "../../../tests/support/ffmpeg-missing.ts";
import { optionalTest } from "../../../tests/support/optional.ts";
import { testData } from "../../../tests/support/test-data.ts";
import { createLandmarker, type Frame, openVideo, readPhoto } from "../src/index.ts";
import { type PageOptions, seeInChromium } from "./support/mediapipe-page.ts";

const CLIP = fileURLToPath(new URL("../../lab/data/actor-happiness.mp4", import.meta.url));
const group = testData("faces/multi_face.jpg");
const NUMBERS_A_FACE = 478 * 3 + 52 + 16;

/** What both see in some frames of one size; landmarks and blendshapes are float32 in both, Chromium gives them as doubles. */
async function seeInBoth(frames: readonly Frame[], options: PageOptions) {
  const landmarker = await createLandmarker({ model: MODEL.path, ...options });
  const inNode = frames.map((frame) =>
    landmarker
      .detect(frame, frame.timestampMs)
      .map((face) => [...face.landmarks, ...face.blendshapes!, ...face.poseMatrix!]),
  );
  landmarker.close();
  const { widthPx, heightPx } = frames[0]!;
  const timestampsMs = frames.map(({ timestampMs }) => timestampMs);
  const rgba = Buffer.concat(frames.map(({ data }) => data));
  const page = { widthPx, heightPx, timestampsMs, rgba };
  const inPage = await seeInChromium(MODEL.path, page, options);
  return { inNode, inChromium: inPage.map((faces) => faces.map((face) => face.map(Math.fround))) };
}

describe("the landmarker", () => {
  optionalTest(
    "sees the fixture clip in Node as MediaPipe's own page does in Chromium, bit for bit",
    MODEL.missing ?? ffmpegMissing() ?? chromiumMissing(),
    async () => {
      const frames: Frame[] = [];
      for await (const frame of await openVideo(CLIP)) {
        frames.push({ ...frame, data: frame.data.slice() });
      }
      const { inNode, inChromium } = await seeInBoth(frames, { mode: "video", faces: 1 });
      expect(inNode.length).toBeGreaterThan(20);
      expect(inNode.map((faces) => faces.map((face) => face.length))).toEqual(
        frames.map(() => [NUMBERS_A_FACE]),
      );
      expect(inChromium).toEqual(inNode);
    },
  );

  for (const mode of ["image", "video"] as const) {
    optionalTest(
      `sees every face of a group in mode ${mode} as Chromium does, bit for bit and in its order`,
      MODEL.missing ?? group.missing ?? chromiumMissing(),
      async () => {
        const photo = await readPhoto(group.path);
        const frames = [0, 40].map((timestampMs) => ({ ...photo, timestampMs }));
        const { inNode, inChromium } = await seeInBoth(frames, { mode, faces: 4 });
        expect(inNode[0]!.length).toBeGreaterThan(1);
        expect(inChromium).toEqual(inNode);
      },
    );
  }
});
