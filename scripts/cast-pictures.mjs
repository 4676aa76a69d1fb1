// Makes what is rendered for this repository from a reduced face kit: the contact sheet, the fixture clip (needs ffmpeg)
// and the mean neutral face as the landmarker sees it. Run after the build:
//   node scripts/cast-pictures.mjs KIT_FOLDER FACE_LANDMARKER
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { createRandom, TOPOLOGIES } from "../packages/core/dist/index.js";
import {
  createActor,
  createShot,
  createStudio,
  drawPerformance,
  drawSetting,
} from "../packages/core/dist/synthesis/index.js";
import { filmScene, planCast, readKit } from "../packages/lab/dist/casting/index.js";
import { createLandmarker } from "../packages/lab/dist/extraction/index.js";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const [kitFolder, modelPath] = process.argv.slice(2);
if (modelPath === undefined) {
  console.error("usage: node scripts/cast-pictures.mjs KIT_FOLDER FACE_LANDMARKER");
  process.exit(1);
}
const studio = createStudio((await readKit(kitFolder)).kit);
const scenes = planCast({ actors: 118, seed: 2026, preset: "ck" });

/** Rows are actors of mien-cast, columns labels, each at its apex. */
async function drawSheet() {
  const labels = "neutral anger disgust fear happiness sadness surprise contempt".split(" ");
  const actors = ["A002", "A005", "A004", "A006"];
  const side = 160;
  const tiles = actors.flatMap((subjectId, row) =>
    labels.map((label, column) => {
      const any = scenes.find((scene) => scene.subjectId === subjectId);
      const own = scenes.find((scene) => scene.subjectId === subjectId && scene.label === label);
      const other = { ...any, label, sceneSeed: any.sceneSeed + column };
      const format = { frames: 24, widthPx: side, heightPx: side, grayShare: 0 };
      const pixels = filmScene(studio, { ...(own ?? other), ...format }).frame(23);
      const raw = { width: side, height: side, channels: 4 };
      const input = Buffer.from(pixels.buffer);
      return { input, raw, left: column * side, top: row * side };
    }),
  );
  const size = { width: labels.length * side, height: actors.length * side };
  await sharp({ create: { ...size, channels: 3, background: "#000" } })
    .composite(tiles)
    .png({ palette: true, colours: 128, effort: 10 })
    .toFile(join(root, "docs/images/mien-cast.png"));
}

/** 72 frames, 30 a second: an actor smiles and lets go. */
function filmClip() {
  const side = 320;
  const actor = scenes.find(({ subjectId }) => subjectId === "A002");
  const film = filmScene(studio, {
    ...actor,
    label: "happiness",
    sceneSeed: 22,
    frames: 72,
    frameRate: 30,
    widthPx: side,
    heightPx: side,
    endsAtApex: false,
    grayShare: 0,
  });
  const frames = Array.from(film.timestampsMs, (_, t) => Buffer.from(film.frame(t).buffer));
  const input = `-f rawvideo -pix_fmt rgba -s ${side}x${side} -r 30 -i -`;
  const output = "-c:v libx264 -crf 16 -preset veryslow -pix_fmt yuv420p -threads 1 -bitexact";
  const file = join(root, "packages/lab/data/actor-happiness.mp4");
  const words = `-y -loglevel error ${input} ${output} -movflags +faststart`.split(" ");
  const done = spawnSync("ffmpeg", [...words, file], { input: Buffer.concat(frames) });
  if (done.status !== 0) throw new Error(`ffmpeg: ${done.error?.message ?? done.stderr}`);
}

/** [478, 3] in pixels: a calm actor straight before the camera. */
function neutralOf(landmarker, actorSeed) {
  const size = { widthPx: 320, heightPx: 320 };
  const random = createRandom(actorSeed);
  const actor = createActor(studio, actorSeed);
  const options = { durationMs: 1000, endsAtApex: true, headSpreadDeg: 0, headMotion: 0 };
  const calm = { ...options, blinksPerMinute: 0 };
  const performance = drawPerformance(random.fork(1), studio, actor, "neutral", calm);
  const setting = drawSetting(random.fork(2), studio, { size });
  const pixels = createShot(studio, actor, performance, setting).frameAt(0, random.fork(3));
  const face = landmarker.detect(pixels, size, 0);
  return face === null ? null : face.landmarks.map((x) => x * 320);
}

/** Eyes level and at unit distance, their middle at the origin. */
function normalize(points) {
  const [right, left] = [33 * 3, 263 * 3];
  const along = [points[left] - points[right], points[left + 1] - points[right + 1]];
  const size = Math.hypot(...along);
  const [c, s] = [along[0] / size, along[1] / size];
  const middle = [0, 1, 2].map((k) => (points[left + k] + points[right + k]) / 2);
  return points.map((_, i) => {
    const at = i - (i % 3);
    const [x, y, z] = [0, 1, 2].map((k) => (points[at + k] - middle[k]) / size);
    return i % 3 === 0 ? c * x + s * y : i % 3 === 1 ? c * y - s * x : z;
  });
}

async function writeNeutral() {
  const landmarker = await createLandmarker({ modelPath, mode: "image" });
  const seeds = [...new Set(scenes.map(({ actorSeed }) => actorSeed))];
  const faces = seeds.map((seed) => neutralOf(landmarker, seed)).filter((face) => face !== null);
  landmarker.close();
  const shapes = faces.map((face) => normalize(Float64Array.from(face)));
  const mean = shapes[0].map((_, i) => shapes.reduce((a, b) => a + b[i], 0) / shapes.length);
  const { mirror } = TOPOLOGIES.mediapipe478;
  const even = mean.map((x, i) => {
    const other = mean[3 * mirror[(i - (i % 3)) / 3] + (i % 3)];
    return i % 3 === 0 ? (x - other) / 2 : (x + other) / 2;
  });
  // As large in the picture as the canonical face is in features/canonical-neutral.ts.
  const parts = Array.from(even, (x, i) =>
    Math.round(1e6 * (x * 0.29639 + [0.5, 0.4112, -0.10578][i % 3])),
  );
  const lines = [];
  for (let i = 0; i < parts.length; i += 12) lines.push(`  ${parts.slice(i, i + 12).join(", ")},`);
  const head = `/**
 * The mean neutral face of mien-cast's ${faces.length} actors as MediaPipe sees their pictures, straight from the front: landmarks
 * [478, 3] in millionths of a square picture's side, made symmetric. Written by scripts/cast-pictures.mjs.
 */
// biome-ignore format: a table
export const RENDERED_NEUTRAL: readonly number[] = [`;
  const file = join(root, "packages/core/src/features/rendered-neutral.ts");
  writeFileSync(file, `${[head, ...lines, "];"].join("\n")}\n`);
}

await drawSheet();
filmClip();
await writeNeutral();
