import { describe, expect, test } from "vitest";
import { inTree } from "../../../../tests/support/folder-tree.ts";
import { mmiTree } from "../support/dataset-trees.ts";
import { itemsOf, load, problemsOf } from "../support/load-dataset.ts";

describe("MMI", () => {
  test("reads subjects from names and labels from XML, and counts sessions without one", () =>
    inTree(mmiTree(), async (root) => {
      const dataset = await load(`mmi:${root}`);
      expect(itemsOf(dataset)).toEqual([
        ["1/S001-001", "S001", "anger"],
        ["2/S001-002", "S001", "happiness"],
        ["10/S002-003", "S002", "surprise"],
      ]);
      expect(dataset.clips[0]!.videoPath).toMatch(/S001-001\.avi$/);
      expect(dataset.clips[2]!.framePaths).toHaveLength(2);
      expect(dataset.summary.skipped).toEqual({ "no emotion in its XML": 1 });
      expect(await load(`mmi:${root}/Sessions`)).toEqual(dataset);
    }));

  test("names a wrong label with its place, an empty film, two films, a wrong name", async () => {
    const xml = (value: string) => `<Session>\n<Metatag Name="Emotion" Value="${value}"/>`;
    const broken = {
      ...mmiTree(),
      "Sessions/1/S001-001.xml": xml("7"),
      "Sessions/2/S001-002.avi": "",
      "Sessions/10/S002-009.avi": "RIFF",
      "Sessions/12/clip.avi": "RIFF",
      "Sessions/12/clip.xml": xml("fear"),
    };
    await inTree(broken, async (root) => {
      expect(problemsOf(await load(`mmi:${root}`), root)).toEqual([
        'Sessions/1/S001-001.xml:2:1: expected a number from 1 to 6, or anger, disgust, fear, happiness, sadness, surprise, contempt, neutral, got "7"',
        "Sessions/2/S001-002.avi: expected a film, got 0 bytes",
        "Sessions/10: expected one film or folder of frames, got 2",
        'Sessions/12/clip.avi: expected a name such as S003-012, got "clip.avi"',
      ]);
    });
    await inTree({ "a.txt": "" }, async (root) => {
      await expect(load(`mmi:${root}`)).rejects.toThrow(
        "MMI's folders Sessions/1, Sessions/2, ...",
      );
    });
  });
});
