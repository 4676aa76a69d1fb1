// Prints how far MediaPipe sees each action unit go on renders, in millimetres: the mean over actors of a preset of casts, each
// unit alone and at full intensity. The rig's gains were set by it. Run after the build:
//   node scripts/unit-excursions.mjs KIT_FOLDER FACE_LANDMARKER [--preset large-2] [--actors 12] [--spread]
import { parseArgs } from "node:util";
import { createStudio } from "../packages/core/dist/synthesis/index.js";
import {
  castingOf,
  EXCURSIONS,
  measureExcursions,
  planCast,
  readKit,
  unitModesOf,
} from "../packages/lab/dist/casting/index.js";
import { createLandmarker } from "../packages/landmarker/dist/index.js";

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    preset: { type: "string", default: "large-2" },
    actors: { type: "string", default: "12" },
    spread: { type: "boolean", default: false },
  },
});
const [kitFolder, modelPath] = positionals;
if (modelPath === undefined) {
  console.error("usage: node scripts/unit-excursions.mjs KIT_FOLDER FACE_LANDMARKER [--preset P]");
  process.exit(1);
}
const { preset } = flags;
const scenes = planCast({ actors: Number(flags.actors), seed: 1, preset });
const landmarker = await createLandmarker({ model: modelPath, mode: "image" });
const rows = measureExcursions({
  studio: createStudio((await readKit(kitFolder)).kit),
  landmarker,
  unitModesOf: (actorSeed) => unitModesOf(preset, actorSeed),
  casting: castingOf(preset),
  actorSeeds: [...new Set(scenes.map(({ actorSeed }) => actorSeed))],
});
landmarker.close();

const mean = (xs) => xs.reduce((sum, x) => sum + x, 0) / xs.length;
const sd = (xs) => Math.sqrt(mean(xs.map((x) => (x - mean(xs)) ** 2)));
console.log(`| unit | ${EXCURSIONS.join(" | ")} |\n|${" --- |".repeat(EXCURSIONS.length + 1)}`);
for (const [unit, actors] of rows) {
  const cells = EXCURSIONS.map((name) => {
    const xs = actors.map((excursions) => excursions[name]);
    return mean(xs).toFixed(1) + (flags.spread ? ` (${sd(xs).toFixed(1)})` : "");
  });
  console.log(`| ${unit} | ${cells.join(" | ")} |`);
}
