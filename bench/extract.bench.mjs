// Frames a second of the whole path, film to features (decode, detect, features), at 640x480: one worker against two, and
// against MediaPipe's own detection alone in Chromium. Interleaved rounds, wall time, everything warm.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { findModel, openVideo } from "@mien/landmarker";
import { createMediaPipePage } from "./peers/mediapipe-chromium.mjs";
import { machine, writeSection } from "./support/results.mjs";
import { brief, median, spread } from "./support/statistics.mjs";

/** Its peer comes with the repository. */
export const needsPeers = false;

const SIZE = { widthPx: 640, heightPx: 480 };
const CLIP = fileURLToPath(new URL("../packages/lab/data/actor-happiness.mp4", import.meta.url));
const CASE = "640x480 decode, detect, features";
const CHROMIUM = "MediaPipe in Chromium, detection alone";
const [ONE, TWO] = ["1 worker", "2 workers"];

const note = (line) => console.error(`bench: ${line}`);

/** The model of the command, else that of the test data. */
function model() {
  const given = process.env.MIEN_TEST_DATA;
  const inData = given === undefined ? "" : join(given, "models/face_landmarker.task");
  return existsSync(inData) && !process.env.MIEN_FACE_LANDMARKER ? inData : findModel();
}

/** The fixture clip, its square picture scaled to the height and set in the middle of 640x480. */
function makeFilm(path) {
  const filter = "scale=480:480:flags=bicubic,pad=640:480:80:0:color=gray";
  const args = ["-v", "error", "-y", "-i", CLIP, "-vf", filter, "-c:v", "mpeg4", "-q:v", "2", path];
  const { error, status, stderr } = spawnSync("ffmpeg", args, { encoding: "utf8" });
  if (error !== undefined)
    throw new Error(`extract bench: needs ffmpeg on PATH (${error.message})`);
  if (status !== 0) throw new Error(`extract bench: ffmpeg could not make the film: ${stderr}`);
}

async function decodeAll(path) {
  const frames = [];
  for await (const { data } of await openVideo(path)) frames.push(data.slice());
  return Buffer.concat(frames);
}

/** A thread; `run` extracts the film once. */
function startWorker(modelPath, film) {
  const file = new URL("./peers/extract-worker.mjs", import.meta.url);
  const worker = new Worker(file, { workerData: { modelPath }, stdout: true, stderr: true });
  worker.stdout.resume();
  worker.stderr.resume();
  const run = () =>
    new Promise((resolve, reject) => {
      const settle = (act, value) => {
        worker.off("message", onMessage).off("error", onError);
        act(value);
      };
      const onMessage = (reply) => settle(resolve, reply);
      const onError = (error) => settle(reject, error);
      worker.on("message", onMessage).on("error", onError);
      worker.postMessage({ path: film });
    });
  return { run, close: () => worker.terminate() };
}

/** Frames a second of workers side by side, each with a film of its own. */
async function framesPerSecond(workers) {
  const from = performance.now();
  const done = await Promise.all(workers.map((worker) => worker.run()));
  const seconds = (performance.now() - from) / 1000;
  const frames = done.reduce((sum, reply) => sum + reply.frames, 0);
  const found = done.reduce((sum, reply) => sum + reply.found, 0);
  if (found < frames) throw new Error(`extract bench: a face in ${found} of ${frames} frames`);
  return frames / seconds;
}

async function startPage(options) {
  try {
    return await createMediaPipePage(options);
  } catch (error) {
    note(`${CHROMIUM} absent: ${error.message.split("\n")[0]}`);
    return null;
  }
}

async function timeRounds(workers, page, rounds) {
  const measured = { [ONE]: [], [TWO]: [], [CHROMIUM]: [] };
  const runs = [
    [ONE, () => framesPerSecond(workers.slice(0, 1))],
    [TWO, () => framesPerSecond(workers)],
    [CHROMIUM, page && (() => page.run().then(({ frames, seconds }) => frames / seconds))],
  ].filter(([, run]) => run !== null);
  for (const [, run] of runs) await run(); // warm
  for (let round = 0; round < rounds; round++) {
    for (let k = 0; k < runs.length; k++) {
      const [name, run] = runs[(k + round) % runs.length];
      measured[name].push(await run());
    }
    note(`round ${round + 1} of ${rounds}`);
  }
  return measured;
}

/** Our frames a second over the peer's, round by round. */
function comparisons(measured) {
  const pairs = [
    [TWO, ONE],
    [ONE, CHROMIUM],
    [TWO, CHROMIUM],
  ];
  return pairs
    .filter(([, peer]) => measured[peer].length > 0)
    .map(([own, peer]) => {
      return { own, peer, ...spread(measured[own].map((x, round) => x / measured[peer][round])) };
    });
}

const rounded = (x) => Number(x.toPrecision(4));

const jsonLine = ({ own, peer, median: ratio, low, high }, measured) =>
  JSON.stringify({
    subject: "extract",
    case: `${CASE}, ${own}`,
    peer,
    ratio: rounded(ratio),
    low: rounded(low),
    high: rounded(high),
    framesPerSecond: rounded(median(measured[own])),
    peerFramesPerSecond: rounded(median(measured[peer])),
  });

function markdown(measured, found, page) {
  const rows = Object.entries(measured)
    .filter(([, values]) => values.length > 0)
    .map(([name, values]) => {
      const { median: m, low, high } = spread(values);
      return `| ${name} | ${brief(m)} (${brief(low)}–${brief(high)}) |`;
    });
  const ratios = found.map(({ own, peer, median: m, low, high }) => {
    return `| ${own} | ${peer} | ${brief(m)} (${brief(low)}–${brief(high)}) |`;
  });
  return [
    `${machine()}${page === null ? "" : `, ${page.version}`}. ${measured[ONE].length} interleaved rounds of 72 frames a worker, wall time, warm.`,
    "",
    "A rendered face at 640x480, MPEG-4: ffmpeg decodes, MediaPipe detects (blendshapes and pose too), features are computed. Chromium's frames are decoded beforehand: it only detects.",
    "",
    `| ${CASE} | frames a second |`,
    "| --- | ---: |",
    ...rows,
    "",
    "| | peer | × its frames a second |",
    "| --- | --- | ---: |",
    ...ratios,
  ].join("\n");
}

export async function bench({ json, quick }) {
  const folder = mkdtempSync(join(tmpdir(), "mien-bench-"));
  try {
    const [film, modelPath] = [join(folder, "film.avi"), model()];
    makeFilm(film);
    const page = await startPage({ modelPath, rgba: await decodeAll(film), ...SIZE });
    const workers = [1, 2].map(() => startWorker(modelPath, film));
    const measured = await timeRounds(workers, page, quick ? 3 : 9);
    const found = comparisons(measured);
    const text = markdown(measured, found, page);
    console.log(json ? found.map((one) => jsonLine(one, measured)).join("\n") : text);
    note(`written to ${writeSection(quick ? "extract, quick" : "extract", text)}`);
    await Promise.all([...workers, page].map((each) => each?.close()));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
