// Recordings of virtual actors who rest, nod or yawn: their faces are those of mien-cast, their movements are drawn here.
import { createRecording, TOPOLOGIES } from "@mien/core";
import { createRandom } from "@mien/core/math";

export const GESTURES = ["nodding", "resting", "yawning"];
const FRAMES = 24;
const STEP_MS = 1000 / 12;

/** One face of each actor, as it is in the first frame of their first recording [P, 3]. */
function facesOf(cast, actors) {
  const faces = new Map();
  for (const { recording } of cast) {
    const P = TOPOLOGIES[recording.topology].points;
    if (faces.size < actors && recording.detected[0] === 1 && !faces.has(recording.subjectId)) {
      faces.set(recording.subjectId, { recording, points: recording.landmarks.slice(0, 3 * P) });
    }
  }
  return faces;
}

/** How far a gesture has gone at share u of its time, from 0 and back to 0. */
const amount = {
  resting: () => 0,
  yawning: (u) => Math.sin(Math.PI * u) ** 2,
  nodding: (u) => Math.sin(4 * Math.PI * u),
};

/** A face [P, 3] moved by a gesture: a yawn opens the jaw, a nod turns the head about the axis through the ears. */
function move(points, named, gesture, size) {
  const out = points.slice();
  const y = (p) => points[3 * p + 1];
  const [lip, nose] = [y(named.lowerLipInner), y(named.noseTip)];
  const height = lip - nose;
  for (let p = 0; p < points.length / 3; p++) {
    if (gesture === "yawning" && y(p) >= lip) out[3 * p + 1] += 0.9 * height * size;
    if (gesture === "nodding") {
      const angle = 0.25 * size;
      const [dy, z] = [y(p) - nose, points[3 * p + 2]];
      out[3 * p + 1] = nose + dy * Math.cos(angle) - z * Math.sin(angle);
      out[3 * p + 2] = dy * Math.sin(angle) + z * Math.cos(angle);
    }
  }
  return out;
}

/**
 * Each of the first actors of a cast performs each gesture twice, a little differently.
 *
 * @param cast what loadMienCast gives
 * @returns labelled recordings
 */
export function performGestures(cast, actors, seed) {
  const random = createRandom(seed);
  const items = [];
  for (const [subjectId, { recording, points }] of facesOf(cast, actors)) {
    const { named } = TOPOLOGIES[recording.topology];
    for (const label of GESTURES) {
      for (const take of [1, 2]) {
        const size = 0.7 + 0.5 * random.uniform();
        const landmarks = new Float32Array(FRAMES * points.length);
        for (let t = 0; t < FRAMES; t++) {
          const moved = move(points, named, label, size * amount[label](t / (FRAMES - 1)));
          landmarks.set(
            moved.map((value) => value + 0.0004 * random.normal()),
            t * points.length,
          );
        }
        items.push({
          label,
          recording: createRecording({
            id: `${subjectId}/${label}/${take}`,
            subjectId,
            topology: recording.topology,
            imageSize: recording.imageSize,
            timestampsMs: Float64Array.from({ length: FRAMES }, (_, t) => t * STEP_MS),
            landmarks,
            detected: new Uint8Array(FRAMES).fill(1),
            provenance: {
              ...recording.provenance,
              extractor: "gestures",
              mode: "synthetic",
              source: "drawn",
            },
          }),
        });
      }
    }
  }
  return items;
}
