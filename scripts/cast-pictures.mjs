// Makes the pictures of this repository from a reduced face kit: the contact sheet and the fixture clip (needs ffmpeg).
// Run after the build:
//   node scripts/cast-pictures.mjs KIT_FOLDER
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { createStudio } from "../packages/core/dist/synthesis/index.js";
import { filmScene, planCast, readKit } from "../packages/lab/dist/casting/index.js";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const [kitFolder] = process.argv.slice(2);
if (kitFolder === undefined) {
  console.error("usage: node scripts/cast-pictures.mjs KIT_FOLDER");
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

await drawSheet();
filmClip();
