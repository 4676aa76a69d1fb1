// Writes packages/core/src/features/rendered-neutral.ts: the mean neutral face of the large cast's actors as the landmarker
// sees their pictures. Run after the build, then format:
//   node scripts/rendered-neutral.mjs KIT_FOLDER FACE_LANDMARKER
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { calmFace, createRecording, TOPOLOGIES } from "../packages/core/dist/index.js";
import { createRandom } from "../packages/core/dist/math/index.js";
import {
  createActor,
  createShot,
  createStudio,
  drawPerformance,
  drawSetting,
} from "../packages/core/dist/synthesis/index.js";
import { castingOf, planCast, readKit } from "../packages/lab/dist/casting/index.js";
import { createLandmarker } from "../packages/landmarker/dist/index.js";

const ACTORS = 600;
const SEED = 6;

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const [kitFolder, modelPath] = process.argv.slice(2);
if (modelPath === undefined) {
  console.error("usage: node scripts/rendered-neutral.mjs KIT_FOLDER FACE_LANDMARKER");
  process.exit(1);
}
const studio = createStudio((await readKit(kitFolder)).kit);
const landmarker = await createLandmarker({ model: modelPath, mode: "image" });
const scenes = planCast({ actors: ACTORS, seed: SEED, preset: "large" });
const seeds = [...new Set(scenes.map(({ actorSeed }) => actorSeed))];

/** The calm face of an actor straight before the camera, pose and scale removed; null where none is seen. */
function neutralOf(actorSeed) {
  const imageSize = { widthPx: 256, heightPx: 256 };
  const random = createRandom(actorSeed);
  const actor = createActor(studio, actorSeed, castingOf("large"));
  const options = { durationMs: 1000, endsAtApex: true, headSpreadDeg: 0, headMotion: 0 };
  const calm = { ...options, blinksPerMinute: 0 };
  const performance = drawPerformance(random.fork(1), studio, actor, "neutral", calm);
  const setting = drawSetting(random.fork(2), studio, { size: imageSize });
  const data = createShot(studio, actor, performance, setting).frameAt(0, random.fork(3));
  const [face] = landmarker.detect({ data, ...imageSize });
  if (face === undefined) return null;
  const { landmarks, blendshapes, poseMatrix: poseMatrices } = face;
  const frame = { landmarks, blendshapes, poseMatrices };
  const provenance = { extractor: "", version: "", modelSha256: null, mode: "image" };
  return calmFace(
    createRecording({
      id: "neutral",
      subjectId: "nobody",
      topology: "mediapipe478",
      imageSize,
      timestampsMs: Float64Array.of(0),
      detected: Uint8Array.of(1),
      provenance: { ...provenance, numFaces: 1, frameRate: null, source: "" },
      ...frame,
    }),
  );
}

const meanOf = (rows) =>
  Array.from(rows[0], (_, i) => rows.reduce((sum, row) => sum + row[i], 0) / rows.length);

const faces = seeds.map(neutralOf).filter((face) => face !== null);
landmarker.close();
const mean = meanOf(faces.map(({ landmarks }) => landmarks));
const { mirror } = TOPOLOGIES.mediapipe478;
const even = mean.map((x, i) => {
  const other = mean[3 * mirror[(i - (i % 3)) / 3] + (i % 3)];
  return i % 3 === 0 ? (x - other) / 2 : (x + other) / 2;
});
// As large in the picture as the canonical face is in test/support/canonical-neutral.ts.
const landmarks = even.map((x, i) => Math.round(1e6 * (x * 0.29639 + [0.5, 0.4112, -0.1][i % 3])));
const blendshapes = meanOf(faces.map((face) => face.blendshapes)).map((x) => Math.round(1e6 * x));

function table(name, numbers) {
  const lines = [];
  for (let i = 0; i < numbers.length; i += 12)
    lines.push(`  ${numbers.slice(i, i + 12).join(", ")},`);
  return `// biome-ignore format: a table\nexport const ${name}: readonly number[] = [\n${lines.join("\n")}\n];\n`;
}

const text = `/**
 * The mean neutral face of ${faces.length} virtual actors as MediaPipe sees their pictures, straight from the front: landmarks
 * [478, 3] in millionths of a square picture's side, made symmetric. The actors are those of \`mien cast --preset large\`
 * with seed ${SEED}. Written by \`node scripts/rendered-neutral.mjs KIT_FOLDER FACE_LANDMARKER\`.
 */
${table("RENDERED_NEUTRAL", landmarks)}
/** Means of their blendshapes [52], in millionths. */
${table("RENDERED_NEUTRAL_BLENDSHAPES", blendshapes)}`;
writeFileSync(join(root, "packages/core/src/features/rendered-neutral.ts"), text);
