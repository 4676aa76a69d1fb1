/** The model that ships: what holds of it on any machine. How well it does on faces is for the model card and the lab. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type Browser,
  chromiumMissing,
  launchChromium,
} from "../../../../tests/support/chromium.ts";
import { optionalTest } from "../../../../tests/support/optional.ts";
import { observationAt } from "../../src/face/index.ts";
import { computeFeatures } from "../../src/features/index.ts";
import { Recognizer, saveModel } from "../../src/recognition/index.ts";
import { evaluateInNode, nodeBinaries } from "../support/nodes.ts";
import { smilingRecording } from "../support/smiling-face.ts";

const MOST_BYTES = 400_000;
let recognizer: Recognizer;

beforeAll(async () => {
  recognizer = await Recognizer.pretrained();
});

test("is six GRU heads on sequences of geometry, calibrated, in a small file", () => {
  const { model } = recognizer;
  expect(model.recipe).toMatchObject({ cell: "gru", heads: "one-vs-all" });
  expect(model.parameters).toHaveLength(6);
  expect(model.features).toMatchObject({ sets: ["geometry"], baseline: "person", unit: true });
  expect(model.calibration.gate).toMatchObject({ setOn: "neutral" });
  expect(model.calibration.genericGate).toMatchObject({ setOn: "neutral" });
  expect(model.provenance.command).toContain("--preset shipped");
  expect(saveModel(model).length).toBeLessThanOrEqual(MOST_BYTES);
});

test("sees a smile in iBUG's 68 points as in MediaPipe's 478: the geometry is the same numbers", () => {
  const [full, sparse] = (["mediapipe478", "ibug68"] as const).map((topology) =>
    smilingRecording(topology, { calm: 8, rising: 12 }),
  );
  const geometry = (recording: typeof full) =>
    computeFeatures(recording!, { sets: ["geometry"], baseline: "none" }).values;
  const [a, b] = [geometry(full), geometry(sparse)];
  // One scheme's pose is found in space, the other's in the picture; the face is frontal and symmetric to a millionth, its
  // landmarks are float32, and the features are of the order of 1.
  a.forEach((value, i) => {
    expect(Math.abs(value - b[i]!)).toBeLessThan(2e-5);
  });
  const [one, other] = [full!, sparse!].map(
    (recording) => recognizer.recognize(recording).summary!,
  );
  expect(one!.label).toBe("happiness");
  expect(other!.label).toBe("happiness");
  // Unit vectors magnify the difference by less than 1 / floor, and the calibrated heads by a few times.
  Object.entries(one!.probabilities).forEach(([label, p]) => {
    expect(Math.abs(p - other!.probabilities[label]!), label).toBeLessThan(0.01);
  });
});

test("a face at rest is neutral", () => {
  const calm = smilingRecording("mediapipe478", { calm: 12, rising: 0 });
  expect(recognizer.recognize(calm).summary!.label).toBe("neutral");
  expect(recognizer.recognize(calm, { baseline: "generic" }).summary!.label).toBe("neutral");
});

test("takes a photo: one frame, with the generic neutral", () => {
  for (const topology of ["mediapipe478", "ibug68"] as const) {
    const photo = smilingRecording(topology, { calm: 0, rising: 1 });
    const { frames, summary } = recognizer.recognize(photo, { baseline: "generic" });
    expect(frames).toHaveLength(1);
    expect(summary!.label).toBe("happiness");
  }
});

test("a stream learns the person's neutral from calm frames, then sees the smile", () => {
  const recording = smilingRecording("mediapipe478", { calm: 40, rising: 12 });
  const { topology, imageSize } = recording;
  const stream = recognizer.stream({ topology, imageSize, baseline: "learn" });
  const said: string[] = [];
  recording.timestampsMs.forEach((_, t) => {
    const prediction = stream.push(observationAt(recording, t));
    said.push(stream.isLearning ? "learning" : String(prediction!.label));
  });
  // The calm learner wants two seconds: frame 30 of 15 a second is the first with that behind it.
  expect(said.slice(0, 30)).toEqual(new Array(30).fill("learning"));
  expect(said.slice(31, 40)).toEqual(new Array(9).fill("neutral"));
  expect(said.at(-1)).toBe("happiness");
  expect(stream.neutral).not.toBeNull();
});

/** In any runtime: what the model says of a neutral face and of the same with raised mouth corners. */
const SAY = `
import { genericNeutral, Recognizer, TOPOLOGIES } from "@mien/core";

export default async function () {
  const recognizer = await Recognizer.pretrained();
  const { landmarks, imageSize } = genericNeutral();
  const stream = recognizer.stream({ topology: "mediapipe478", imageSize, baseline: "generic" });
  const { leftMouthCorner, rightMouthCorner } = TOPOLOGIES.mediapipe478.named;
  let said = null;
  for (let t = 0; t < 12; t++) {
    const face = landmarks.slice();
    for (const p of [leftMouthCorner, rightMouthCorner]) face[3 * p + 1] -= 0.002 * t;
    said = stream.push({ timestampMs: 66 * t, landmarks: face, blendshapes: null, poseMatrix: null });
  }
  return { label: said.label, probabilities: said.probabilities };
}`;

describe("loads where it runs, and asks for nothing elsewhere", () => {
  const missing = chromiumMissing();
  const running = nodeBinaries().find(({ path }) => path === process.execPath)!;
  let here: unknown;
  let browser: Browser;
  beforeAll(async () => {
    here = await evaluateInNode(running, SAY);
    if (missing === null) browser = await launchChromium();
  });
  afterAll(async () => {
    if (missing === null) await browser.close();
  });

  test("in Node", () => {
    expect(here).toMatchObject({ probabilities: { happiness: expect.any(Number) } });
  });

  for (const place of ["main", "worker"] as const) {
    optionalTest(
      `Chromium, ${place}: the same, and no request leaves the origin`,
      missing,
      async () => {
        const before = browser.requests.length;
        expect(await browser.evaluateModule(SAY, place)).toEqual(here);
        const made = browser.requests.slice(before);
        // Its module is a file of the package, fetched like the rest of it.
        expect(made).toContainEqual(expect.stringMatching(/\/pretrained\/model-base64\.js$/));
        expect(made.filter((url) => !url.startsWith(`${browser.origin}/`))).toEqual([]);
      },
    );
  }
});
