/** The same table as other programs, systems and languages write it. */
import { BLENDSHAPES } from "@mien/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { inTree } from "../../../../tests/support/folder-tree.ts";
import { parseDecimal } from "../../src/datasets/numbers.ts";
import { openFaceTable, pyFeatTable } from "../support/dataset-trees.ts";
import { itemsOf, load, problemsOf } from "../support/load-dataset.ts";

const whole = openFaceTable(4);

/** The table's fields, edited. */
function edited(table: string, edit: (fields: string[], row: number) => string[]): string {
  const rows = table.trimEnd().split("\n");
  return `${rows.map((row, i) => edit(row.split(/, ?/), i).join(",")).join("\n")}\n`;
}

const without = (table: string, name: string) => {
  const at = table.split("\n")[0]!.split(/, ?/).indexOf(name);
  return edited(table, (fields) => fields.filter((_, i) => i !== at));
};
const withColumn = (table: string, name: string, value: (row: number) => string) =>
  edited(table, (fields, row) => [...fields, row === 0 ? name : value(row - 1)]);
const withValue = (table: string, name: string, value: (row: number) => string) => {
  const at = table.split("\n")[0]!.split(/, ?/).indexOf(name);
  return edited(table, (fields, row) =>
    fields.map((field, i) => (i !== at ? field : row === 0 ? name : value(row - 1))),
  );
};

async function single(kind: string, text: string | Uint8Array) {
  return inTree({ "t.csv": text }, async (root) => {
    const { recordings, summary } = await load(`${kind}:${root}/t.csv`);
    return {
      recordings: recordings.map(({ recording }) => recording),
      remarks: summary.remarks.join("\n"),
    };
  });
}

describe("a table's dialect changes nothing", () => {
  const dialects: readonly (readonly [string, string | Uint8Array])[] = [
    ["semicolons", whole.replaceAll(", ", ";")],
    ["semicolons and decimal commas", whole.replaceAll(", ", ";").replaceAll(".", ",")],
    ["tabs", whole.replaceAll(", ", "\t")],
    ["bars", whole.replaceAll(", ", "|")],
    ["a byte order mark and Windows' line ends", `\uFEFF${whole.replaceAll("\n", "\r\n")}`],
    ["old Macintosh line ends", whole.replaceAll("\n", "\r")],
    ["quotes", whole.replace(/[^,\n]+/g, (field) => `"${field.trim()}"`)],
    [
      "quotes and decimal commas",
      whole.replace(/[^,\n]+/g, (field) => `"${field.trim().replace(".", ",")}"`),
    ],
    ["a spreadsheet's first line", `sep=;\n${whole.replaceAll(", ", ";")}`],
    ["UTF-16", Buffer.from(`\uFEFF${whole}`, "utf16le")],
  ];
  test.each(dialects)("%s", async (_, text) => {
    const { recordings } = await single("openface", text);
    expect(recordings).toEqual((await single("openface", whole)).recordings);
  });

  test("a row of another length names the separator that was seen", async () => {
    await expect(single("openface", `${whole.replaceAll(", ", ";")}1;2\n`)).rejects.toThrow(
      '6: expected 140 fields between ";", got 2',
    );
  });

  test("numbers are those that Number reads, to the bit", () => {
    const digits = fc.stringMatching(/^[+-]?\d{1,12}(\.\d{0,12})?$/);
    fc.assert(
      fc.property(digits, (text) => {
        expect(Object.is(parseDecimal(text), Number(text))).toBe(true);
      }),
      { seed: 1, numRuns: 2000 },
    );
  });
});

