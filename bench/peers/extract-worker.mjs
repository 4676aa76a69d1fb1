// A thread that extracts: one film a message, {path} -> {frames}, the whole path: ffmpeg decodes, the landmarker detects,
// features are computed. Warm from its second film on.
import { parentPort, workerData } from "node:worker_threads";
import { computeFeatures } from "@mien/core";
import { createLandmarkers, extractSource } from "@mien/landmarker";

const landmarkers = createLandmarkers(workerData.modelPath);

parentPort.on("message", async ({ path }) => {
  const source = { kind: "video", id: path, subjectId: path, path, files: [path], frameRate: null };
  const { persons } = await extractSource(source, landmarkers, { searchSmall: false });
  const [{ recording }] = persons;
  const { values } = computeFeatures(recording, {
    sets: ["geometry", "blendshapes"],
    velocity: true,
  });
  const found = recording.detected.reduce((a, b) => a + b, 0);
  parentPort.postMessage({
    frames: recording.detected.length,
    found,
    sink: values[values.length - 1],
  });
});
