// Puts a model file into @mien/core as the one that ships: node scripts/embed-model.mjs MODEL
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const [model] = process.argv.slice(2);
if (model === undefined) throw new Error("usage: node scripts/embed-model.mjs MODEL");
const bytes = readFileSync(model);
const most = 400_000;
if (bytes.length > most)
  throw new Error(`${model}: expected at most ${most} bytes, got ${bytes.length}`);
const core = join(dirname(fileURLToPath(import.meta.url)), "../packages/core");
const text = `/**
 * The model that ships, in base64: trained on virtual actors made from ICT-FaceKit (MIT, USC Institute for Creative
 * Technologies), on no one's data. Written by \`node scripts/embed-model.mjs\` from the file that \`mien train --preset shipped\` makes.
 */
export const pretrainedBase64 =
  "${bytes.toString("base64")}";
`;
writeFileSync(join(core, "src/recognition/pretrained/model-base64.ts"), text);
console.log(`${bytes.length} bytes, ${text.length} as a module`);
