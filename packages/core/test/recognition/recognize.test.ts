import { describe, expect, test } from "vitest";
import { EXPRESSIONS } from "../../src/face/index.ts";
import { computeFeatures, scaleSequence, toSequenceBatch } from "../../src/features/index.ts";
import { createWasmBackend } from "../../src/kernel/index.ts";
import { Network } from "../../src/nn/index.ts";
import {
  argmax,
  EARLY_SHARES,
  recognizeRecording,
  resolveRecipe,
} from "../../src/recognition/index.ts";
import { movedPoints, performance, project, recordingOf } from "../support/faces.ts";
import { randomModel } from "../support/recognizers.ts";

const backend = await createWasmBackend();

describe("early decisions", () => {
  // 10 frames: a quarter is 3 of them, half 5, three quarters 8.
  const clip = performance(1, 10);
  const model = randomModel(1);

  test("are the answers after a quarter, half, three quarters and all of the frames", () => {
    const { frames, early, summary } = recognizeRecording(backend, model, clip);
    expect(early.map(({ share }) => share)).toEqual([...EARLY_SHARES]);
    const ends = [3, 5, 8, 10].map((length) => frames[length - 1]!);
    early.forEach(({ prediction }, e) => {
      expect(prediction.probabilities).toEqual(ends[e]!.probabilities);
      expect(prediction.timestampMs).toBe(ends[e]!.timestampMs);
    });
    expect(early.at(-1)!.prediction).toEqual(summary);
  });

  test("know nothing of what comes after them", () => {
    const { early } = recognizeRecording(backend, model, clip);
    const half = { ...clip, timestampsMs: clip.timestampsMs.slice(0, 5) };
    const cut = recognizeRecording(backend, model, {
      ...half,
      detected: clip.detected.slice(0, 5),
      landmarks: clip.landmarks.slice(0, 5 * 3 * 478),
      blendshapes: clip.blendshapes!.slice(0, 5 * 52),
    });
    expect(cut.summary).toEqual(early[1]!.prediction);
  });

  test("their magnitude is the largest so far", () => {
    const { frames, early } = recognizeRecording(backend, model, clip);
    const peak = (length: number) => Math.max(...frames.slice(0, length).map((f) => f!.magnitude));
    expect(early.map(({ prediction }) => prediction.magnitude)).toEqual([3, 5, 8, 10].map(peak));
  });

  test("one frame is all of itself", () => {
    const { early, summary } = recognizeRecording(backend, model, performance(2, 1));
    expect(early.map(({ prediction }) => prediction)).toEqual(EARLY_SHARES.map(() => summary));
  });
});

test("no face at all: no prediction, and no guess", () => {
  for (const resample of [{ kind: "none" }, { kind: "step", stepMs: 40 }] as const) {
    const model = randomModel(1, {}, { resample });
    expect(recognizeRecording(backend, model, recordingOf([null, null, null]))).toEqual({
      recordingId: "r",
      frames: [null, null, null],
      summary: null,
      early: [],
    });
  }
});

test("frames without a face have no prediction; the others go on as if they had not been", () => {
  const faces = [1, 2, 3].map((seed) => project(movedPoints(seed, 0.02)));
  const model = randomModel(2);
  const whole = recognizeRecording(
    backend,
    model,
    recordingOf(faces, { timestampsMs: [0, 40, 120] }),
  );
  const gap = recordingOf([faces[0]!, faces[1]!, null, faces[2]!]);
  const { frames, summary } = recognizeRecording(backend, model, gap);
  expect(frames[2]).toBeNull();
  expect(frames.filter((frame) => frame !== null)).toEqual(whole.frames);
  expect(summary).toEqual(whole.summary);
});

describe("a bidirectional network", () => {
  const model = randomModel(3, { bidirectional: true, layers: 2, cell: "lstm" });
  const clip = performance(4, 7, { gaps: 0.2 });

  test("answers for each frame from the sequence so far, at the end from the whole", () => {
    const { summary } = recognizeRecording(backend, model, clip, { mode: "paper" });
    const sequence = scaleSequence(model.scaler, computeFeatures(clip, model.features));
    const batch = toSequenceBatch([sequence]);
    const network = new Network(backend, model.network, { sequences: 1, steps: 7, models: 6 });
    model.parameters.forEach((set, k) => {
      network.setParameters(k, set);
    });
    network.load(batch);
    network.select([0]);
    const logits = EXPRESSIONS.map((_, k) => network.forward(k)[0]!);
    expect(summary!.label).toBe(EXPRESSIONS[argmax(logits)]);
    // The kernel's sigmoid and Math.exp differ by an ulp or two.
    Object.values(summary!.probabilities).forEach((p, k) => {
      expect(p).toBeCloseTo(1 / (1 + Math.exp(-logits[k]!)), 12);
    });
  });

  test("an early answer is that of the shortened recording", () => {
    const full = performance(4, 8);
    const { early } = recognizeRecording(backend, model, full);
    const half = recognizeRecording(backend, model, {
      ...full,
      timestampsMs: full.timestampsMs.slice(0, 4),
      detected: full.detected.slice(0, 4),
      landmarks: full.landmarks.slice(0, 4 * 3 * 478),
      blendshapes: full.blendshapes!.slice(0, 4 * 52),
    });
    expect(early[1]!.prediction).toEqual(half.summary);
  });
});

test("features of a fixed length are recognised as a whole", () => {
  const model = randomModel(5, {}, { resample: { kind: "length", frames: 6 } });
  const { frames, summary } = recognizeRecording(backend, model, performance(6, 15));
  expect(frames).toHaveLength(15);
  expect(frames.at(-1)!.probabilities).toEqual(summary!.probabilities);
});

test("predictions are the caller's: none is overwritten by a later one", () => {
  const { frames } = recognizeRecording(backend, randomModel(6), performance(7, 5));
  const arrays = frames.flatMap((frame) => [frame!.probabilities, frame!.distribution]);
  expect(new Set(arrays).size).toBe(10);
});

test("with readout strongest, a clip's summary is the state at the end of its strongest stretch", () => {
  const model = randomModel(5);
  const strongest = { ...model, recipe: resolveRecipe({ ...model.recipe, readout: "strongest" }) };
  for (const seed of [1, 2, 3]) {
    const clip = performance(seed, 12);
    const plain = recognizeRecording(backend, model, clip);
    const { summary, frames, early } = recognizeRecording(backend, strongest, clip);
    expect(frames).toEqual(plain.frames);
    expect(early).toEqual(plain.early);
    const sizes = frames.map((frame) => frame!.magnitude);
    const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
    let step = 0;
    sizes.forEach((size, t) => {
      if (size >= least + 0.7 * (most - least)) step = t;
    });
    expect(summary!.probabilities).toEqual(frames[step]!.probabilities);
    expect(summary!.magnitude).toBe(most);
  }
  const photo = performance(4, 1);
  const { summary } = recognizeRecording(backend, strongest, photo);
  expect(summary).toEqual(recognizeRecording(backend, model, photo).summary);
});
