import { describe, expect, test } from "vitest";
import { type FaceObservation, observationAt, type Recording } from "../../src/face/index.ts";
import { calmFace, type FeatureSpec, genericNeutral } from "../../src/features/index.ts";
import { createReferenceBackend, createWasmBackend } from "../../src/kernel/index.ts";
import {
  type Baseline,
  copyPrediction,
  type Prediction,
  type Recipe,
  Recognizer,
  type RecognizerStream,
  type RecognizerStreamOptions,
} from "../../src/recognition/index.ts";
import { movedPoints, performance, project, recordingOf } from "../support/faces.ts";
import { randomModel } from "../support/recognizers.ts";

const backend = await createWasmBackend();
const { imageSize, topology } = performance(1, 2);
const SOURCE = { imageSize, topology };

const copy = (p: Prediction | null) => p && copyPrediction(p);

const pushAll = (stream: RecognizerStream, recording: Recording) =>
  Array.from(recording.timestampsMs, (_, t) => copy(stream.push(observationAt(recording, t))));

describe("a stream equals the whole recording, bit for bit", () => {
  const clips = [performance(1, 14), performance(2, 20, { gaps: 0.3 })];
  // Begins and ends without a face, and has a face for one frame alone.
  const [a, b, c] = [1, 2, 3].map((seed) => project(movedPoints(seed, 0.02)));
  const island = [null, null, a!, null, null, b!, c!, null];
  clips.push(recordingOf(island, { id: "island", blendshapeSeed: 3 }));

  const SPECS: readonly (readonly [string, Partial<FeatureSpec>])[] = [
    ["frames as they come", {}],
    ["a fixed step, longer than a frame", { resample: { kind: "step", stepMs: 55 } }],
    ["a fixed step, several a frame", { resample: { kind: "step", stepMs: 9 } }],
    [
      "velocity, norms and blendshapes",
      { sets: ["blendshapes", "geometry"], unit: true, velocity: true },
    ],
    ["whitened", { whiten: true }],
    ["whitened, two sets", { sets: ["blendshapes", "geometry"], whiten: true }],
    ["no baseline", { baseline: "none" }],
    ["the generic neutral", { baseline: "generic" }],
    ["a person's neutral", { baseline: "person", sets: ["landmarks"] }],
  ];
  for (const [name, spec] of SPECS) {
    test(name, () => {
      const recognizer = new Recognizer(randomModel(3, {}, spec), backend);
      for (const clip of clips) {
        const { frames } = recognizer.recognize(clip);
        expect(pushAll(recognizer.stream(SOURCE), clip)).toEqual(frames);
        expect(frames.filter((frame) => frame !== null)).not.toEqual([]);
      }
    });
  }

  const RECIPES: readonly Partial<Recipe>[] = [
    { cell: "lstm", layers: 2, pooling: "mean" },
    { heads: "one-trunk", layers: 2 },
  ];
  test.each(RECIPES)("%o", (recipe) => {
    const recognizer = new Recognizer(randomModel(4, recipe), backend);
    for (const clip of clips) {
      expect(pushAll(recognizer.stream(SOURCE), clip)).toEqual(recognizer.recognize(clip).frames);
    }
  });

  const person = calmFace(performance(9, 3));
  const BASELINES: readonly (readonly [string, Baseline])[] = [
    ["first frame", "first-frame"],
    ["generic", "generic"],
    ["a face", person],
  ];
  test.each(BASELINES)("baseline at run time: %s", (_, baseline) => {
    const model = randomModel(5, {}, { baseline: "person" });
    const recognizer = new Recognizer(model, backend);
    const clip = clips[1]!;
    const { frames } = recognizer.recognize(clip, { baseline });
    const stream = recognizer.stream({ ...SOURCE, baseline });
    expect(pushAll(stream, clip)).toEqual(frames);
    expect(stream.neutral).toEqual(
      baseline === "first-frame" ? null : baseline === "generic" ? model.neutral : person,
    );
  });

  test("baselines differ from each other, so the choice is heard", () => {
    const recognizer = new Recognizer(randomModel(5, {}, { baseline: "person" }), backend);
    const answers = BASELINES.map(([, baseline]) =>
      JSON.stringify(recognizer.recognize(clips[0]!, { baseline }).summary!.probabilities),
    );
    expect(new Set(answers).size).toBe(3);
  });

  test("paper mode and a set limit go through a stream too", () => {
    const recognizer = new Recognizer(randomModel(6), backend);
    for (const options of [{ mode: "paper" as const }, { largestSet: 1 }]) {
      const { frames } = recognizer.recognize(clips[0]!, options);
      expect(pushAll(recognizer.stream({ ...SOURCE, ...options }), clips[0]!)).toEqual(frames);
    }
  });

  test("on the plain TypeScript backend as well", () => {
    const recognizer = new Recognizer(randomModel(7), createReferenceBackend("float32"));
    expect(pushAll(recognizer.stream(SOURCE), clips[1]!)).toEqual(
      recognizer.recognize(clips[1]!).frames,
    );
  });
});

