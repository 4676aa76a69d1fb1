// One recording all the way: frames with landmarks, features, probabilities, an answer. Run it after `npm start`:
//     node examples/01-follow-one-recording.mjs
import { computeFeatures, observationAt, Recognizer, TOPOLOGIES } from "@mien/core";
import { loadMienCast } from "@mien/lab";

// A virtual actor performs; MediaPipe's landmarker watched, once, long ago.
const cast = await loadMienCast();
const { recording, label } = cast.find((item) => item.label === "surprise");
const { timestampsMs, landmarks, topology, imageSize } = recording;
const T = timestampsMs.length;
console.log(`${recording.id}, performed as ${label}: ${T} frames of ${imageSize.widthPx} px`);
console.log(
  `landmarks [T, P, 3] = [${T}, ${TOPOLOGIES[topology].points}, 3], ${landmarks.length} numbers`,
);

// What the network sees is how far the face has moved from its first frame, whatever its place and size.
const { names, values } = computeFeatures(recording, {
  sets: ["geometry"],
  baseline: "first-frame",
});
const F = names.length;
console.log(
  `features [T, F] = [${T}, ${F}]; the five that change most (lengths in eye distances, angles in radians):`,
);
const most = names.map((name, f) => {
  const track = Array.from({ length: T }, (_, t) => Math.abs(values[t * F + f]));
  return { name, size: Math.max(...track) };
});
for (const { name, size } of most.sort((a, b) => b.size - a.size).slice(0, 5)) {
  console.log(`  ${name.padEnd(20)} ${size.toFixed(3)}`);
}

// Frame by frame, as a camera would give them; a line each tenth of the way.
const recognizer = await Recognizer.pretrained();
const stream = recognizer.stream({ topology, imageSize, baseline: "first-frame" });
let last = null;
for (let t = 0; t < T; t++) {
  last = stream.push(observationAt(recording, t));
  if (t % Math.ceil(T / 10) > 0 && t < T - 1) continue;
  const { label: answer, probabilities } = last;
  const bar = "#".repeat(Math.round(30 * probabilities.surprise)).padEnd(30, ".");
  console.log(
    `${(timestampsMs[t] / 1000).toFixed(2).padStart(6)} s  surprise ${bar}  ${answer ?? "undecided"}`,
  );
}

// The whole recording at once gives the same numbers, bit for bit.
const { summary } = recognizer.recognize(recording, { baseline: "first-frame" });
const same = Object.is(summary.probabilities.surprise, last.probabilities.surprise);
console.log(
  `the whole recording at once: ${summary.label}; ${same ? "the same bits" : "other bits"}`,
);
