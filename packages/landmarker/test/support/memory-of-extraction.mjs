// node --expose-gc memory-of-extraction.mjs MODEL CLIP: extracts the clip again and again in one thread, up to 2,000 frames,
// and prints the memory in MiB after 500 and after 2,000, garbage collected, as JSON.
import { createLandmarkers, extractSource } from "../../dist/index.js";

const [modelPath, clip] = process.argv.slice(2);
const source = {
  kind: "video",
  id: "clip",
  subjectId: "clip",
  path: clip,
  files: [clip],
  frameRate: null,
};
const landmarkers = createLandmarkers(modelPath);
const mebibytes = (bytes) => bytes / 2 ** 20;

function memory() {
  globalThis.gc();
  globalThis.gc();
  const { rss, heapUsed, arrayBuffers, external } = process.memoryUsage();
  return { rss: mebibytes(rss), held: mebibytes(heapUsed + Math.max(external, arrayBuffers)) };
}

let frames = 0;
let after500 = null;
const advance = () => {
  frames++;
};
while (frames < 2000) {
  await extractSource(source, landmarkers, { onFrame: advance });
  if (after500 === null && frames >= 500) after500 = memory();
}
console.log(JSON.stringify({ frames, after500, after2000: memory() }));