test("streams share no state: two at once, of one model, each give what they give alone", () => {
  const recognizer = new Recognizer(randomModel(8, { pooling: "mean" }), backend);
  const clips = [performance(21, 15), performance(22, 15, { gaps: 0.2 })];
  const alone = clips.map((clip) => pushAll(recognizer.stream(SOURCE), clip));
  const streams = clips.map(() => recognizer.stream(SOURCE));
  const together = clips.map((): (Prediction | null)[] => []);
  for (let t = 0; t < 15; t++) {
    streams.forEach((stream, i) => {
      together[i]!.push(copy(stream.push(observationAt(clips[i]!, t))));
    });
  }
  expect(together).toEqual(alone);
});

describe("learning the person's neutral", () => {
  /** Calm for 60 frames of 40 ms, then moving. */
  const calm = movedPoints(31, 0.004);
  const moving = movedPoints(32, 0.03);
  const frames = Array.from({ length: 80 }, (_, t) => {
    const share = t < 60 ? 0 : (t - 59) / 20;
    return project(calm.map((v, i) => v + share * (moving[i]! - v)));
  });
  const clip = recordingOf(frames, { blendshapeSeed: 5 });
  const model = randomModel(9, {}, { baseline: "person" });

  test("answers begin after the calm stretch, and are those with the learnt face", () => {
    const recognizer = new Recognizer(model, backend);
    const stream = recognizer.stream({ ...SOURCE, baseline: "learn" });
    expect(stream.isLearning).toBe(true);
    const answers = pushAll(stream, clip);
    expect(stream.isLearning).toBe(false);
    // 2000 ms at 40 ms a frame: frame 50 ends the stretch.
    expect(answers.findIndex((answer) => answer !== null)).toBe(50);
    const face = stream.neutral!;
    const rest = recordingOf(frames.slice(50), {
      timestampsMs: frames.slice(50).map((_, i) => 40 * (50 + i)),
    });
    const fixed = recognizer.stream({ ...SOURCE, baseline: face });
    expect(answers.slice(50)).toEqual(pushAll(fixed, rest));
    expect(face).toEqual(calmFace(clip, { toMs: 2000 }));
  });

  test("a model that could never use what is learnt refuses at once", () => {
    const none = new Recognizer(randomModel(9, {}, { baseline: "none" }), backend);
    expect(() => none.stream({ ...SOURCE, baseline: "learn" })).toThrow(
      "Recognizer: this model subtracts no baseline, so it takes none",
    );
  });
});

