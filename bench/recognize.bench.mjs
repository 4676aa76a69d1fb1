// Streaming recognition, frames a second on one core: features and six heads, from a landmarker's observations to a
// prediction, in WASM and natively; beside the time that MediaPipe's own landmarker takes for the same frames. Rounds are
// interleaved, in a rotating order; a ratio is taken within a round.
import { spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import {
  createWasmBackend,
  observationAt,
  Recognizer,
  resolveFeatureSpec,
  resolveRecipe,
  trainRecognizer,
} from "@mien/core";
import { loadMienCast } from "../packages/lab/dist/casting/index.js";
import { createBackend } from "../packages/lab/dist/executors/index.js";
import { createLandmarker, findModel, openVideo } from "../packages/landmarker/dist/index.js";
import { labelledFeatures } from "../packages/study/dist/training/index.js";
import { jsonLines, markdown } from "./support/recognize-report.mjs";
import { machine, writeSection } from "./support/results.mjs";

/** No package of bench/package.json is needed. */
export const needsPeers = false;

const FULL = { rounds: 15, frames: 20_000, warmFrames: 20_000 };
const QUICK = { rounds: 3, frames: 3000, warmFrames: 3000 };
const CLIP = fileURLToPath(new URL("../packages/lab/data/actor-happiness.mp4", import.meta.url));
const SETS = [["geometry"], ["landmarks", "geometry", "blendshapes"]];

const note = (line) => console.error(`bench: ${line}`);

/** Keeps this process, its threads too, on the last processor, where the system can. */
function pin() {
  if (process.platform !== "linux") return false;
  const last = String(availableParallelism() - 1);
  return spawnSync("taskset", ["-a", "-c", "-p", last, String(process.pid)]).status === 0;
}

/** A model of the shipped shape; an epoch is enough, since its weights decide no time. */
function trainModel(backend, cast, sets) {
  const features = resolveFeatureSpec({ sets, baseline: "first-frame", unit: true });
  return trainRecognizer(backend, labelledFeatures(cast, features), {
    recipe: resolveRecipe({ epochs: 1 }),
    seed: 1,
    calibrationFolds: 2,
    provenance: {
      dataset: "mien-cast, a part",
      fingerprint: "",
      recordings: cast.length,
      subjects: 0,
      counts: {},
      seed: 1,
      version: "0.1.0",
      command: "npm run bench -- recognize",
    },
  });
}

async function decodeClip() {
  const frames = [];
  for await (const frame of await openVideo(CLIP)) {
    frames.push({ ...frame, data: frame.data.slice() });
  }
  return frames;
}

/** The clip and the landmarker, or why they are not to be had. */
async function mediaPipe() {
  try {
    const landmarker = await createLandmarker({ model: findModel(), mode: "video" });
    return { landmarker, frames: await decodeClip() };
  } catch (error) {
    return { absent: error.message.split("\n")[0] };
  }
}

/** Seconds a frame of seeing the clip once. */
function timeLandmarker({ landmarker, frames }) {
  landmarker.reset();
  const from = performance.now();
  for (const frame of frames) landmarker.detect(frame, frame.timestampMs);
  return (performance.now() - from) / 1000 / frames.length;
}

/** Observations to push, and the picture's size: of the clip, or where there is no landmarker of a recording. */
function observe(seen, cast) {
  if (seen.absent === undefined) {
    const { landmarker, frames } = seen;
    landmarker.reset();
    const faces = frames.flatMap((frame) => landmarker.detect(frame, frame.timestampMs));
    const { widthPx, heightPx } = frames[0];
    return { faces, imageSize: { widthPx, heightPx } };
  }
  const { recording } = cast[0];
  const faces = Array.from(recording.timestampsMs, (_, t) => observationAt(recording, t));
  return { faces: faces.filter((face) => face !== null), imageSize: recording.imageSize };
}

/** Pushes the faces over and over, as one long stream. Returns seconds a frame, and a sum that nothing can leave out. */
function createRunner(recognizer, { faces, imageSize }) {
  const stream = recognizer.stream({ topology: "mediapipe478", imageSize });
  let pushed = 0;
  let sink = 0;
  return {
    run(count) {
      const from = performance.now();
      for (let i = 0; i < count; i++) {
        const face = faces[pushed % faces.length];
        sink += stream.push({ ...face, timestampMs: pushed * 33 }).probabilities.happiness;
        pushed++;
      }
      return (performance.now() - from) / 1000 / count;
    },
    sum: () => sink,
  };
}

async function backends() {
  const found = [{ name: "wasm", backend: await createWasmBackend() }];
  try {
    found.push({ name: "native", backend: await createBackend("native") });
  } catch (error) {
    note(`native absent: ${error.message}`);
  }
  return found;
}

export async function bench(options) {
  const plan = options.quick ? QUICK : FULL;
  const seen = await mediaPipe();
  if (seen.absent !== undefined) note(`mediapipe absent: ${seen.absent}`);
  const cast = (await loadMienCast()).slice(0, 24);
  const engines = await backends();
  const faces = observe(seen, cast);
  const runners = SETS.flatMap((sets) => {
    const model = trainModel(engines[0].backend, cast, sets);
    const features = model.scaler.names.length;
    return engines.map(({ name, backend }) => ({
      case: `${sets.join(" + ")}, ${features} features`,
      engine: name,
      seconds: [],
      ...createRunner(new Recognizer(model, backend), faces),
    }));
  });
  const where = machine(); // a pinned process counts one processor
  const pinned = pin();
  for (const runner of runners) runner.run(plan.warmFrames);
  if (seen.absent === undefined) timeLandmarker(seen);
  const landmarkerSeconds = [];
  for (let round = 0; round < plan.rounds; round++) {
    if (seen.absent === undefined) landmarkerSeconds.push(timeLandmarker(seen));
    runners.forEach((_, i) => {
      const runner = runners[(i + round) % runners.length];
      runner.seconds.push(runner.run(plan.frames));
    });
    note(`round ${round + 1} of ${plan.rounds}`);
  }
  for (const { sum } of runners) if (!(sum() > 0)) throw new Error("bench: nothing was predicted");
  const report = { runners, landmarkerSeconds, absent: seen.absent ?? null, pinned, where };
  const text = markdown(report);
  console.log(options.json ? jsonLines(report).join("\n") : text);
  note(`written to ${writeSection(options.quick ? "recognize, quick" : "recognize", text)}`);
}