describe("what C libraries write for no number is a frame without a face", () => {
  const spellings =
    "nan,-nan,NaN,nan(ind),-nan(ind),nan(snan),inf,-inf,Infinity,1.#IND,-1.#IND,-1.#IND00,1.#QNAN,1.#INF,-1.#INF,NA,N/A,,null,None";
  test.each(spellings.split(","))("'%s'", async (spelling) => {
    const text = withValue(whole, "y_30", (row) => (row === 2 ? ` ${spelling}` : "200"));
    const { recordings } = await single("openface", text);
    expect([...recordings[0]!.detected]).toEqual([1, 0, 0, 1]);
  });
});

describe("OpenFace's other runs", () => {
  test("of pictures (-fdir) have no times: frame numbers stand for them, and that is said", async () => {
    const still = withValue(whole, "timestamp", () => "0.000");
    for (const text of [still, without(whole, "timestamp")]) {
      const { recordings, remarks } = await single("openface", text);
      expect(recordings[0]!.timestampsMs[3]! - recordings[0]!.timestampsMs[0]!).toBeCloseTo(100, 9);
      expect(remarks).toContain("no times of its frames, as of a run on pictures (-fdir)");
    }
  });

  test("FaceLandmarkImg: each face is a recording of one frame", async () => {
    const bare = ["frame", "timestamp", "success"].reduce(without, openFaceTable(2));
    const { recordings, remarks } = await single(
      "openface",
      withColumn(bare, "face", (row) => `${row}`),
    );
    expect(recordings.map(({ id, timestampsMs }) => [id, [...timestampsMs]])).toEqual([
      ["t#0", [0]],
      ["t#1", [0]],
    ]);
    expect(remarks).toContain("FaceLandmarkImg");
  });

  test("equal points are no face, points in shares and angles in degrees are errors with their place", async () => {
    const zeros = edited(whole, (fields, row) =>
      row === 3 ? fields.map((field, i) => (i < 4 ? field : "0")) : fields,
    );
    expect([...(await single("openface", zeros)).recordings[0]!.detected]).toEqual([1, 0, 0, 1]);
    const shares = edited(whole, (fields, row) =>
      row === 0 ? fields : fields.map((field, i) => (i < 4 ? field : "0.5")),
    );
    const uneven = withValue(shares, "x_3", () => "0.25");
    await expect(single("openface", uneven)).rejects.toThrow(
      "t.csv:2:5: expected pixels, got x_0 = 0.5, y_0 = 0.5: shares of the picture?",
    );
    const degrees = withColumn(whole, "pose_Rx", () => "12.5");
    await expect(single("openface", degrees)).rejects.toThrow(
      "t.csv:2:141: expected an angle in radians, got 12.5: degrees?",
    );
  });

  test("a jump from one face to another is a remark", async () => {
    const far = edited(openFaceTable(6), (fields, row) =>
      row < 4
        ? fields
        : fields.map((field, i) => (i < 4 || i > 71 ? field : `${Number(field) + 3000}`)),
    );
    expect((await single("openface", far)).remarks).toContain("the face jumps in line 5");
  });
});

describe("py-feat's persons", () => {
  const two = (column: string) => {
    const [header, ...rows] = pyFeatTable(3).trimEnd().split("\n");
    return [
      `${header},${column}`,
      ...rows.flatMap((row) => [`${row},Person_0`, `${row},Person_1`]),
    ].join("\n");
  };
  test.each(["Identity", "face_id", "person"])("are told apart by %s", async (column) => {
    const { recordings } = await single("pyfeat", two(column));
    expect(
      recordings.map(({ id, subjectId, detected }) => [id, subjectId, detected.length]),
    ).toEqual([
      ["t#Person_0", "t#Person_0", 3],
      ["t#Person_1", "t#Person_1", 3],
    ]);
  });

  test("without such a column the largest face counts, and how many are left out is said", async () => {
    const { recordings, remarks } = await single("pyfeat", two("other"));
    expect(recordings).toHaveLength(1);
    expect(remarks).toContain("3 are left out: the table does not tell persons apart");
  });
});

