import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { EXPRESSIONS, type RecognizerModel, saveModel } from "@mien/core";
import { openVideo, probeVideo, readPhoto } from "@mien/landmarker";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MODEL as landmarker } from "../../../../tests/support/face-landmarker-model.ts";
import { optionalTest } from "../../../../tests/support/optional.ts";
import { testData } from "../../../../tests/support/test-data.ts";
import { loadMienCast } from "../../src/casting/index.ts";
import { writeRecordings } from "../../src/recordings/index.ts";
import { mien as run } from "../support/mien-command.ts";
import { trainSmallModel } from "../support/small-model.ts";

const smile = testData("clips/single_face.mp4");
const noFace = testData("clips/no_face.mp4");
const neutral = testData("faces/london/001_neutral.jpg");
const smiling = testData("faces/london/001_smiling.jpg");
const actor = fileURLToPath(new URL("../../data/actor-happiness.mp4", import.meta.url));

const FRAME_KEYS = [
  "recordingId",
  "timestampMs",
  "detected",
  "label",
  "probabilities",
  "shown",
  "set",
];
const SUMMARY_KEYS = [...FRAME_KEYS, "summary", "early", "magnitude", "frames", "framesWithFace"];

interface Line {
  readonly recordingId: string;
  readonly timestampMs: number;
  readonly detected: boolean;
  readonly label: string | null;
  readonly probabilities: Record<string, number> | null;
  readonly shown: string[];
  readonly set: string[];
  readonly summary?: true;
  readonly early: { share: number; label: string | null }[];
  readonly magnitude: number | null;
  readonly frames: number;
  readonly framesWithFace: number;
}

let folder: string;
let modelPath: string;
let model: RecognizerModel;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "mien-predict-"));
  model = await trainSmallModel();
  modelPath = join(folder, "small.mien");
  await writeFile(modelPath, saveModel(model));
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

const predict = (...args: string[]) => run(["predict", "--model", modelPath, ...args]);

async function lines(...args: string[]): Promise<Line[]> {
  const { code, stdout, stderr } = await predict(...args, "--json");
  expect(stderr).not.toContain("failed");
  expect(code).toBe(0);
  return stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);
}

const happinessOf = ({ probabilities }: Line) => probabilities!.happiness!;

describe("mien predict, of recordings", () => {
  const some = async (ids: number) => {
    const path = join(folder, "some.parquet");
    await writeRecordings(path, (await loadMienCast()).slice(0, ids));
    return path;
  };

  test("gives a line a frame and a summary a recording, with these keys and no others", async () => {
    const path = await some(2);
    const cast = (await loadMienCast()).slice(0, 2);
    const all = await lines(path);
    const frames = cast.map(({ recording }) => recording.timestampsMs.length);
    expect(all.length).toBe(frames[0]! + frames[1]! + 2);
    for (const line of all) {
      expect(Object.keys(line)).toEqual(line.summary ? SUMMARY_KEYS : FRAME_KEYS);
      expect([...EXPRESSIONS, "neutral", null]).toContain(line.label);
      expect(Object.keys(line.probabilities!)).toEqual([...EXPRESSIONS]);
      expect(Object.values(line.probabilities!).filter((p) => !(p >= 0 && p <= 1))).toEqual([]);
    }
    const summaries = all.filter(({ summary }) => summary);
    expect(summaries.map(({ recordingId }) => recordingId)).toEqual(
      cast.map(({ recording }) => recording.id),
    );
    expect(all[frames[0]!]).toMatchObject({ summary: true, frames: frames[0], detected: true });
    expect(summaries[0]!.early.map(({ share }) => share)).toEqual([0.25, 0.5, 0.75, 1]);
    expect(summaries[0]!.magnitude).toBeGreaterThan(0);
  });

  test("says the same as CSV, under a header", async () => {
    const path = await some(2);
    const { code, stdout } = await predict(path, "--csv");
    expect(code).toBe(0);
    const [header, ...rows] = stdout.trimEnd().split("\n");
    expect(header).toBe(
      `recordingId,timestampMs,detected,label,${EXPRESSIONS.join()},shown,set,summary,person`,
    );
    const expected = (await lines(path)).map((line) =>
      [
        line.recordingId,
        line.timestampMs,
        line.detected,
        line.label ?? "",
        ...EXPRESSIONS.map((name) => line.probabilities![name]),
        line.shown.join(";"),
        line.set.join(";"),
        line.summary === true,
        "",
      ].join(),
    );
    expect(rows).toEqual(expected);
  });

  test("draws a timeline of the six, and with --verbose shows each head's loss with its ratio", async () => {
    const { stdout } = await predict(await some(1), "--verbose");
    for (const name of EXPRESSIONS) {
      expect(stdout).toMatch(
        new RegExp(`^ {2}${name} +[▁▂▃▄▅▆▇█]+ +[01]\\.\\d\\d +[01]\\.\\d\\d$`, "m"),
      );
    }
    for (const { label, loss, ratio } of model.losses) {
      expect(stdout).toMatch(new RegExp(`^ {2}${label} +${loss.kind} +${ratio!.toFixed(2)}$`, "m"));
    }
    expect(stdout).toContain("measured from: first frame");
    expect(stdout).toMatch(/farthest from rest at \d\.\d\d s: /);
  });

  test("answers with the argmax alone in paper mode", async () => {
    const all = await lines(await some(3), "--mode", "paper");
    for (const { label, set } of all) expect(set).toEqual([label]);
  });

  test("measures from the subject's own neutral recording, and fails where there is none", async () => {
    const cast = await loadMienCast();
    const { subjectId } = cast[0]!.recording;
    const hers = cast
      .filter(({ recording }) => recording.subjectId === subjectId)
      .map((one, i) => (i === 0 ? { ...one, label: "neutral" as const } : one));
    const other = cast.find(({ recording }) => recording.subjectId !== subjectId)!;
    const path = join(folder, "people.parquet");
    await writeRecordings(path, [...hers, other]);
    const { code, stdout, stderr } = await predict(path, "--baseline", "person", "--json");
    const summaries = stdout.split("\n").filter((line) => line.includes('"summary":true'));
    expect(summaries.length).toBe(hers.length);
    expect(stderr).toContain(
      `${other.recording.id}: baseline person needs a recording of subject ${other.recording.subjectId} labelled neutral, got none`,
    );
    expect(code).toBe(1);
  });
});

