import { join } from "node:path";
import { expect, test } from "vitest";
import { inTree } from "../../../../tests/support/folder-tree.ts";
import { performance } from "../../../core/test/support/faces.ts";
import { DatasetError } from "../../src/datasets/index.ts";
import { writeRecordings } from "../../src/recordings/index.ts";
import { load } from "../support/load-dataset.ts";

test("reads mien's Parquet, labels and all", () =>
  inTree({}, async (root) => {
    const path = join(root, "r.parquet");
    const written = [
      { recording: performance(1, 5), label: "fear" as const, crop: null },
      { recording: performance(2, 3, { gaps: 0.5 }), label: null, crop: null },
    ];
    await writeRecordings(path, written);
    const { recordings, summary } = await load(`parquet:${path}`);
    expect(recordings).toEqual(written);
    expect(summary).toMatchObject({ found: 2, loaded: 2 });
  }));

test("reads the cast that ships with mien", async () => {
  const { recordings } = await load("cast");
  expect(recordings).toHaveLength(327);
  expect((await load("cast", { contempt: "out" })).summary).toMatchObject({
    found: 327,
    loaded: 309,
    skipped: { "contempt left out": 18 },
  });
});

test("says what a data set can be named", async () => {
  const forms =
    "cast, ck+:PATH, ck+landmarks:PATH, oulu:PATH, mmi:PATH, ravdess:PATH, folder:PATH, openface:FILE, pyfeat:FILE, mediapipe:FILE, blendshapes:FILE, parquet:FILE, npz:FILE";
  const fails = async (spec: string, text: string) => {
    await expect(load(spec)).rejects.toThrow(DatasetError);
    await expect(load(spec)).rejects.toThrow(text);
  };
  await fails("affectnet:x", `data set: expected one of ${forms}, got "affectnet:x"`);
  await fails("toString:x", "data set: expected one of cast");
  await fails("oulu", 'data set: expected oulu:PATH, got "oulu"');
  await fails("cast:x", 'data set: expected cast alone, got "cast:x"');
  await fails("parquet:/nowhere.parquet", "/nowhere.parquet: expected mien's recordings, got");
});

test("refuses unknown options, and neutral first frames where none begins calm", async () => {
  const wrong = { contempt: "maybe" } as unknown as object;
  await expect(load("cast", wrong)).rejects.toThrow(
    "loadDataset: contempt must be in or out or negative, got maybe",
  );
  await expect(load("cast", { labels: 1 } as unknown as object)).rejects.toThrow(
    "loadDataset: has no key labels, expected contempt, neutralFirstFrame",
  );
  await inTree({ "s/happy/1.png": "x" }, async (root) => {
    await expect(load(`folder:${root}`, { neutralFirstFrame: true })).rejects.toThrow(
      "expected neutralFirstFrame with cast, ck+, ck+landmarks, oulu alone, got folder",
    );
  });
});
