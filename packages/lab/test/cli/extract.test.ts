import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Quality } from "@mien/landmarker";
import { describe, expect, test } from "vitest";
import { MODEL } from "../../../../tests/support/face-landmarker-model.ts";
import { ffmpegMissing } from "../../../../tests/support/ffmpeg-missing.ts";
import { inTree } from "../../../../tests/support/folder-tree.ts";
import { optionalTest } from "../../../../tests/support/optional.ts";
import { testData } from "../../../../tests/support/test-data.ts";
import { readRecordings } from "../../src/recordings/index.ts";
import { mien, remarksOf } from "../support/mien-command.ts";

const faces = testData("faces");
const clips = testData("clips");
const expected = testData("faces/portrait_expected_face_landmarks.pbtxt");
const ACTOR = fileURLToPath(new URL("../../data/actor-happiness.mp4", import.meta.url));
const noPhotos = MODEL.missing ?? faces.missing ?? expected.missing;
const noVideo = MODEL.missing ?? ffmpegMissing();

interface Printed {
  readonly recordings: readonly { readonly id: string; readonly quality: Quality }[];
  readonly problems: readonly { readonly path: string; readonly message: string }[];
}

describe("mien extract", () => {
  optionalTest("finds the face of every photo; portrait.jpg within 0.01", noPhotos, () =>
    inTree({}, async (root) => {
      const out = join(root, "faces.parquet");
      const ended = await mien(["extract", faces.path, "--out", out, "--json"]);
      expect(remarksOf(ended)).toMatch(
        /^\d+ photos\nmulti_face\.jpg: 2 faces seen, taken the one at 74 % of the width and 54 % of the height, 1 left; .*\n(\d+) of \1 written to /,
      );
      expect(ended.code).toBe(0);
      const { recordings, problems } = JSON.parse(ended.stdout) as Printed;
      expect(problems).toEqual([]);
      const ids = recordings.map(({ id }) => id);
      for (const id of ["portrait.jpg", "astronaut.png", "multi_face.jpg"]) {
        expect(ids).toContain(`faces/${id}`);
      }
      expect(ids.filter((id) => id.startsWith("faces/london/")).length).toBeGreaterThan(30);
      expect(recordings.filter(({ quality }) => quality.detectedShare < 1)).toEqual([]);
      const stored = await readRecordings(out);
      const portrait = stored.find(({ recording }) => recording.id === "faces/portrait.jpg")!;
      const { landmarks, provenance } = portrait.recording;
      const text = readFileSync(expected.path, "utf8");
      const points = [...text.matchAll(/x: (\S+)\s+y: (\S+)/g)].map((m) => [+m[1]!, +m[2]!]);
      const differences = points.flatMap(([x, y], p) => [
        Math.abs(x! - landmarks[3 * p]!),
        Math.abs(y! - landmarks[3 * p + 1]!),
      ]);
      expect(points.length).toBe(478);
      expect(Math.max(...differences)).toBeLessThan(0.01);
      expect(provenance).toMatchObject({ mode: "image", numFaces: 1, source: "portrait.jpg" });
    }),
  );

  optionalTest(
    "follows the face of each clip, and finds none where there is none",
    noVideo ?? clips.missing,
    () =>
      inTree({}, async (root) => {
        const out = join(root, "clips.parquet");
        const { code, stdout } = await mien(["extract", clips.path, "--out", out, "--json"]);
        expect(code).toBe(0);
        const quality = Object.fromEntries(
          (JSON.parse(stdout) as Printed).recordings.map((one) => [one.id, one.quality]),
        );
        expect(quality["clips/single_face.mp4"]).toMatchObject({
          frames: 72,
          detectedShare: 1,
          gaps: 0,
        });
        expect(quality["clips/no_face.mp4"]).toMatchObject({
          detectedShare: 0,
          remarks: ["no face"],
        });
        // The face leaves the picture and does not return.
        expect(quality["clips/face_noface.mov"]).toMatchObject({ frames: 169, gaps: 1 });
        expect(quality["clips/face_noface.mov"]!.detectedShare).toBeCloseTo(0.43, 2);
        for (const { recording } of await readRecordings(out)) {
          expect(recording.provenance).toMatchObject({ mode: "video", numFaces: 1 });
          expect(recording.provenance.frameRate).toBeGreaterThan(20);
          expect(recording.blendshapes).not.toBeNull();
          expect(recording.poseMatrices).not.toBeNull();
        }
      }),
  );

  optionalTest("names what it cannot read, goes on with the rest, and exits with 1", noPhotos, () =>
    inTree({ "note.txt": "hello", "no.png": "", "bad.jpg": "no picture" }, async (root) => {
      const portrait = readFileSync(join(faces.path, "portrait.jpg"));
      writeFileSync(join(root, "cut.jpg"), portrait.subarray(0, 3000));
      writeFileSync(join(root, "whole.jpg"), portrait);
      mkdirSync(join(root, "empty"));
      const names = ["note.txt", "empty", "no.png", "bad.jpg", "cut.jpg", "gone.jpg", "whole.jpg"];
      const args = ["extract", ...names, "--out", "out.parquet", "--json"];
      const { code, stdout, stderr } = await mien(args, { cwd: root });
      expect(code).toBe(1);
      const { recordings, problems } = JSON.parse(stdout) as Printed;
      expect(recordings.map(({ id }) => id)).toEqual(["whole.jpg"]);
      const reasons = Object.fromEntries(problems.map(({ path, message }) => [path, message]));
      expect(reasons["note.txt"]).toMatch(/^is neither picture nor video: expected one of \.jpg /);
      expect(reasons.empty).toBe("holds no picture and no video");
      expect(reasons["gone.jpg"]).toBe("is no file or folder");
      expect(reasons["no.png"]).toBe("expected a picture, got 0 bytes");
      expect(reasons["bad.jpg"]).toMatch(/^not a picture that can be read, or cut off/);
      expect(reasons["cut.jpg"]).toMatch(/^not a picture that can be read, or cut off/);
      expect(stderr).toContain("failed: note.txt: is neither picture nor video");
      expect(stderr).toContain("1 of 4 written to out.parquet");
      expect(await readRecordings(join(root, "out.parquet"))).toHaveLength(1);
      // What failed may be repaired: then only that is done again.
      for (const name of ["no.png", "bad.jpg", "cut.jpg"])
        writeFileSync(join(root, name), portrait);
      const again = ["no.png", "bad.jpg", "cut.jpg", "whole.jpg", "--out", "out.parquet"];
      const ended = await mien(["extract", ...again, "--resume"], { cwd: root });
      expect(ended).toMatchObject({ code: 0 });
      expect(existsSync(join(root, "out.parquet.parts"))).toBe(false);
      expect(await readRecordings(join(root, "out.parquet"))).toHaveLength(4);
    }),
  );

  optionalTest("after Ctrl-C goes on with --resume, and ends in the same bytes", noVideo, () =>
    inTree({}, async (root) => {
      for (const n of [1, 2, 3]) copyFileSync(ACTOR, join(root, `${n}.mp4`));
      const sources = [1, 2, 3].map((n) => `${n}.mp4`);
      const args = (out: string) => ["extract", ...sources, "--out", out, "--workers", "1"];
      expect(await mien(args("whole.parquet"), { cwd: root })).toMatchObject({ code: 0 });
      const parts = join(root, "stopped.parquet.parts");
      const stopped = await mien(args("stopped.parquet"), {
        cwd: root,
        onStart(child) {
          const watch = setInterval(() => {
            const done = existsSync(parts) ? readdirSync(parts) : [];
            if (!done.some((name) => name.endsWith(".parquet"))) return;
            clearInterval(watch);
            child.kill("SIGINT");
          }, 5);
          child.once("exit", () => clearInterval(watch));
        },
      });
      expect(stopped.code).toBe(130);
      expect(stopped.stderr).toMatch(
        /interrupted: [12] of 3 are kept in stopped\.parquet\.parts; the same command with --resume goes on/,
      );
      expect(existsSync(join(root, "stopped.parquet"))).toBe(false);
      const resumed = await mien([...args("stopped.parquet"), "--resume"], { cwd: root });
      expect(resumed).toMatchObject({ code: 0 });
      expect(existsSync(parts)).toBe(false);
      const [whole, gone] = ["whole", "stopped"].map((name) =>
        readFileSync(join(root, `${name}.parquet`)),
      );
      expect(whole!.equals(gone!)).toBe(true);
    }),
  );

  test("without the landmarker names every way to it", () =>
    inTree({ "a.jpg": "x" }, async (root) => {
      const env = { MIEN_FACE_LANDMARKER: "", MIEN_CACHE: join(root, "cache") };
      const { code, stderr } = await mien(["extract", "a.jpg", "--out", "o"], { cwd: root, env });
      expect(code).toBe(1);
      for (const way of [
        "mien model get",
        "--landmarker FILE",
        "MIEN_FACE_LANDMARKER=FILE",
        root,
        "https://",
        "sha256",
      ]) {
        expect(stderr).toContain(way);
      }
      const wrong = await mien(["extract", "a.jpg", "--out", "o", "--landmarker", "a.jpg"], {
        cwd: root,
      });
      expect(wrong.code).toBe(1);
      expect(wrong.stderr).toContain(
        "a.jpg: not the face landmarker that mien knows: expected sha256",
      );
    }));

  optionalTest(
    "refuses a file that is there, a folder that is not, options without sense",
    MODEL.missing,
    () =>
      inTree({ "out.parquet": "", "a.jpg": "x" }, async (root) => {
        const run = (...args: string[]) => mien(["extract", "a.jpg", ...args], { cwd: root });
        const cases: readonly (readonly [string[], string])[] = [
          [["--out", "out.parquet"], "--force writes over it, --resume goes on"],
          [["--out", "no/out.parquet"], "--out no/out.parquet: its folder does not exist"],
          [[], "required option '--out <file>' not specified"],
          [["--out", "o", "--workers", "0"], "expected an integer above 0"],
          [["--out", "o", "--fps", "fast"], "expected a number above 0"],
          [["--out", "o", "--folders", "some"], "Allowed choices are auto, frames, photos"],
        ];
        for (const [args, text] of cases) {
          const { code, stderr } = await run(...args);
          expect(stderr).toContain(text);
          expect(code).toBe(1);
        }
      }),
  );
});