describe("mien predict, of pictures", () => {
  optionalTest(
    "sees happiness rise in the clip that ships with mien",
    landmarker.missing,
    async () => {
      const frames = (await lines(actor)).slice(0, -1);
      expect(frames.length).toBe(72);
      const most = Math.max(...frames.map(happinessOf));
      expect(most).toBeGreaterThan(0.5);
      expect(happinessOf(frames[0]!)).toBeLessThan(most / 2);
    },
  );

  optionalTest(
    "sees happiness rise where a person begins to smile",
    landmarker.missing ?? smile.missing,
    async () => {
      const all = await lines(smile.path);
      const [first, summary] = [all[0]!, all.at(-1)!];
      expect(happinessOf(first)).toBeLessThan(0.4);
      expect(summary).toMatchObject({ label: "happiness", frames: 72, framesWithFace: 72 });
      expect(happinessOf(summary)).toBeGreaterThan(0.6);
    },
  );

  optionalTest(
    "predicts nothing without a face, and says so",
    landmarker.missing ?? noFace.missing,
    async () => {
      const { code, stdout, stderr } = await predict(noFace.path, "--json");
      expect(code).toBe(0);
      const all = stdout
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as Line);
      for (const line of all) {
        expect(line).toMatchObject({
          detected: false,
          label: null,
          probabilities: null,
          set: [],
        });
      }
      expect(all.at(-1)).toMatchObject({ early: [], magnitude: null, framesWithFace: 0 });
      expect(stderr).toContain("no face was found in it, so nothing is predicted");
    },
  );

  optionalTest(
    "measures a photo from the person's own neutral face, else from nobody's",
    landmarker.missing ?? neutral.missing ?? smiling.missing,
    async () => {
      const own = await lines(smiling.path, "--neutral", neutral.path);
      expect(own.length).toBe(2);
      expect(own[1]!.label).toBe("happiness");
      const { stdout, stderr } = await predict(smiling.path);
      expect(stdout).toContain("001_smiling.jpg  1 frame");
      expect(stdout).toContain("measured from: generic");
      expect(stderr).toContain("--neutral FILE gives the person's own");
    },
  );

  optionalTest(
    "draws over a video, frame by frame, and over a photo",
    landmarker.missing,
    async () => {
      const out = join(folder, "drawn.mp4");
      expect((await predict(actor, "--annotate", out)).code).toBe(0);
      expect(await probeVideo(out)).toEqual({ frameRate: 30, frames: 72 });
      const [before, after] = [await pixels(actor, 40), await pixels(out, 40)];
      expect(after.size).toEqual(before.size);
      const blue = (rgba: Uint8Array, x: number, y: number) => rgba[4 * (y * 320 + x) + 2]!;
      // The panel darkens what is under its margin at the bottom left, and nothing at the top right.
      expect(blue(after.rgba, 1, 318)).toBeLessThan(0.7 * blue(before.rgba, 1, 318));
      expect(Math.abs(blue(after.rgba, 310, 10) - blue(before.rgba, 310, 10))).toBeLessThan(12);
    },
  );

  optionalTest(
    "draws over a photo, of the same size",
    landmarker.missing ?? smiling.missing,
    async () => {
      const out = join(folder, "drawn.png");
      expect((await predict(smiling.path, "--annotate", out)).code).toBe(0);
      const [before, after] = [await readPhoto(smiling.path), await readPhoto(out)];
      expect([after.widthPx, after.heightPx]).toEqual([before.widthPx, before.heightPx]);
      expect(after.data).not.toEqual(before.data);
    },
  );
});

