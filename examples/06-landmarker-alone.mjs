// @mien/landmarker alone: where is the face in a photo, and how is it turned? In plain Node, without a browser.
//     node examples/06-landmarker-alone.mjs PHOTO
// MediaPipe's model is needed once: `npx mien model get`, or MIEN_FACE_LANDMARKER=FILE.
import { createLandmarker, decodeImage, findModel } from "@mien/landmarker";

const [photo] = process.argv.slice(2);
if (photo === undefined) throw new Error("06-landmarker-alone: expected the path of a photo");
const { rgba, size } = await decodeImage(photo);
const landmarker = await createLandmarker({ mode: "image", modelPath: findModel() });
const face = landmarker.detect(rgba, size, 0);
landmarker.close();

console.log(`${size.widthPx} x ${size.heightPx} px`);
if (face === null) console.log("no face");
else {
  const xs = face.landmarks.filter((_, i) => i % 3 === 0).map((x) => x * size.widthPx);
  const ys = face.landmarks.filter((_, i) => i % 3 === 1).map((y) => y * size.heightPx);
  const [left, right, top, bottom] = [
    Math.min(...xs),
    Math.max(...xs),
    Math.min(...ys),
    Math.max(...ys),
  ];
  console.log(
    `a face of ${xs.length} points, ${(right - left).toFixed(0)} x ${(bottom - top).toFixed(0)} px`,
  );
  console.log(`at ${left.toFixed(0)}, ${top.toFixed(0)} from the top left`);
  const strongest = [...face.blendshapes.entries()].sort((a, b) => b[1] - a[1]).slice(0, 3);
  console.log(
    `the strongest blendshapes: ${strongest.map(([i, score]) => `${i} (${score.toFixed(2)})`).join(", ")}`,
  );
}
