// Writes the provenance of a cast that is not committed, for packages/lab/data: hash, counts and versions of a film. Run after the
// build, with the options that the cast was made with:
//   node scripts/cast-provenance.mjs FILE KIT_FOLDER --actors 500 --seed 7 --preset large-2 > packages/lab/data/large-2-cast.json
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { planCast, readKit, readPerformed } from "../packages/lab/dist/casting/index.js";

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    actors: { type: "string" },
    seed: { type: "string" },
    preset: { type: "string" },
  },
});
const [path, kitFolder] = positionals;
if (kitFolder === undefined || Object.keys(flags).length < 3) {
  console.error("usage: node scripts/cast-provenance.mjs FILE KIT --actors N --seed N --preset P");
  process.exit(1);
}
const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const options = { actors: Number(flags.actors), seed: Number(flags.seed), preset: flags.preset };
const scenes = planCast(options);

const add = (counts, key) => {
  counts[key] = (counts[key] ?? 0) + 1;
};
const [counts, clipsByMode, bySubject] = [{}, {}, {}];
let [frames, framesWithFace, clips] = [0, 0, 0];
for await (const { recording, label, truth } of readPerformed(path)) {
  const scene = scenes[clips];
  if (recording.id !== scene?.id) {
    throw new Error(`${path}: recording ${clips} must be ${scene?.id}, got ${recording.id}`);
  }
  clips += 1;
  frames += recording.detected.length;
  framesWithFace += recording.detected.reduce((a, b) => a + b, 0);
  add(counts, label ?? "none");
  add(clipsByMode, recording.provenance.mode);
  if (truth !== null) add(bySubject, `${truth.subject}, ${truth.course}`);
}
if (clips !== scenes.length) {
  throw new Error(`${path}: must hold ${scenes.length} recordings, got ${clips}`);
}
const bytes = readFileSync(path);
const { kit, landmarker, mien } = JSON.parse(
  readFileSync(join(root, "packages/lab/data/large-cast.json"), "utf8"),
);
const { sha256 } = await readKit(kitFolder);
if (sha256 !== kit.sha256) throw new Error(`${kitFolder}: must be the kit ${kit.sha256}`);
const file = basename(path);
const words = `--actors ${options.actors} --seed ${options.seed} --preset ${options.preset}`;
const provenance = {
  file,
  committed: false,
  sha256: createHash("sha256").update(bytes).digest("hex"),
  bytes: bytes.length,
  command: `mien cast ${words} --kit KIT --out ${file}`,
  ...options,
  clips,
  frames,
  framesWithFace,
  counts,
  clipsBySubject: bySubject,
  clipsByMode,
  kit,
  landmarker,
  mien,
};
console.log(JSON.stringify(provenance, null, 2));
