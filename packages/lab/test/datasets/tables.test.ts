import { describe, expect, test } from "vitest";
import { inTree } from "../../../../tests/support/folder-tree.ts";
import { optionalTest } from "../../../../tests/support/optional.ts";
import { testData } from "../../../../tests/support/test-data.ts";
import { openFaceTable, pyFeatTable } from "../support/dataset-trees.ts";
import { itemsOf, load, problemsOf } from "../support/load-dataset.ts";

const openFace = testData("tables/openface.csv");
const pyFeat = testData("tables/pyfeat.csv");

describe("OpenFace's CSV", () => {
  optionalTest(
    "of OpenFace itself loads, with its camera and depth",
    openFace.missing,
    async () => {
      const { recordings, summary } = await load(`openface:${openFace.path}`);
      expect(summary).toEqual({ found: 1, loaded: 1, skipped: {}, problems: [], remarks: [] });
      const { recording } = recordings[0]!;
      expect(recording.detected.length).toBe(100);
      expect(recording.detected.every((seen) => seen === 1)).toBe(true);
      // Found from the points in space: the table does not tell it.
      expect(recording.imageSize).toEqual({ widthPx: 640, heightPx: 360 });
      // Row 1 of the table: x_0 277.277, y_0 181.19; its times rise by a millisecond, as the table says.
      expect(recording.landmarks[0]! * 640).toBeCloseTo(277.277, 1);
      expect(recording.landmarks[1]! * 360).toBeCloseTo(181.19, 1);
      expect(recording.timestampsMs[99]).toBeCloseTo(99, 9);
      // The tip of the nose lies nearer than the ears.
      expect(recording.landmarks[3 * 30 + 2]).toBeLessThan(recording.landmarks[2]!);
    },
  );

  test("has frames without success, and a face for each face_id", async () => {
    const tree = { "ann/happy/clip.csv": openFaceTable(4), "two.csv": withFaces(openFaceTable(4)) };
    await inTree(tree, async (root) => {
      const dataset = await load(`openface:${root}`);
      expect(itemsOf(dataset)).toEqual([
        ["two#0", "two#0", null],
        ["two#1", "two#1", null],
        ["ann/happy/clip", "ann", "happiness"],
      ]);
      const { recording } = dataset.recordings[2]!;
      expect([...recording.detected]).toEqual([1, 0, 1, 1]);
      expect(recording.provenance.frameRate).toBeCloseTo(25, 9);
    });
  });

  test("names line and column of what it cannot read", async () => {
    const whole = openFaceTable(3);
    const [header, first, ...rest] = whole.split("\n");
    const cases: readonly [text: string, problem: string][] = [
      ["", "1: expected a header, got an empty file"],
      [`${header}\n`, "expected at least one row under the header, got none"],
      [whole.replace("y_67", "y_68"), "1: expected a column y_67, got"],
      [`${header}\n${first}, 1\n`, "2: expected 140 fields, got 141"],
      [
        [header, first!.replace("0.000", "soon"), ...rest].join("\n"),
        '2:2: expected a number, got "soon"',
      ],
      [[header, first, first, ...rest].join("\n"), "timestampsMs[1] must be above 0, got 0"],
      [whole.replace("timestamp", "frame"), '1:2: expected a new column, got "frame" again'],
    ];
    for (const [text, problem] of cases) {
      await inTree({ "bad.csv": text }, async (root) => {
        await expect(load(`openface:${root}/bad.csv`)).rejects.toThrow(`${root}/bad.csv:`);
        await expect(load(`openface:${root}/bad.csv`)).rejects.toThrow(problem);
        // In a folder one bad table does not lose the rest.
        const [only] = problemsOf(await load(`openface:${root}`), root);
        expect(only).toContain(problem);
      });
    }
  });
});

/** Every row twice, as OpenFace writes two faces of a frame. */
function withFaces(table: string): string {
  const [header, ...rows] = table.trimEnd().split("\n");
  return [`${header}, face_id`, ...rows.flatMap((row) => [`${row}, 0`, `${row}, 1`])].join("\n");
}

describe("py-feat's CSV", () => {
  optionalTest("of py-feat itself loads; its guess is no label", pyFeat.missing, async () => {
    const { recordings } = await load(`pyfeat:${pyFeat.path}`);
    expect(recordings).toHaveLength(1);
    const { recording, label } = recordings[0]!;
    expect(label).toBeNull();
    expect(recording).toMatchObject({ id: "pyfeat", topology: "ibug68" });
    expect(recording.landmarks[0]! * 640).toBeCloseTo(192.8646, 3);
  });

  test("has a recording for each input, and of several faces the largest", async () => {
    const [header, ...rows] = pyFeatTable(3).trimEnd().split("\n");
    const small = rows[0]!.replace("0,100,120", "0,10,12").replace(/,[^,]+$/, ",1");
    const lines = [
      `${header},input`,
      ...[small, ...rows].map((row) => `${row},/films/s01_sad.mp4`),
      `0,,${",".repeat(136)},/films/empty.mp4`,
    ];
    await inTree({ "both.csv": lines.join("\n") }, async (root) => {
      const dataset = await load(`pyfeat:${root}/both.csv`);
      expect(itemsOf(dataset)).toEqual([
        ["s01_sad", "both", "sadness"],
        ["empty", "both", null],
      ]);
      const [first, second] = dataset.recordings;
      expect([...first!.recording.detected]).toEqual([1, 1, 1]);
      expect(first!.recording.landmarks[3 * 67 + 1]! * 480).not.toBeCloseTo(1, 3);
      expect([...second!.recording.detected]).toEqual([0]);
    });
  });
});