async function pixels(path: string, frame: number) {
  let t = 0;
  for await (const { data, widthPx, heightPx } of await openVideo(path)) {
    if (t++ === frame) return { rgba: data.slice(), size: { widthPx, heightPx } };
  }
  throw new Error(`${path}: has no frame ${frame}`);
}

describe("mien predict refuses", () => {
  const refusal = async (...args: string[]) => {
    const { code, stdout, stderr } = await run(["predict", ...args]);
    expect(code).toBe(1);
    return stderr + stdout;
  };

  test("a file that is no model", async () => {
    expect(await refusal(actor, "--model", "nowhere.mien")).toContain(
      "nowhere.mien: cannot be read (ENOENT",
    );
    expect(await refusal(actor, "--model", actor)).toContain(
      `${actor}: not a model file of mien's, or damaged: `,
    );
  });

  test("paths that hold nothing, and goes on past them", async () => {
    const wanted = ["--model", modelPath];
    const nothing = await refusal("nowhere.mp4", ...wanted);
    expect(nothing).toContain("failed: nowhere.mp4: is no file or folder");
    expect(nothing).toContain("predict: nothing to look at");
    const path = join(folder, "one.parquet");
    await writeRecordings(path, (await loadMienCast()).slice(0, 1));
    expect(await refusal("nowhere.mp4", path, ...wanted)).toContain("farthest from rest");
    await writeFile(join(folder, "no.parquet"), "words");
    expect(await refusal(join(folder, "no.parquet"), ...wanted)).toContain(
      "not a file of mien's recordings, or damaged",
    );
  });

  optionalTest("a text file with the name of a video", landmarker.missing, async () => {
    const path = join(folder, "words.mp4");
    await writeFile(path, "these are words");
    expect(await refusal(path, "--model", modelPath)).toContain(
      `failed: ${path}: not a video that can be read`,
    );
  });

  test("options that contradict each other", async () => {
    const path = join(folder, "one.parquet");
    await writeRecordings(path, (await loadMienCast()).slice(0, 1));
    const said = (...args: string[]) => refusal(path, "--model", modelPath, ...args);
    expect(await said("--json", "--csv")).toContain("--json or --csv, not both");
    expect(await said("--neutral", path, "--baseline", "generic")).toContain(
      "leave --baseline out",
    );
    expect(await said("--annotate", "a.mp4")).toContain("draws over one photo, video or folder");
    expect(await refusal(actor, "--model", modelPath, "--annotate", "a.png")).toContain(
      "a.png: a video is drawn over in a file of .mp4",
    );
    expect(existsSync("a.png")).toBe(false);
    expect(await refusal(actor, "--model", modelPath, "--annotate", actor)).toContain(
      `${actor}: is what would be drawn over`,
    );
  });
});

describe("mien export", () => {
  test("writes ONNX and weights", async () => {
    const [onnx, weights] = [join(folder, "m.onnx"), join(folder, "m.safetensors")];
    const args = ["--onnx", onnx, "--form", "step", "--weights", weights, "--layout", "pytorch"];
    const { code, stdout } = await run(["export", modelPath, ...args]);
    expect(code).toBe(0);
    expect(stdout).toContain(`${onnx}: ONNX, step form, ${(await readFile(onnx)).length} bytes`);
    expect(stdout).toContain(`${weights}: weights, pytorch layout`);
  });

  test("refuses to guess", async () => {
    const said = async (...args: string[]) => {
      const { code, stderr } = await run(["export", modelPath, ...args]);
      expect(code).toBe(1);
      return stderr;
    };
    expect(await said()).toContain("--onnx FILE or --weights FILE is needed");
    expect(await said("--weights", "w")).toContain("--weights needs --layout pytorch or keras");
    expect(await said("--layout", "keras", "--onnx", "m")).toContain("--layout is of --weights");
  });
});
