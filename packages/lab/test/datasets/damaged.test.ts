/** Whatever the bytes and names on disk: a loader throws DatasetError or succeeds, and never anything else. */
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BLENDSHAPES } from "@mien/core";
import fc from "fast-check";
import { unzipSync, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { inTree, type Tree } from "../../../../tests/support/folder-tree.ts";
import { performance } from "../../../core/test/support/faces.ts";
import { auditDataset, type Dataset, DatasetError } from "../../src/datasets/index.ts";
import { writeRecordings } from "../../src/recordings/index.ts";
import {
  ckPlusTree,
  mmiTree,
  npzFile,
  openFaceTable,
  ouluTree,
  plainTree,
  pyFeatTable,
  ravdessTree,
} from "../support/dataset-trees.ts";
import { load } from "../support/load-dataset.ts";

/** `npm run soak` asks for 10,000. */
const RUNS = { seed: 20260, numRuns: Number(process.env.MIEN_SOAK_RUNS ?? 60) };

const foreign = (name: string) =>
  readFileSync(new URL(`../fixtures/tables/${name}`, import.meta.url));

/** A way to spoil a file: cut it off, shuffle its lines or bytes, change some, or put others in its place. */
type Damage = (bytes: Uint8Array) => Uint8Array;

const share = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const damage: fc.Arbitrary<Damage> = fc.oneof(
  share.map(
    (at): Damage =>
      (bytes) =>
        bytes.subarray(0, Math.floor(at * bytes.length)),
  ),
  fc.array(share, { minLength: 1, maxLength: 20 }).map(
    (keys): Damage =>
      (bytes) => {
        return shuffle([...bytes], keys) as unknown as Uint8Array;
      },
  ),
  fc.array(share, { minLength: 1, maxLength: 20 }).map(
    (keys): Damage =>
      (bytes) => {
        const lines = Buffer.from(bytes).toString("latin1").split("\n");
        return Buffer.from(shuffle(lines, keys).join("\n"), "latin1");
      },
  ),
  fc.array(fc.tuple(share, fc.nat(255)), { minLength: 1, maxLength: 6 }).map(
    (changes): Damage =>
      (bytes) => {
        const changed = Uint8Array.from(bytes);
        for (const [at, value] of changes) changed[Math.floor(at * changed.length)] = value;
        return changed;
      },
  ),
  fc.uint8Array({ maxLength: 400 }).map(
    (random): Damage =>
      () =>
        random,
  ),
  fc.string({ maxLength: 200 }).map(
    (text): Damage =>
      () =>
        Buffer.from(text),
  ),
);

/** The items in another order that the keys decide. */
function shuffle<T>(items: readonly T[], keys: readonly number[]): T[] {
  return items
    .map((item, i) => ({ item, key: (keys[i % keys.length]! * (i + 1) * 7919) % 1 }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

/** Loads, audits what loaded, and says what came of it; an error that is not mien's fails the test. */
async function attempt(spec: string): Promise<"loaded" | "refused"> {
  let dataset: Dataset;
  try {
    dataset = await load(spec);
  } catch (error) {
    expect(error).toBeInstanceOf(DatasetError);
    expect((error as Error).message).toMatch(/: expected .+, got /s);
    return "refused";
  }
  for (const problem of dataset.summary.problems) expect(problem).toBeInstanceOf(DatasetError);
  expect(auditDataset(dataset).items).toBe(dataset.summary.loaded);
  return "loaded";
}

async function survives(tree: Tree, specOf: (root: string) => string): Promise<void> {
  const paths = Object.keys(tree);
  const name = fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 12 });
  await inTree(tree, async (root) => {
    expect(await attempt(specOf(root))).toBe("loaded");
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...paths),
        damage,
        fc.option(name),
        async (path, spoil, to) => {
          const file = join(root, path);
          const whole = readFileSync(file);
          const renamed = to === null ? null : join(file, "..", to.replace(/[/\0]|^\.+$/g, "_"));
          writeFileSync(file, Uint8Array.from(spoil(whole)));
          const moved = renamed !== null && !paths.includes(renamed.slice(root.length + 1));
          try {
            if (moved) renameSync(file, renamed);
            await attempt(specOf(root));
          } finally {
            if (moved) renameSync(renamed, file);
            writeFileSync(file, whole);
          }
        },
      ),
      RUNS,
    );
  });
}

describe("truncated, shuffled and random bytes, and other names, in", () => {
  test("CK+'s pictures", () => survives(ckPlusTree(), (root) => `ck+:${root}`));
  test("CK+'s landmarks", () => survives(ckPlusTree(), (root) => `ck+landmarks:${root}`));
  test("Oulu-CASIA", () => survives(ouluTree(), (root) => `oulu:${root}`));
  test("MMI", () => survives(mmiTree(), (root) => `mmi:${root}`));
  test("RAVDESS", () => survives(ravdessTree(), (root) => `ravdess:${root}`));
  test("a plain folder", () => survives(plainTree(), (root) => `folder:${root}`));
  test("OpenFace's table", () =>
    survives({ "t.csv": openFaceTable(6) }, (root) => `openface:${root}`));
  test("py-feat's table", () => survives({ "t.csv": pyFeatTable(6) }, (root) => `pyfeat:${root}`));
  test.each(["wide.csv", "long.csv", "lines.jsonl"])("MediaPipe's %s", (name) =>
    survives({ [name]: foreign(name) }, (root) => `mediapipe:${root}`),
  );
  test("blendshapes", () => {
    const header = ["timestamp_ms", ...BLENDSHAPES].join(",");
    const rows = [0, 33, 67].map((ms) => [ms, ...BLENDSHAPES.map(() => 0.25)].join(","));
    return survives({ "t.csv": [header, ...rows].join("\n") }, (root) => `blendshapes:${root}`);
  });
  test.each(["pandas", "polars", "duckdb-zstd", "codec-brotli", "codec-lz4", "nested-list"])(
    "Parquet of another tool: %s",
    (name) => {
      const bytes = foreign(`${name}.parquet`);
      return survives({ "t.parquet": bytes }, (root) => `parquet:${root}/t.parquet`);
    },
  );
  test("NPY", () => survives({ "t.npy": foreign("alone.npy") }, (root) => `npz:${root}/t.npy`));
  test("NPZ", () => survives({ "t.npz": npzFile() }, (root) => `npz:${root}/t.npz`));
  test("an array of an NPZ whose zip is sound", () =>
    inTree({}, async (root) => {
      const arrays = unzipSync(npzFile());
      const file = join(root, "t.npz");
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...Object.keys(arrays)), damage, async (name, spoil) => {
          // The first 140 bytes: header, and a few numbers.
          const [head, rest] = [arrays[name]!.slice(0, 140), arrays[name]!.slice(140)];
          const spoiled = Buffer.concat([Uint8Array.from(spoil(head)), rest]);
          writeFileSync(file, zipSync({ ...arrays, [name]: spoiled }, { level: 0 }));
          await attempt(`npz:${file}`);
        }),
        RUNS,
      );
    }));
  test("Parquet", async () => {
    const bytes = await inTree({}, async (root) => {
      await writeRecordings(join(root, "t"), [{ recording: performance(1, 4), label: "fear" }]);
      return readFileSync(join(root, "t"));
    });
    await survives({ "t.parquet": bytes }, (root) => `parquet:${root}/t.parquet`);
  });
});
