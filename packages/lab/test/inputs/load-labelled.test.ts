import { copyFile, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, expect, vi } from "vitest";
import { MODEL as landmarker } from "../../../../tests/support/face-landmarker-model.ts";
import { optionalTest } from "../../../../tests/support/optional.ts";
import { loadLabelled } from "../../src/inputs/index.ts";

const actor = fileURLToPath(new URL("../../data/actor-happiness.mp4", import.meta.url));
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "mien-labelled-"));
  await mkdir(join(folder, "faces/A001/happiness"), { recursive: true });
  await copyFile(actor, join(folder, "faces/A001/happiness/clip.mp4"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => vi.unstubAllEnvs());

optionalTest(
  "films of a data set are seen once, and their landmarks kept for the next command",
  landmarker.missing,
  async () => {
    vi.stubEnv("MIEN_CACHE", join(folder, "cache"));
    vi.stubEnv("MIEN_FACE_LANDMARKER", landmarker.path);
    const spec = `folder:${join(folder, "faces")}`;
    const { items } = await loadLabelled(spec);
    expect(items.map(({ label }) => label)).toEqual(["happiness"]);
    expect(items[0]!.recording).toMatchObject({ subjectId: "A001" });
    vi.stubEnv("MIEN_FACE_LANDMARKER", join(folder, "nowhere.task"));
    const again = await loadLabelled(spec);
    expect(again.items[0]!.recording.landmarks).toEqual(items[0]!.recording.landmarks);
  },
);
