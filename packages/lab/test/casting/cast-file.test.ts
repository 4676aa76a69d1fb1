import { createRecording, type LabelledRecording } from "@mien/core";
import { createRandom } from "@mien/core/math";
import { describe, expect, test } from "vitest";
import {
  decodeCast,
  eachPerformed,
  encodeCast,
  type PerformedRecording,
} from "../../src/casting/index.ts";

const WIDTHS = { landmarks: 478 * 3, blendshapes: 52 };

function example(id: string, frames: number, missed: readonly number[]): LabelledRecording {
  const random = createRandom(frames);
  const rows = (width: number, step: number) => {
    const values = Float32Array.from({ length: frames * width }, () => random.below(900) / step);
    for (const t of missed) values.fill(Number.NaN, t * width, (t + 1) * width);
    return values;
  };
  const detected = Uint8Array.from({ length: frames }, (_, t) => (missed.includes(t) ? 0 : 1));
  const recording = createRecording({
    id,
    subjectId: "A1",
    topology: "mediapipe478",
    detected,
    imageSize: { widthPx: 320, heightPx: 240 },
    timestampsMs: Float64Array.from({ length: frames }, (_, t) => (t * 1000) / 30),
    landmarks: rows(WIDTHS.landmarks, 1024),
    blendshapes: rows(WIDTHS.blendshapes, 1000),
    provenance: {
      extractor: "x",
      version: "1",
      modelSha256: null,
      mode: "video",
      numFaces: 1,
      frameRate: 30,
      source: "virtual actor A1",
    },
  });
  return { recording, label: "fear" };
}

describe("mien's compact form", () => {
  const cast = [example("a", 3, []), example("b", 4, [0, 2])];

  test("gives back values on its grid exactly, with frames that were missed", () => {
    expect(decodeCast(encodeCast(cast))).toEqual(cast);
  });

  test("keeps other values within half a step", () => {
    const { recording } = cast[0]!;
    const landmarks = recording.landmarks.map((x) => x + 0.00003);
    const [back] = decodeCast(
      encodeCast([{ label: "fear", recording: { ...recording, landmarks } }]),
    );
    const worst = landmarks.reduce((w, x, i) => {
      const steps = i % 3 === 2 ? 2048 : 8192;
      return Math.max(w, Math.abs(x - back!.recording.landmarks[i]!) * steps);
    }, 0);
    expect(worst).toBeLessThan(0.5001);
    expect(worst).toBeGreaterThan(0.01);
  });

  test("refuses bytes that are cut off or something else", () => {
    const bytes = encodeCast(cast);
    expect(() => decodeCast(bytes.subarray(0, 100))).toThrow(/^mien-cast: /);
    expect(() => decodeCast(new Uint8Array(50))).toThrow(/^mien-cast: not gzip/);
    expect(() => decodeCast(new Uint8Array(0))).toThrow(/^mien-cast: /);
  });

  test("refuses a recording that it cannot hold", () => {
    const recording = { ...cast[0]!.recording, blendshapes: null };
    expect(() => encodeCast([{ recording, label: "fear" }])).toThrow(/a must have MediaPipe's/);
  });
});

describe("version 2, whose truth is known", () => {
  const units = ["AU1", "AU12"] as const;
  /** Intensities on the file's grid of thousandths, other ones for each unit, side and frame. */
  const performed = (
    id: string,
    frames: number,
    missed: readonly number[],
  ): PerformedRecording => ({
    recording: example(id, frames, missed).recording,
    label: id === "pair" ? null : "fear",
    truth: {
      subject: "expression",
      course: "hold",
      segments: [{ label: "fear", startMs: 1, apexStartMs: 20, apexEndMs: 60, endMs: 66 }],
      units,
      intensities: Float32Array.from({ length: frames * 4 }, (_, i) => ((i * 37) % 1001) / 1000),
    },
  });
  const cast = [performed("one", 3, [1]), performed("pair", 2, [])];

  test("gives back segments and intensities, of frames without a face too, and recordings without a label", () => {
    const bytes = encodeCast(cast);
    expect([...eachPerformed(bytes)]).toEqual(cast);
    const { recording, label } = cast[0]!;
    expect(decodeCast(bytes)).toEqual([{ recording, label }]);
  });

  test("is what only such casts are written in: others stay of version 1, with no truth", () => {
    const labelled = [example("a", 3, [])];
    expect([...eachPerformed(encodeCast(labelled))]).toEqual([{ ...labelled[0]!, truth: null }]);
    const unknown = cast.slice(0, 1).map((one) => ({ ...one, truth: null }));
    expect([...eachPerformed(encodeCast(unknown))]).toEqual(unknown);
  });

  test("refuses a cast of which only some truth is known", () => {
    const mixed = [cast[0]!, example("b", 2, [])];
    expect(() => encodeCast(mixed)).toThrow(
      "encodeCast: b must have truth of the units that the first recording has",
    );
  });
});
