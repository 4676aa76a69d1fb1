import { execFileSync } from "node:child_process";
import { copyFile, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { MODEL as landmarker } from "../../../../tests/support/face-landmarker-model.ts";
import { inTree } from "../../../../tests/support/folder-tree.ts";
import { optionalTest } from "../../../../tests/support/optional.ts";
import { recordingOf } from "../../../core/test/support/faces.ts";
import { loadLabelled, lookAtDataset } from "../../src/inputs/index.ts";
import { openFaceTable } from "../support/dataset-trees.ts";

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

optionalTest(
  "marks and ready recordings that changed since the clips were seen are today's",
  landmarker.missing,
  async () => {
    vi.stubEnv("MIEN_CACHE", join(folder, "cache"));
    vi.stubEnv("MIEN_FACE_LANDMARKER", landmarker.path);
    const face = join(folder, "face.png");
    execFileSync("ffmpeg", ["-v", "error", "-i", actor, "-frames:v", "1", face]);
    const clip = {
      id: "clip",
      subjectId: "A001",
      label: null,
      framePaths: [face],
      videoPath: null,
      frameRate: null,
    };
    const summary = { found: 1, loaded: 1, skipped: {}, problems: [], remarks: [] };
    const ready = { recording: recordingOf([null], { id: "ready" }), label: null };
    const looks: number[] = [];
    const look = (AU12: boolean, label: string) =>
      lookAtDataset(
        "marked",
        { recordings: [{ ...ready, label }], clips: [{ ...clip, marks: { AU12 } }], summary },
        { onLook: (clips) => looks.push(clips) },
      );
    const truth = (AU12: boolean, label: string) => [
      { recording: { id: "ready" }, label },
      { recording: { id: "clip" }, label: null, marks: { AU12 } },
    ];
    expect(await look(true, "fear")).toMatchObject(truth(true, "fear"));
    expect(await look(false, "anger")).toMatchObject(truth(false, "anger"));
    expect(looks).toEqual([1]);
  },
);

test("of marked recordings without labels, those are at rest of which no mark is true", () => {
  const tree = {
    "a/one.csv": openFaceTable(3),
    "b/two.csv": openFaceTable(3),
    "c/three.csv": openFaceTable(3),
    "marks.csv": "id,AU04,AU12\na/one,1,0\nb/two,0,\nc/three,1,1\n",
  };
  return inTree(tree, async (root) => {
    const { items } = await loadLabelled(`openface:${root}`);
    expect(items.map(({ label }) => label)).toEqual(["AU04", "neutral", "AU04+AU12"]);
  });
});
