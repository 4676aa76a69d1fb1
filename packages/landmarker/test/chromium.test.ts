import { fileURLToPath } from "node:url";
import { describe, expect } from "vitest";
import { chromiumMissing } from "../../../tests/support/chromium.ts";
import { MODEL } from "../../../tests/support/face-landmarker-model.ts";
import { ffmpegMissing } from "../../../tests/support/ffmpeg-missing.ts";
import { optionalTest } from "../../../tests/support/optional.ts";
import { createLandmarker, decodeVideo } from "../src/index.ts";
import { seeInChromium } from "./support/mediapipe-page.ts";

const CLIP = fileURLToPath(new URL("../../lab/data/actor-happiness.mp4", import.meta.url));

describe("the landmarker", () => {
  optionalTest(
    "sees the fixture clip in Node as MediaPipe's own page does in Chromium, bit for bit",
    MODEL.missing ?? ffmpegMissing() ?? chromiumMissing(),
    async () => {
      const landmarker = await createLandmarker({ modelPath: MODEL.path, mode: "video" });
      const pixels: Uint8Array[] = [];
      const timestampsMs: number[] = [];
      const inNode: (number[] | null)[] = [];
      let size = { widthPx: 0, heightPx: 0 };
      for await (const frame of decodeVideo(CLIP)) {
        size = frame.size;
        pixels.push(frame.rgba.slice());
        timestampsMs.push(frame.timestampMs);
        const face = landmarker.detect(frame.rgba, frame.size, frame.timestampMs);
        inNode.push(face && [...face.landmarks, ...face.blendshapes!, ...face.poseMatrix!]);
      }
      landmarker.close();
      const rgba = Buffer.concat(pixels);
      const inChromium = await seeInChromium(MODEL.path, { ...size, timestampsMs, rgba });
      expect(inNode.length).toBeGreaterThan(20);
      expect(inNode.every((face) => face?.length === 478 * 3 + 52 + 16)).toBe(true);
      // Landmarks and blendshapes are float32 in both; Chromium gives them as doubles.
      expect(inChromium.map((face) => face?.map(Math.fround) ?? null)).toEqual(inNode);
    },
  );
});
