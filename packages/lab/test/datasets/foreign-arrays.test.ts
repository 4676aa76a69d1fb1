/** Arrays that numpy wrote and text that pandas wrote (reference/tables.py), each of the same truth. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { load } from "../support/load-dataset.ts";

const FOLDER = fileURLToPath(new URL("../fixtures/tables/", import.meta.url));
const truth: {
  readonly labels: readonly string[];
  readonly lost: number;
  readonly timesMs: readonly number[];
  readonly points: readonly number[];
} = JSON.parse(readFileSync(`${FOLDER}truth.json`, "utf8"));
const WIDTH = 3 * 68;

function landmarksOf(n: number): Float32Array {
  const T = truth.timesMs.length;
  const points = Float32Array.from(truth.points.slice(n * T * WIDTH, (n + 1) * T * WIDTH));
  return points.fill(Number.NaN, truth.lost * WIDTH, (truth.lost + 1) * WIDTH);
}

describe("numpy's arrays", () => {
  test.each([
    "c-order.npz",
    "fortran.npz",
    "little-f2.npz",
    "big-f2.npz",
    "big-f4.npz",
    "little-f8.npz",
    "big-f8.npz",
    "byte-strings.npz",
    "zeros.npz",
  ])("%s", async (name) => {
    const { recordings, summary } = await load(`npz:${FOLDER}${name}`);
    expect(summary.problems).toEqual([]);
    expect(recordings.map(({ label }) => label)).toEqual(truth.labels);
    recordings.forEach(({ recording }, n) => {
      expect(recording.landmarks).toEqual(landmarksOf(n));
      expect(recording).toMatchObject({ id: `r${n}`, subjectId: `s${n}` });
    });
  });

  test("one alone is read too, and what it does not tell is said", async () => {
    const { recordings, summary } = await load(`npz:${FOLDER}alone.npy`);
    expect(recordings.map(({ recording }) => recording.landmarks)).toEqual([0, 1].map(landmarksOf));
    expect(summary.remarks.join()).toContain("640 x 480 px and 30 frames a second assumed");
  });

  test.each([
    ["pixels.npz", "expected landmarks in shares of the picture's width and height, got x = "],
    ["objects.npz", "save text with labels.astype(str)"],
    ["structured.npz", "save each field of a structured array by itself"],
  ])("%s says what is wrong", async (name, problem) => {
    const message = await load(`npz:${FOLDER}${name}`).then(
      ({ summary }) => summary.problems[0]!.message,
      (error: Error) => error.message,
    );
    expect(message).toContain(problem);
    expect(message).toContain(name);
  });
});

describe("MediaPipe's landmarks", () => {
  test.each(["wide.csv", "wide-semicolon.csv", "long.csv", "lines.jsonl"])("%s", async (name) => {
    const { recordings, summary } = await load(`mediapipe:${FOLDER}${name}`);
    expect(summary.problems).toEqual([]);
    const [{ recording }] = recordings as [(typeof recordings)[0]];
    expect(recording.landmarks).toEqual(landmarksOf(0));
    expect([...recording.timestampsMs]).toEqual(truth.timesMs);
    expect(recording.imageSize).toEqual({ widthPx: 800, heightPx: 600 });
  });
});
