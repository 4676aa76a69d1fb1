import { basename } from "node:path";
import { describe, expect, test } from "vitest";
import { inTree } from "../../../../tests/support/folder-tree.ts";
import { ouluTree, plainTree } from "../support/dataset-trees.ts";
import { itemsOf, load, problemsOf } from "../support/load-dataset.ts";

describe("Oulu-CASIA", () => {
  test("is one clip a subject and expression, at 25 frames a second", () =>
    inTree(ouluTree(), async (root) => {
      const dataset = await load(`oulu:${root}`);
      expect(dataset.summary).toMatchObject({ found: 12, loaded: 12, problems: [] });
      expect(itemsOf(dataset)[3]).toEqual(["P001/Happiness", "P001", "happiness"]);
      const { framePaths, frameRate } = dataset.clips[0]!;
      expect(framePaths.map((path) => basename(path))).toEqual([
        "000.jpeg",
        "001.jpeg",
        "010.jpeg",
      ]);
      expect(frameRate).toBe(25);
    }));

  test("names a frame of no bytes, an unknown expression, an empty folder", () =>
    inTree(
      { ...ouluTree(), "P001/Fear/001.jpeg": "", "P002/Bored/000.jpeg": "x" },
      async (root) => {
        const dataset = await load(`oulu:${root}`);
        expect(problemsOf(dataset, root)).toEqual([
          "P001/Fear/001.jpeg: expected a picture, got 0 bytes",
          'P002/Bored: expected a label: anger, disgust, fear, happiness, sadness, surprise, contempt, neutral, got "Bored"',
        ]);
        expect(dataset.summary).toMatchObject({ found: 13, loaded: 11 });
      },
    ));

  test("is not a folder without P001", () =>
    inTree(plainTree(), async (root) => {
      await expect(load(`oulu:${root}`)).rejects.toThrow(
        `${root}: expected Oulu-CASIA's folders P001, P002, ..., got only ann, bob`,
      );
    }));
});

describe("a plain folder", () => {
  test("is subject/expression/clip, or subject/expression with the frames of one clip", () =>
    inTree(plainTree(), async (root) => {
      const dataset = await load(`folder:${root}`);
      expect(itemsOf(dataset)).toEqual([
        ["ann/Neutral", "ann", "neutral"],
        ["ann/happy/one", "ann", "happiness"],
        ["ann/happy/two.mp4", "ann", "happiness"],
        ["bob/SURPRISE/clip", "bob", "surprise"],
      ]);
      // Natural order: 9 before 10.
      expect(dataset.clips[3]!.framePaths.map((path) => basename(path))).toEqual([
        "9.png",
        "10.png",
      ]);
    }));

  test("reports what holds nothing, and an unknown expression, by name", () =>
    inTree({ ...plainTree(), "eve/note.txt": "", "ann/angry/x/y.txt": "" }, async (root) => {
      const dataset = await load(`folder:${root}`);
      expect(problemsOf(dataset, root)).toEqual([
        "ann/angry/x: expected a folder of pictures, got none in it",
        "eve: expected a folder for each expression, got none",
      ]);
    }));
});
