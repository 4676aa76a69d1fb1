import { basename } from "node:path";
import { describe, expect, test } from "vitest";
import { inTree, type Tree } from "../../../../tests/support/folder-tree.ts";
import { auditDataset } from "../../src/datasets/index.ts";
import { ckLandmarks, ckPlusTree, ckSequence, pngHeader } from "../support/dataset-trees.ts";
import { itemsOf, load, problemsOf } from "../support/load-dataset.ts";

const FOUND = [
  ["S005_001", "S005", "happiness"],
  ["S005_002", "S005", "contempt"],
  ["S010_006", "S010", "surprise"],
];

describe("CK+", () => {
  test("gives its pictures in order, with subjects and labels, and counts what has no emotion file", () =>
    inTree(ckPlusTree(), async (root) => {
      const dataset = await load(`ck+:${root}`);
      expect(itemsOf(dataset)).toEqual(FOUND);
      expect(dataset.summary).toEqual({
        found: 4,
        loaded: 3,
        skipped: { "no emotion file": 1 },
        problems: [],
        remarks: [],
      });
      const [clip] = dataset.clips;
      expect(clip).toMatchObject({ videoPath: null, frameRate: 30 });
      expect(clip!.framePaths.map((path) => basename(path))).toEqual(
        [1, 2, 3].map((n) => `S005_001_0000000${n}.png`),
      );
    }));

  test("gives its own 68 points as recordings, in shares of its pictures' size", () =>
    inTree(ckPlusTree(), async (root) => {
      const { recordings, clips } = await load(`ck+landmarks:${root}`);
      expect(clips).toEqual([]);
      expect(itemsOf({ recordings, clips, summary: null! })).toEqual(FOUND);
      const { recording } = recordings[0]!;
      expect(recording).toMatchObject({
        topology: "ibug68",
        imageSize: { widthPx: 640, heightPx: 490 },
        provenance: { mode: "table", frameRate: 30, source: "001" },
      });
      expect([...recording.timestampsMs]).toEqual([0, 1000 / 30, 2000 / 30]);
      const [x, y] = ckLandmarks({ x: 6, sizePx: 401 }).split("\n")[0]!.trim().split(/\s+/);
      expect(recording.landmarks[0]).toBeCloseTo(Number(x) / 640, 6);
      expect(recording.landmarks[1]).toBeCloseTo(Number(y) / 490, 6);
    }));

  test("takes contempt in, out, or as a negative of the six", () =>
    inTree(ckPlusTree(), async (root) => {
      const labels = async (contempt: "in" | "out" | "negative") => {
        const dataset = await load(`ck+landmarks:${root}`, { contempt });
        const { classes } = auditDataset(dataset, { contempt });
        const happiness = classes.find(({ label }) => label === "happiness")!;
        const skipped = dataset.summary.skipped["contempt left out"] ?? 0;
        return [dataset.recordings.length, skipped, classes.length, happiness.imbalanceRatio];
      };
      expect(await labels("in")).toEqual([3, 0, 7, 2]);
      expect(await labels("negative")).toEqual([3, 0, 6, 2]);
      expect(await labels("out")).toEqual([2, 1, 6, 1]);
    }));

  test("adds the first frames, labelled neutral, where it is told to", () =>
    inTree(ckPlusTree(), async (root) => {
      for (const kind of ["ck+", "ck+landmarks"]) {
        const options = { neutralFirstFrame: true, contempt: "out" } as const;
        const dataset = await load(`${kind}:${root}`, options);
        expect(itemsOf(dataset)).toEqual([
          ["S005_001", "S005", "happiness"],
          ["S010_006", "S010", "surprise"],
          ["S005_001#neutral", "S005", "neutral"],
          ["S010_006#neutral", "S010", "neutral"],
        ]);
        const added = dataset.recordings[2]?.recording;
        if (added !== undefined) {
          const whole = dataset.recordings[0]!.recording;
          expect(added.landmarks).toEqual(whole.landmarks.slice(0, 68 * 3));
        } else expect(dataset.clips[2]!.framePaths).toHaveLength(1);
      }
    }));

  test("names what is broken in one sequence, and loads the others", async () => {
    const at = "S010/006/S010_006_0000000";
    const lines = ckLandmarks({}).split("\n");
    const word = [lines[0]!, "   1.0e+00   abc", ...lines.slice(2)].join("\n");
    const emotion = `Emotion/${at}2_emotion.txt`;
    const landmarks = `Landmarks/${at}2_landmarks.txt`;
    const cases: readonly [kind: string, change: Tree, problem: string][] = [
      [
        "ck+landmarks",
        { [landmarks]: lines.slice(1).join("\n") },
        `${landmarks}: expected 68 lines "x y", got 67 lines`,
      ],
      [
        "ck+landmarks",
        { [landmarks]: "" },
        `${landmarks}: expected 68 lines "x y", got an empty file`,
      ],
      ["ck+landmarks", { [landmarks]: word }, `${landmarks}:2:14: expected a number, got "abc"`],
      [
        "ck+landmarks",
        { [landmarks]: `1 2 3\n${lines.slice(1).join("\n")}` },
        `${landmarks}:1: expected two numbers, got 3 in "1 2 3"`,
      ],
      [
        "ck+",
        { [`cohn-kanade-images/${at}1.png`]: "" },
        `cohn-kanade-images/${at}1.png: expected a picture, got 0 bytes`,
      ],
      [
        "ck+",
        { [emotion]: "   9.0000000e+00\n" },
        `${emotion}:1:4: expected a number from 0 to 7 (1 anger, 2 contempt, 3 disgust, ...), got "9.0000000e+00"`,
      ],
      [
        "ck+",
        { [emotion]: "happy" },
        `${emotion}:1:1: expected a number from 0 to 7 (1 anger, 2 contempt, 3 disgust, ...), got "happy"`,
      ],
      [
        "ck+",
        { "Emotion/S010/006/S010_006_00000001_emotion.txt": "   1.0000000e+00" },
        "Emotion/S010/006: expected one emotion file, got 2",
      ],
      [
        "ck+",
        { "cohn-kanade-images/S010/006/S010_005_00000003.png": pngHeader(640, 490) },
        'cohn-kanade-images/S010/006/S010_005_00000003.png: expected a name such as S010_006_00000001, got "S010_005_00000003.png"',
      ],
    ];
    for (const [kind, change, problem] of cases) {
      await inTree({ ...ckPlusTree(), ...change }, async (root) => {
        const dataset = await load(`${kind}:${root}`);
        expect(problemsOf(dataset, root)).toEqual([problem]);
        expect(itemsOf(dataset)).toEqual(FOUND.slice(0, 2));
        expect(dataset.summary).toMatchObject({ found: 4, loaded: 2 });
      });
    }
  });

  test("says what a folder lacks that is not CK+", async () => {
    await inTree({ "a/b.txt": "" }, async (root) => {
      await expect(load(`ck+:${root}`)).rejects.toThrow(
        `${root}: expected CK+: a folder with cohn-kanade-images and Emotion, got no folder cohn-kanade-images`,
      );
      await expect(load(`ck+landmarks:${root}/no`)).rejects.toThrow("got no such file or folder");
    });
    const { "ReadMe-CK+.txt": _, ...rest } = ckSequence("S005", "001", 2, 0);
    await inTree(rest, async (root) => {
      await expect(load(`ck+:${root}`)).rejects.toThrow("expected CK+'s folder Emotion, got none");
    });
  });
});
