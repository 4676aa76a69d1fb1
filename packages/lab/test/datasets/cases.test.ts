/** Small inputs made after public reports on other projects; each with what is right. */
import { describe, expect } from "vitest";
import { optionalTest } from "../../../../tests/support/optional.ts";
import { testData } from "../../../../tests/support/test-data.ts";
import { load } from "../support/load-dataset.ts";

const SIX = ["anger", "disgust", "fear", "happiness", "sadness", "surprise"];
const { path: cases, missing } = testData("cases");

async function outcome(spec: string): Promise<string> {
  return load(spec).then(
    ({ recordings, clips, summary }) =>
      [
        ...recordings.map(
          ({ recording, label }) =>
            `${recording.subjectId} ${label} ${recording.detected.join("")}`,
        ),
        ...clips.map(
          ({ subjectId, label, framePaths }) => `${subjectId} ${label} ${framePaths.length}`,
        ),
        ...summary.problems.map(({ message }) => message),
        ...summary.remarks,
      ].join("\n"),
    (error: Error) => error.message,
  );
}

describe("the cases", () => {
  const whole = "1".repeat(40);
  const six = SIX.map((label, n) => `s${n} ${label} ${whole}`).join("\n");
  const rows: readonly (readonly [spec: string, expected: string])[] = [
    ["parquet:parquet/relabel.parquet", `s0 fear ${whole}`],
    ["parquet:parquet/relabel.parquet", "recording 0: fear in the column, anger in the metadata"],
    ...[
      "int64",
      "pyarrow-zstd",
      "pyarrow-gzip",
      "pyarrow-lz4",
      "pyarrow-brotli",
      "polars",
      "pandas-roundtrip",
    ].map((name) => [`parquet:parquet/${name}.parquet`, six] as const),
    ["parquet:parquet/subset.parquet", six.split("\n").slice(0, 5).join("\n")],
    [
      "npz:npz/pixels.npz",
      "expected landmarks in shares of the picture's width and height, got x = 277",
    ],
    ["npz:npz/zeros.npz", "s0 anger 1"],
    ...["fortran", "matlab", "f16", "bigendian", "bytes"].map(
      (name) => [`npz:npz/${name}.npz`, six] as const,
    ),
    ["npz:npz/objlabels.npz", "save text with labels.astype(str)"],
    ["npz:npz/ragged.npz", "padded to one length with `lengths` beside"],
    ...["nan-ind", "minus-nan", "inf"].map(
      (name) => [`openface:openface/${name}`, `happiness ${"1".repeat(10)}0`] as const,
    ),
    ...["semicolon", "semicolon-comma", "tab"].map(
      (name) => [`openface:openface/${name}`, `s01_happy happiness ${whole}`] as const,
    ),
    ["openface:openface/landmark-img", "s01_happy happiness 1\n"],
    ["folder:folders/CK+48", "S010 anger 3\nS138 contempt 3\nS010 happiness 3\nS011 sadness 3"],
  ];
  for (const [spec, expected] of rows) {
    optionalTest(`${spec}: ${expected.slice(0, 30)}`, missing, async () => {
      expect(await outcome(spec.replace(":", `:${cases}/`))).toContain(expected);
    });
  }
});