describe("refuses", () => {
  const stream =
    (options: object = {}, spec: Partial<FeatureSpec> = {}, recipe: Partial<Recipe> = {}) =>
    () =>
      new Recognizer(randomModel(1, recipe, spec), backend).stream({
        ...SOURCE,
        ...options,
      } as RecognizerStreamOptions);
  test.each([
    [
      "features of a fixed length",
      stream({ baseline: "learn" }, { resample: { kind: "length", frames: 8 } }),
      "Recognizer.stream: the model's features must come frame by frame, got resample length",
    ],
    [
      "a bidirectional network",
      stream({}, {}, { bidirectional: true }),
      "NetworkStream: a bidirectional network cannot stream",
    ],
    [
      "an unknown baseline",
      stream({ baseline: "median" }),
      "Recognizer: baseline must be one of learn, first-frame, generic or a neutral face, got median",
    ],
    [
      "a baseline that is no face",
      stream({ baseline: { face: 1 } }),
      'Recognizer: baseline must be one of learn, first-frame, generic or a neutral face, got {"face":1}',
    ],
    [
      "no image size",
      stream({ imageSize: undefined }),
      "Recognizer.stream: imageSize must be an object { widthPx, heightPx }, the size of the picture, got undefined",
    ],
    [
      "an image of no size, as a video has before its first frame",
      stream({ imageSize: { widthPx: 0, heightPx: 0 } }),
      "Recognizer.stream: imageSize.widthPx must be a finite number > 0, got 0",
    ],
    [
      "a size of other names",
      stream({ imageSize: { width: 640, height: 480 } }),
      "Recognizer.stream: imageSize: has no key width, expected widthPx, heightPx",
    ],
    [
      "no topology",
      stream({ topology: undefined }),
      "Recognizer.stream: topology must be mediapipe478 or ibug68, got undefined",
    ],
    [
      "a wrong topology",
      stream({ topology: "mediapipe468" }),
      "Recognizer.stream: topology must be mediapipe478 or ibug68, got mediapipe468",
    ],
    [
      "a baseline where nothing is subtracted",
      stream({ baseline: "generic" }, { baseline: "none" }),
      "Recognizer: this model subtracts no baseline, so it takes none",
    ],
    [
      "calm without learning",
      stream({ calm: {} }),
      "Recognizer.stream: calm is for baseline learn alone",
    ],
    [
      "an unknown option",
      stream({ speed: 2 }),
      "decision: has no key speed, expected mode, largestSet",
    ],
    [
      "a topology of other features",
      stream({ topology: "ibug68" }, { sets: ["landmarks"], points: "all" }),
      /Recognizer: ibug68 must give the model's 956 features, got 136/,
    ],
    [
      "an unknown calm option",
      stream({ baseline: "learn", calm: { seconds: 2 } }),
      "calm learner: has no key seconds, expected calmMs, patienceMs",
    ],
  ])("%s", (_, act, message) => {
    expect(act).toThrow(message);
  });

  const HINT =
    "a frame without a face is null, and fromMediaPipe makes an observation of MediaPipe's result";
  const face = { timestampMs: 0, blendshapes: null, poseMatrix: null };
  test.each<readonly [string, unknown, string]>([
    ["landmarks that are null", { ...face, landmarks: null }, `[1434], got null; ${HINT}`],
    ["MediaPipe's own result", { faceLandmarks: [] }, `[1434], got undefined; ${HINT}`],
    ["nothing", undefined, `[1434], got undefined; ${HINT}`],
    [
      "points of another length",
      { ...face, landmarks: new Float32Array(1404) },
      "FeatureStream.push: landmarks.length must be 1434, got 1404",
    ],
  ])("%s, learning or not", (_, observation, message) => {
    const recognizer = new Recognizer(randomModel(1), backend);
    for (const baseline of ["learn", "generic"] as const) {
      const live = recognizer.stream({ ...SOURCE, baseline });
      expect(() => live.push(observation as FaceObservation)).toThrow(message);
    }
  });

  test("a recording whose features are not the model's", () => {
    const recognizer = new Recognizer(
      randomModel(1, {}, { sets: ["landmarks"], points: "all" }),
      backend,
    );
    const clip = recordingOf([new Float32Array(204).map((_, i) => 0.2 + (i % 29) / 50)], {
      topology: "ibug68",
    });
    expect(() => recognizer.recognize(clip)).toThrow(
      "Recognizer: ibug68 must give the model's 956 features, got 136",
    );
  });

  test("a timestamp that does not rise", () => {
    const clip = performance(1, 3);
    const live = new Recognizer(randomModel(1), backend).stream({ ...SOURCE, baseline: "generic" });
    live.push(observationAt(clip, 1));
    expect(() => live.push(observationAt(clip, 0))).toThrow("timestampMs must be above");
  });
});

test("the generic neutral is the model's own, not the library's", () => {
  const model = randomModel(2, {}, { baseline: "generic" });
  const own = { ...genericNeutral(), landmarks: project(movedPoints(77, 0.02)) };
  const clip = performance(5, 6);
  const of = (neutral: typeof own) =>
    new Recognizer({ ...model, neutral }, backend).recognize(clip).summary;
  expect(of(own)).not.toEqual(of(genericNeutral()));
});
