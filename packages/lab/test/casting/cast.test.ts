import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Recording } from "@mien/core";
import { createRandom } from "@mien/core/math";
import { createActor, createStudio } from "@mien/core/synthesis";
import { createLandmarker } from "@mien/landmarker";
import { describe, expect, test } from "vitest";
import { optionalTest } from "../../../../tests/support/optional.ts";
import {
  decodeCast,
  encodeCast,
  filmScene,
  loadMienCast,
  makeCast,
  modeOf,
  performScene,
  planCast,
  readKit,
  type Scene,
  type Watching,
} from "../../src/casting/index.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "../../../..");
const data = process.env.MIEN_TEST_DATA ?? join(root, "../shared/data");
const kitFolder = join(data, "ict-face");
const modelPath = join(data, "models/face_landmarker.task");
const missing = [kitFolder, modelPath].every((path) => existsSync(path))
  ? null
  : "no ict-face or models/face_landmarker.task in MIEN_TEST_DATA";

async function inFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "mien-cast-"));
  try {
    await run(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe("a cast", () => {
  optionalTest(
    "has the same pixels for the same seeds, and others for others",
    missing,
    async () => {
      const studio = createStudio((await readKit(kitFolder)).kit);
      const [scene] = planCast({ actors: 1, seed: 5, preset: "ck" });
      const pixels = (change: object) => filmScene(studio, { ...scene!, ...change }).frame(4);
      expect(pixels({})).toEqual(pixels({}));
      expect(pixels({})).not.toEqual(pixels({ sceneSeed: 1 }));
      const shape = (seed: number) => createActor(studio, seed).shape;
      expect(shape(3)).toEqual(shape(3));
      expect(shape(3)).not.toEqual(shape(createRandom(4).uint32()));
    },
  );

  optionalTest("mien-cast can be made again: a clip of it, bit for bit", missing, async () => {
    const plan = planCast({ actors: 118, seed: 2026, preset: "ck" });
    const shortest = plan.reduce(
      (best, scene, i) => (scene.frames < plan[best]!.frames ? i : best),
      0,
    );
    const studio = createStudio((await readKit(kitFolder)).kit);
    const landmarker = await createLandmarker({ model: modelPath, mode: "video" });
    const performed = await performScene(studio, plan[shortest]!, landmarker);
    landmarker.close();
    const expected = (await loadMienCast())[shortest]!;
    const [made] = decodeCast(encodeCast([performed]));
    expect(made!.recording.landmarks).toEqual(expected.recording.landmarks);
    expect(made!.recording.blendshapes).toEqual(expected.recording.blendshapes);
  });

  optionalTest(
    "draws a talking, a distracted and an expressive face of `large`, each with its own seeds",
    missing,
    async () => {
      const studio = createStudio((await readKit(kitFolder)).kit);
      const scenes = planCast({ actors: 3, seed: 5, preset: "large" });
      const pixels = (scene: Scene, change: object = {}) =>
        filmScene(studio, { ...scene, ...change }).frame(scene.frames - 1);
      const kinds = [scenes.find((s) => s.speaks), scenes.find((s) => s.distracts), scenes[0]];
      for (const scene of kinds) {
        expect(pixels(scene!)).toEqual(pixels(scene!));
        expect(pixels(scene!)).not.toEqual(pixels(scene!, { preset: "ck" }));
      }
      expect(() => filmScene(studio, { ...scenes[0]!, distracts: true })).toThrow(
        /^drawPerformance: only a neutral face distracts, got label/,
      );
    },
  );

  optionalTest("is watched as the scene says, and says so itself", missing, async () => {
    const studio = createStudio((await readKit(kitFolder)).kit);
    const video = await createLandmarker({ model: modelPath, mode: "video" });
    const image = await createLandmarker({ model: modelPath, mode: "image" });
    const [any] = planCast({ actors: 1, seed: 5, preset: "large" });
    const scene = { ...any!, frames: 3, endsAtApex: true, widthPx: 160, heightPx: 160 };
    const seen = async (watching: Watching) => {
      const own = { ...scene, watching };
      const landmarker = modeOf(own) === "image" ? image : video;
      return (await performScene(studio, own, landmarker)).recording;
    };
    const [cold, warm, stills] = [await seen("cold"), await seen("warm"), await seen("stills")];
    video.close();
    image.close();
    /** Largest difference of a coordinate of frame t. */
    const apart = (a: Recording, b: Recording, t: number) =>
      Math.max(
        ...a.landmarks
          .subarray(t * 1434, (t + 1) * 1434)
          .map((x, i) => Math.abs(x - b.landmarks[t * 1434 + i]!)),
      );
    // The detector finds the first frame of a video as it finds a photo, but for the smoothing's float32 rounding; what
    // follows is found from the frame before. A hundredth of a pixel is 6e-5.
    expect(apart(cold, stills, 0)).toBeLessThan(1e-6);
    expect(apart(cold, stills, 2)).toBeGreaterThan(6e-5);
    expect(apart(warm, cold, 0)).toBeGreaterThan(6e-5);
    expect(warm.timestampsMs).toEqual(cold.timestampsMs);
    const made = decodeCast(
      encodeCast([cold, stills].map((recording) => ({ recording, label: "fear" }))),
    );
    expect(made.map(({ recording }) => recording.provenance.mode)).toEqual(["video", "image"]);
  });

  optionalTest(
    "is the same file from one worker, from two, and where it was stopped and gone on with",
    missing,
    () =>
      inFolder(async (folder) => {
        const controller = new AbortController();
        const options = { actors: 2, seed: 11, preset: "ck", kitFolder, modelPath } as const;
        const [one, two] = [join(folder, "one.cast"), join(folder, "two.cast")];
        const report = await makeCast({ ...options, out: one, workers: 1 });
        expect(report).toMatchObject({ finished: true, detectedFrames: report.frames });
        const stopped = await makeCast({
          ...options,
          out: two,
          workers: 2,
          signal: controller.signal,
          onProgress: (done) => (done > 0 ? controller.abort() : undefined),
        });
        expect(stopped).toMatchObject({ finished: false });
        expect(existsSync(two)).toBe(false);
        await expect(makeCast({ ...options, seed: 12, out: two, workers: 1 })).rejects.toThrow(
          /belongs to another cast/,
        );
        expect(await makeCast({ ...options, out: two, workers: 2 })).toEqual(report);
        expect(existsSync(`${two}.parts`)).toBe(false);
        const [a, b] = await Promise.all([readFile(one), readFile(two)]);
        expect(a.equals(b)).toBe(true);
        expect(decodeCast(a)).toHaveLength(report.scenes);
      }),
  );
});

test("a cast without a kit says how to get one", async () => {
  const options = { actors: 1, seed: 1, preset: "ck", modelPath, workers: 1 } as const;
  await expect(makeCast({ ...options, kitFolder: "no-kit", out: "x.cast" })).rejects.toThrow(
    /no-kit.ict_face\.json: cannot be read .*mien cast prepare/,
  );
});