describe("blendshapes without landmarks", () => {
  const names = BLENDSHAPES.slice(1);
  const upper = names.map((name) => name[0]!.toUpperCase() + name.slice(1));
  const liveLink = (score: string, yaw: string) =>
    [
      ["Timecode", "BlendShapeCount", ...upper, "TongueOut", "HeadYaw"].join(","),
      ...["14:03:52:28.207", "14:03:53:28.207"].map((time) =>
        [time, 61, ...upper.map(() => score), "0", yaw].join(","),
      ),
    ].join("\n");

  test("of Live Link Face are read, told of and counted, with a sentence why they make no recording", () =>
    inTree({ "take.csv": liveLink("0.5", "0.1") }, async (root) => {
      const { recordings, summary } = await load(`blendshapes:${root}`);
      expect(recordings).toEqual([]);
      expect(summary).toMatchObject({ found: 1, skipped: { "blendshapes without landmarks": 1 } });
      expect(summary.remarks[0]).toContain("2 frames of blendshapes in 1.00 s (Live Link Face)");
      expect(summary.remarks[0]).toContain("it has no landmarks");
    }));

  test("in percent, or with angles in degrees, are errors with their place", async () => {
    for (const [text, problem] of [
      [liveLink("50", "0"), "take.csv:2:3: expected a score from 0 to 1, got 50: percent?"],
      [liveLink("0.5", "30"), "take.csv:2:55: expected an angle in radians, got 30: degrees?"],
      ["a,b\n1,2\n", "take.csv:1: expected columns of the blendshapes (browDownLeft"],
    ] as const) {
      await inTree({ "take.csv": text }, async (root) => {
        expect(problemsOf(await load(`blendshapes:${root}`), root)[0]).toContain(problem);
      });
    }
  });
});

describe("MediaPipe's tables", () => {
  const face = Array.from({ length: 478 }, (_, p) => ({
    x: 0.4 + p / 5000,
    y: 0.5 - p / 4000,
    z: p / 9000,
  }));
  const jsonl = (frames: readonly unknown[]) =>
    frames.map((frame) => JSON.stringify(frame)).join("\n");

  test.each<readonly [string, unknown]>([
    ["arrays", face],
    ["arrays of triples", face.map(({ x, y, z }) => [x, y, z])],
    ["landmarks", { landmarks: face }],
    ["the task's own results", { faceLandmarks: [face] }],
  ])("JSON lines of %s", (_, frame) =>
    inTree({ "s1/joy/t.jsonl": jsonl([frame, null, frame]) }, async (root) => {
      const dataset = await load(`mediapipe:${root}`);
      expect(itemsOf(dataset)).toEqual([["s1/joy/t", "s1", "happiness"]]);
      const { recording } = dataset.recordings[0]!;
      expect([...recording.detected]).toEqual([1, 0, 1]);
      expect(recording.topology).toBe("mediapipe478");
      expect(recording.landmarks[3]).toBe(Math.fround(0.4 + 1 / 5000));
      expect(dataset.summary.remarks.join("\n")).toContain("640 x 480 px assumed");
      expect(dataset.summary.remarks.join("\n")).toContain("frames at 30 a second");
    }),
  );

  test.each([
    [
      jsonl([face.slice(0, 468)]),
      "t.jsonl:1: expected 478 or 68 points, got 468 (Face Mesh without irises",
    ],
    [
      jsonl([face, face.map(({ x, y }) => ({ x: 640 * x, y: 480 * y }))]),
      "t.jsonl:2: expected landmarks in shares",
    ],
    ["{not JSON", 't.jsonl:1: expected JSON, got "{not JSON"'],
    [jsonl([[{ x: "a", y: 1 }]]), "t.jsonl:1:1: expected a point {x, y, z} of numbers"],
  ])("an error names its line: %#", (text, problem) =>
    inTree({ "t.jsonl": text }, async (root) => {
      await expect(load(`mediapipe:${root}/t.jsonl`)).rejects.toThrow(problem);
    }),
  );
});
