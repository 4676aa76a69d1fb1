// Writes actor.json, the landmarks that the page shows: a virtual actor of mien-cast who smiles.
//     node examples/04-a-page/make-actor.mjs
import { writeFile } from "node:fs/promises";
import { loadMienCast } from "@mien/lab";

const cast = await loadMienCast();
const { recording } = cast.find(({ label }) => label === "happiness");
const width = recording.landmarks.length / recording.timestampsMs.length;
const frames = Array.from(recording.timestampsMs, (_, t) =>
  Array.from(recording.landmarks.subarray(t * width, (t + 1) * width), (value) =>
    Number(value.toFixed(4)),
  ),
);
const { id, imageSize } = recording;
const timestampsMs = [...recording.timestampsMs].map((time) => Number(time.toFixed(3)));
const file = new URL("actor.json", import.meta.url);
await writeFile(file, `${JSON.stringify({ id, imageSize, timestampsMs, landmarks: frames })}\n`);
