import { join } from "node:path";
import { EXPRESSION_TASK } from "@mien/core";
import { describe, expect, test } from "vitest";
import { inTree } from "../../../../tests/support/folder-tree.ts";
import { performance } from "../../../core/test/support/faces.ts";
import { readRecordings, writeRecordings } from "../../src/recordings/index.ts";
import { openFaceTable, plainTree, pngHeader } from "../support/dataset-trees.ts";
import { itemsOf, load, problemsOf } from "../support/load-dataset.ts";

const picture = pngHeader(48, 48);

describe("the task of a data set", () => {
  test("is the six expressions where every label is a word of theirs", () =>
    inTree(plainTree(), async (root) => {
      expect((await load(`folder:${root}`)).task).toEqual(EXPRESSION_TASK);
    }));

  test("is the folders' own labels, named for the data set, where they are other words", () => {
    const tree = {
      "set/ann/bored/1.mp4": "film",
      "set/bob/Bored/1.mp4": "film",
      "set/bob/keen/1.mp4": "film",
    };
    return inTree(tree, async (root) => {
      const dataset = await load(`folder:${root}/set`);
      expect(dataset.task).toEqual({ name: "set", labels: ["bored", "keen"], exclusive: true });
      expect(itemsOf(dataset).map(([, , label]) => label)).toEqual(["bored", "bored", "keen"]);
      expect(dataset.summary.remarks.join()).toContain("a task of its own labels, bored, keen");
    });
  });

  test("needs two labels", () =>
    inTree({ "ann/bored/1.mp4": "film" }, async (root) => {
      await expect(load(`folder:${root}`)).rejects.toThrow("expected labels of one task, 2 to 32");
    }));

  test("is the marks of a file beside the recordings, where there are no labels", () => {
    const tree = {
      "a/one.csv": openFaceTable(3),
      "b/two.csv": openFaceTable(3),
      "marks.csv": "id,AU04,AU12\na/one,1,0\nb/two,,true\n",
    };
    return inTree(tree, async (root) => {
      const { recordings, task, summary } = await load(`openface:${root}`);
      expect(summary.problems).toEqual([]);
      expect(task).toMatchObject({ labels: ["AU04", "AU12"], exclusive: false });
      expect(recordings.map(({ marks }) => marks)).toEqual([
        { AU04: true, AU12: false },
        { AU12: true },
      ]);
    });
  });

  test("a mark of an id that is not there, or that is no truth, is an error with its place", async () => {
    for (const [text, problem] of [
      [
        "id,AU04\nzoe,1\n",
        'marks.csv:2:1: expected the id of a recording or clip of the data set, got "zoe"',
      ],
      ["id,AU04\na/one,yes\n", 'marks.csv:2:2: expected 1, 0, true, false or nothing, got "yes"'],
    ] as const) {
      await inTree({ "a/one.csv": openFaceTable(3), "marks.csv": text }, async (root) => {
        await expect(load(`openface:${root}`)).rejects.toThrow(problem);
      });
    }
  });

  test("labels and marks of Parquet are columns, written and read", () =>
    inTree({}, async (root) => {
      const path = join(root, "own.parquet");
      const [one, two] = [performance(1, 4), performance(2, 4)];
      await writeRecordings(path, [
        { recording: { ...one, id: "one" }, label: "smirk", marks: { AU12: true } },
        { recording: { ...two, id: "two" }, label: "frown", marks: { AU04: true, AU12: false } },
      ]);
      const stored = await readRecordings(path);
      expect(stored.map(({ label, marks }) => [label, marks])).toEqual([
        ["smirk", { AU12: true }],
        ["frown", { AU04: true, AU12: false }],
      ]);
      expect((await load(`parquet:${path}`)).task.labels).toEqual(["frown", "smirk"]);
    }));
});

describe("folders of expressions without subjects", () => {
  test("take the subject from the names, and pictures of one sequence as a clip", () => {
    const tree = {
      "happy/S010_006_00000018.png": picture,
      "happy/S010_006_00000017.png": picture,
      "sad/s2_walk.mp4": "film",
      "sad/KA.SA1.9.png": picture,
    };
    return inTree(tree, async (root) => {
      const dataset = await load(`folder:${root}`);
      expect(itemsOf(dataset)).toEqual([
        ["happy/S010_006", "S010", "happiness"],
        ["sad/KA.SA1.9", "KA", "sadness"],
        ["sad/s2_walk.mp4", "s2", "sadness"],
      ]);
      expect(dataset.clips[0]!.framePaths.map((path) => path.slice(-6))).toEqual([
        "17.png",
        "18.png",
      ]);
      expect(dataset.clips[0]!.frameRate).toBe(30);
    });
  });

  test("say which level is missing where the names tell no subject", () =>
    inTree({ "happy/00017.png": picture, "sad/s2_a.png": picture }, async (root) => {
      const dataset = await load(`folder:${root}`);
      expect(problemsOf(dataset, root)).toEqual([
        "happy/00017.png: expected subject/expression/clip, or a name that begins with the subject, such as S010_004 or s01_clip, got a name that tells none: the level of the subject is missing",
      ]);
      expect(dataset.summary.loaded).toBe(1);
    }));
});

test("RAVDESS is found however deep its zips were unpacked, and what is not is counted", () => {
  const tree = {
    "Actor_12/02-01-06-01-02-01-12.mp4": "speech",
    "Video_Song_Actor_12/Actor_12/02-02-06-01-02-01-12.mp4": "song",
    "Video_Speech_Actor_12/Actor_12/02-01-06-01-02-01-12.mp4": "the same again",
    "Audio_Speech_Actors_01-24/Actor_12/03-01-06-01-02-01-12.wav": "sound",
    "Video_Song_Actor_11.zip": "PK",
  };
  return inTree(tree, async (root) => {
    const dataset = await load(`ravdess:${root}`);
    expect(itemsOf(dataset)).toEqual([
      ["02-01-06-01-02-01-12", "Actor_12", "fear"],
      ["02-02-06-01-02-01-12", "Actor_12", "fear"],
    ]);
    expect(dataset.summary).toMatchObject({
      found: 5,
      skipped: {
        "sound alone": 1,
        "a zip that is not unpacked": 1,
        "the same take again, in another folder": 1,
      },
    });
  });
});
