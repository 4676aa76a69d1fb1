import { createRecording, genericNeutral, type Recording } from "@mien/core";
import type { StrangerScene } from "../../src/casting/index.ts";

/** A recording of a scene in which everybody has the generic neutral's face, seen or not. */
export function recordStranger(scene: StrangerScene, isSeen = true): Recording {
  const { landmarks, blendshapes } = genericNeutral();
  const { id, subjectId, widthPx, heightPx, frames, frameRate } = scene;
  const repeat = (row: Float32Array) => {
    const rows = new Float32Array(frames * row.length).fill(Number.NaN);
    for (let t = 0; isSeen && t < frames; t++) rows.set(row, t * row.length);
    return rows;
  };
  return createRecording({
    id,
    subjectId,
    topology: "mediapipe478",
    imageSize: { widthPx, heightPx },
    timestampsMs: Float64Array.from({ length: frames }, (_, t) => (t * 1000) / frameRate),
    landmarks: repeat(landmarks),
    blendshapes: repeat(blendshapes!),
    detected: new Uint8Array(frames).fill(isSeen ? 1 : 0),
    provenance: {
      extractor: "test",
      version: "1",
      modelSha256: null,
      mode: scene.watching === "stills" ? "image" : "video",
      numFaces: 1,
      frameRate,
      source: "test",
    },
  });
}
