import { describe, expect, test } from "vitest";
import { inTree } from "../../../../tests/support/folder-tree.ts";
import { parseRavdessName } from "../../src/datasets/index.ts";
import { ravdessTree } from "../support/dataset-trees.ts";
import { itemsOf, load, problemsOf } from "../support/load-dataset.ts";

describe("RAVDESS", () => {
  test("is read from its names: each take once, without sound and without calm", () =>
    inTree(ravdessTree(), async (root) => {
      const dataset = await load(`ravdess:${root}`);
      expect(itemsOf(dataset)).toEqual([
        ["01-01-01-01-01-01-01", "Actor_01", "neutral"],
        ["02-02-03-02-01-02-01", "Actor_01", "happiness"],
        ["02-01-06-01-02-01-12", "Actor_12", "fear"],
      ]);
      expect(dataset.summary).toMatchObject({
        found: 6,
        loaded: 3,
        skipped: {
          "sound alone": 1,
          "the same take as picture alone": 1,
          "calm, none of mien's labels": 1,
        },
      });
    }));

  test("names a film in another actor's folder, a film of no bytes, a wrong name", () =>
    inTree(
      {
        "Actor_02/02-01-06-01-02-01-12.mp4": "film",
        "Actor_03/02-01-05-01-02-01-03.mp4": "",
        "Actor_03/02-01-05.mp4": "film",
      },
      async (root) => {
        expect(problemsOf(await load(`ravdess:${root}`), root)).toEqual([
          "Actor_02/02-01-06-01-02-01-12.mp4: expected a take of Actor_02, got actor 12 in its name",
          "Actor_03/02-01-05-01-02-01-03.mp4: expected a film, got 0 bytes",
          'Actor_03/02-01-05.mp4: expected seven numbers of two digits, such as 02-01-06-01-02-01-12, got "02-01-05"',
        ]);
      },
    ));

  test("parses a name, and refuses a number out of range", () => {
    expect(parseRavdessName("x/02-01-06-01-02-01-12.mp4")).toEqual({
      modality: 2,
      channel: 1,
      emotion: 6,
      intensity: 1,
      statement: 2,
      repetition: 1,
      actor: 12,
    });
    expect(() => parseRavdessName("02-01-09-01-02-01-12.mp4")).toThrow(
      "02-01-09-01-02-01-12.mp4: expected emotion, number 3 of the name, to be in [1, 8], got 09",
    );
  });
});
