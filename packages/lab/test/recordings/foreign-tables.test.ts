/** Tables that pyarrow, polars, pandas and DuckDB wrote (reference/tables.py), each of the same truth. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { readRecordings } from "../../src/recordings/index.ts";

const FOLDER = fileURLToPath(new URL("../fixtures/tables/", import.meta.url));
const truth: {
  readonly labels: readonly string[];
  readonly lost: number;
  readonly timesMs: readonly number[];
  readonly points: readonly number[];
} = JSON.parse(readFileSync(`${FOLDER}truth.json`, "utf8"));
const WIDTH = 3 * 68;

/** [T, P, 3] of recording n, as mien holds them. */
function landmarksOf(n: number): Float32Array {
  const T = truth.timesMs.length;
  const points = Float32Array.from(truth.points.slice(n * T * WIDTH, (n + 1) * T * WIDTH));
  return points.fill(Number.NaN, truth.lost * WIDTH, (truth.lost + 1) * WIDTH);
}

const names = readdirSync(FOLDER).filter((name) => name.endsWith(".parquet"));

describe("a table of another tool is read as the truth that it was written from", () => {
  test.each(names)("%s", async (name) => {
    const remarks: string[] = [];
    const found = await readRecordings(`${FOLDER}${name}`, (remark) => remarks.push(remark));
    const stored = [...found].sort((a, b) => (a.recording.id < b.recording.id ? -1 : 1));
    expect(
      stored.map(({ recording, label }) => [recording.id, recording.subjectId, label]),
    ).toEqual([
      ["r0", "s0", truth.labels[0]],
      ["r1", "s1", truth.labels[1]],
    ]);
    stored.forEach(({ recording }, n) => {
      expect([...recording.timestampsMs]).toEqual(truth.timesMs);
      expect([...recording.detected]).toEqual(
        truth.timesMs.map((_, t) => (t === truth.lost ? 0 : 1)),
      );
      expect(recording.landmarks).toEqual(landmarksOf(n));
      expect(recording).toMatchObject({
        topology: "ibug68",
        imageSize: { widthPx: 800, heightPx: 600 },
        blendshapes: null,
      });
    });
    // Nothing is assumed in silence: none of them has mien's metadata.
    expect(remarks.join("\n")).toContain("who found the landmarks is unknown");
  });
});
