import type { Prediction, RecordingPrediction } from "@mien/core";
import { describe, expect, test } from "vitest";
import { answerStretches, farthestAnswer, labelsOf } from "../../src/inputs/index.ts";

const frame = (magnitude: number): Prediction => ({
  timestampMs: 0,
  label: null,
  probabilities: { yawning: 0.2, nodding: 0.1 },
  distribution: { yawning: 0.6, nodding: 0.4 },
  shown: [],
  set: [],
  magnitude,
});

const of = (frames: readonly (Prediction | null)[]): RecordingPrediction => ({
  recordingId: "r",
  frames,
  summary: frames.filter((one) => one !== null).at(-1) ?? null,
  early: [],
});

describe("labelsOf", () => {
  test("gives the task's labels in their order, and none where no face was seen", () => {
    expect(labelsOf(of([null, frame(1)]))).toEqual(["yawning", "nodding"]);
    expect(labelsOf(of([null, null]))).toEqual([]);
  });
});

describe("farthestAnswer", () => {
  test("is the first of the largest displacements, past frames without a face", () => {
    expect(farthestAnswer(of([null, frame(0.1), frame(0.7), null, frame(0.7)]))).toBe(2);
  });

  test("is none where no neutral is subtracted, or no face was seen", () => {
    expect(farthestAnswer(of([frame(Number.NaN)]))).toBeNull();
    expect(farthestAnswer(of([null]))).toBeNull();
  });
});

describe("answerStretches", () => {
  test("joins frames of one answer, each until the next frame that gives another", () => {
    const timestampsMs = Float64Array.of(0, 40, 80, 120);
    const answers = ["rest", "rest", "yawning", "rest"];
    expect(answerStretches({ timestampsMs }, answers)).toEqual([
      { answer: "rest", untilMs: 80 },
      { answer: "yawning", untilMs: 120 },
      { answer: "rest", untilMs: 120 },
    ]);
    expect(answerStretches({ timestampsMs: Float64Array.of() }, [])).toEqual([]);
  });
});
