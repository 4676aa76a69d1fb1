import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { MODEL } from "../../../../tests/support/face-landmarker-model.ts";
import { inTree } from "../../../../tests/support/folder-tree.ts";
import { optionalTest } from "../../../../tests/support/optional.ts";
import { testData } from "../../../../tests/support/test-data.ts";
import { readRecordings } from "../../src/recordings/index.ts";
import { ckPlusTree } from "../support/dataset-trees.ts";
import { mien } from "../support/mien-command.ts";

describe("mien dataset audit", () => {
  test("prints what was found, counts, ratios and the rule's losses", async () => {
    const { code, stdout } = await mien(["dataset", "audit", "cast"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^327 found, 327 loaded\n327 items of 118 subjects, \d+ frames; /);
    expect(stdout).toMatch(/\nfear +25 +12\.08 +focal\n/);
    expect(stdout).toMatch(/\nsurprise +83 +2\.94 +binary-cross-entropy\n/);
  });

  test("names what is broken, sums it up, and exits with 1", () =>
    inTree(
      { ...ckPlusTree(), "Landmarks/S010/006/S010_006_00000002_landmarks.txt": "1 2\n" },
      async (root) => {
        const { code, stdout } = await mien(["dataset", "audit", `ck+landmarks:${root}`]);
        expect(code).toBe(1);
        expect(stdout).toMatch(
          /^4 found, 2 loaded, 1 skipped: no emotion file, 1 with problems\nproblems: 1\n/,
        );
        expect(stdout).toContain('_landmarks.txt: expected 68 lines "x y", got 1 lines');
      },
    ));

  test("finds subjects in more than one split, whether subjects or items are named", () =>
    inTree(ckPlusTree(), async (root) => {
      const audit = (splits: object) => {
        writeFileSync(join(root, "splits.json"), JSON.stringify(splits));
        const file = join(root, "splits.json");
        return mien(["dataset", "audit", `ck+landmarks:${root}`, "--splits", file, "--json"]);
      };
      const leak = await audit({ train: ["S005_001", "S010"], test: ["S005_002"] });
      expect(leak.code).toBe(1);
      expect(JSON.parse(leak.stdout).sharedSubjects).toEqual([
        { subjectId: "S005", splits: ["train", "test"] },
      ]);
      const clean = await audit({ train: ["S005"], test: ["S010_006"] });
      expect([clean.code, JSON.parse(clean.stdout).sharedSubjects]).toEqual([0, []]);
      const unknown = await audit({ train: ["S999"] });
      expect(unknown.code).toBe(1);
      expect(unknown.stderr).toContain(
        `splits.json: expected ids of the data set's subjects or items, got "S999"`,
      );
    }));

  test("says what a data set can be", async () => {
    const { code, stderr } = await mien(["dataset", "audit", "ckplus:/x"]);
    expect(code).toBe(1);
    expect(stderr).toContain("expected one of cast, ck+:PATH,");
  });
});

describe("mien dataset baseline", () => {
  test("reads the shipped cast better than chance and not perfectly, on ten folds by subject", async () => {
    const { code, stdout } = await mien(["dataset", "baseline", "cast", "--json"]);
    expect(code).toBe(0);
    const { items, subjects, folds, metrics } = JSON.parse(stdout);
    expect({ items, subjects, folds }).toEqual({ items: 309, subjects: 117, folds: 10 });
    // Below, the actors say too little; above, they are too easy.
    expect(metrics.accuracy.value).toBeGreaterThan(0.8);
    expect(metrics.accuracy.value).toBeLessThan(0.97);
  });

  test("needs the landmarker for pictures, as training does, and takes the same option", () =>
    inTree({ "ann/happy/1.png": "x", "ann/happy/2.png": "x" }, async (root) => {
      const nowhere = join(root, "nowhere.task");
      const args = ["baseline", `folder:${root}`, "--contempt", "out", "--landmarker", nowhere];
      const { code, stderr } = await mien(["dataset", ...args], { env: { MIEN_CACHE: root } });
      expect(code).toBe(1);
      expect(stderr).toContain(`the option names ${nowhere}, where there is no file`);
    }));
});

describe("mien dataset extract", () => {
  const portrait = testData("faces/portrait.jpg");
  optionalTest(
    "finds the landmarks of clips, keeps their labels, names what failed",
    MODEL.missing ?? portrait.missing,
    () => {
      const face = readFileSync(portrait.path);
      const tree = {
        "ann/happy/one/1.jpg": face,
        "ann/happy/one/2.jpg": face,
        "bob/sad/1.jpg": face,
        "bob/fear/1.jpg": face.subarray(0, 2000),
        "bob/anger/1.jpg": "",
      };
      return inTree(tree, async (root) => {
        const out = join(root, "out.parquet");
        const args = ["dataset", "extract", `folder:${root}`, "--out", out, "--workers", "1"];
        const { code, stdout, stderr } = await mien(args);
        expect(code).toBe(1);
        expect(stdout).toBe(`${out}: 2 recordings\n`);
        expect(stderr).toContain("1.jpg: expected a picture, got 0 bytes");
        expect(stderr).toMatch(/failed: .*fear.1\.jpg: not a picture that can be read/);
        expect(stderr).toContain("1 could not be loaded, 1 failed in the landmarker");
        const stored = await readRecordings(out);
        expect(
          stored.map(({ recording, label }) => [recording.id, recording.subjectId, label]),
        ).toEqual([
          ["ann/happy/one", "ann", "happiness"],
          ["bob/sad", "bob", "sadness"],
        ]);
        expect(stored[0]!.recording.provenance).toMatchObject({ mode: "video", frameRate: 30 });
        const again = await mien(args);
        expect([again.code, again.stderr]).toEqual([
          1,
          expect.stringContaining("is there already; --force writes over it, --resume goes on"),
        ]);
      });
    },
  );
});
