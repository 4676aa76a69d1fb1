import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { evaluateInNode, nodeBinaries } from "../support/nodes.ts";

const MODEL = fileURLToPath(
  new URL("../fixtures/recognition/recognizer-v1.safetensors", import.meta.url),
);

/**
 * In a process of its own, after the compiler has settled: how often a frame makes a typed array, and what a frame adds to
 * the heap. A large young generation and a collection before each stretch keep collections out of it.
 */
const MEASURE = `
import { genericNeutral, Recognizer } from "@mien/core";
import { readFileSync } from "node:fs";

export default async function () {
  const recognizer = await Recognizer.load(new Uint8Array(readFileSync(${JSON.stringify(MODEL)})));
  const imageSize = { widthPx: 640, heightPx: 480 };
  const stream = recognizer.stream({ topology: "mediapipe478", imageSize });
  const { landmarks, blendshapes } = genericNeutral();
  const rest = landmarks.slice();
  const observation = { timestampMs: 0, landmarks, blendshapes, poseMatrix: null };
  const returned = new Set();
  let frame = 0;
  function run(frames) {
    for (const end = frame + frames; frame < end; frame++) {
      // A mouth that moves; every tenth frame has no face; a step may take none, one or two frames.
      landmarks[3 * 13 + 1] = rest[3 * 13 + 1] - 0.001 * (frame % 17);
      observation.timestampMs = 33 * frame + (frame % 5);
      const prediction = stream.push(frame % 10 === 9 ? null : observation);
      if (prediction !== null) returned.add(prediction).add(prediction.probabilities).add(prediction.distribution);
    }
  }
  run(6000);
  let made = 0;
  const count = (owner, name) => {
    const original = owner[name];
    owner[name] = new Proxy(original, {
      apply: (target, self, args) => (made++, Reflect.apply(target, self, args)),
      construct: (target, args, newTarget) => (made++, Reflect.construct(target, args, newTarget)),
    });
    return () => { owner[name] = original; };
  };
  const typed = Object.getPrototypeOf(Float32Array.prototype);
  const restore = [
    ...["Float32Array", "Float64Array", "Int32Array", "Uint8Array", "Array", "Map", "Set"].map((name) => count(globalThis, name)),
    ...["slice", "subarray", "map", "filter"].map((name) => count(typed, name)),
    ...["slice", "map", "filter", "flatMap", "concat"].map((name) => count(Array.prototype, name)),
  ];
  new Float32Array(1).slice();
  const control = made;
  made = 0;
  run(500);
  for (const undo of restore) undo();
  const bytes = [];
  const buffers = [];
  for (let stretch = 0; stretch < 9; stretch++) {
    globalThis.gc();
    const before = process.memoryUsage();
    run(1000);
    const after = process.memoryUsage();
    bytes.push((after.heapUsed - before.heapUsed) / 1000);
    buffers.push(after.arrayBuffers - before.arrayBuffers);
  }
  return { bytes, buffers, returned: returned.size, control, made };
}`;

test("after the first frames a stream allocates nothing a frame, and gives back the same objects", async () => {
  const here = nodeBinaries().find(({ path }) => path === process.execPath)!;
  const flags = ["--expose-gc", "--max-semi-space-size=64"];
  const measured = (await evaluateInNode(here, MEASURE, "main", flags)) as {
    readonly bytes: readonly number[];
    readonly buffers: readonly number[];
    readonly returned: number;
    readonly control: number;
    readonly made: number;
  };
  const { bytes, buffers, returned, control, made } = measured;
  expect(returned).toBe(3);
  expect(control, "the counter sees an array made and one copied").toBeGreaterThanOrEqual(2);
  expect(made).toBe(0);
  // Below zero where buffers of before are let go.
  expect(Math.max(...buffers)).toBeLessThanOrEqual(0);
  // What is left, some 800 bytes, is numbers that the engine boxes where a small function returns one: the geometry is
  // made of those. One frame's landmarks would be 5736.
  const median = [...bytes].sort((a, b) => a - b)[4]!;
  expect(median, `bytes a frame: ${bytes}`).toBeLessThan(2000);
});
