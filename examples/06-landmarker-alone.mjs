// @mien/landmarker alone: where are the faces in a photo, and what do they do? In plain Node, without a browser.
//     node examples/06-landmarker-alone.mjs PHOTO
// MediaPipe's model is needed once: `npx mien model get`, or MIEN_FACE_LANDMARKER=FILE.
import { BLENDSHAPES } from "@mien/core";
import { createLandmarker, readPhoto } from "@mien/landmarker";

const [path] = process.argv.slice(2);
if (path === undefined) throw new Error("06-landmarker-alone: expected the path of a photo");
const photo = await readPhoto(path);
const landmarker = await createLandmarker({ mode: "image", faces: 4 });
const faces = landmarker.detect(photo);
landmarker.close();

console.log(`${photo.widthPx} x ${photo.heightPx} px, faces: ${faces.length}`);
for (const { landmarks, blendshapes } of faces) {
  const xs = landmarks.filter((_, i) => i % 3 === 0).map((x) => x * photo.widthPx);
  const ys = landmarks.filter((_, i) => i % 3 === 1).map((y) => y * photo.heightPx);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [width, height] = [Math.max(...xs) - left, Math.max(...ys) - top];
  const box = [left, top, width, height].map((value) => value.toFixed(0)).join(", ");
  console.log(`${xs.length} points in the box ${box} (left, top, width, height in px)`);
  const strongest = [...blendshapes.entries()].sort((a, b) => b[1] - a[1]).slice(0, 3);
  const words = strongest.map(([i, score]) => `${BLENDSHAPES[i]} ${score.toFixed(2)}`);
  console.log(`  strongest blendshapes: ${words.join(", ")}`);
}
