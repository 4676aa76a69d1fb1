import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { LabelledRecording } from "@mien/core";
import { eachPerformed } from "./cast-file.ts";
import type { PerformedRecording } from "./truth.ts";

/** Where the data set lies that ships with mien; its provenance and the kit's licence lie beside it. */
export function mienCastPath(): string {
  return fileURLToPath(new URL("../../data/mien-cast.cast", import.meta.url));
}

/**
 * mien-cast: 118 virtual actors, 327 clips from neutral to apex, shaped like CK+. Rendered faces seen by the real
 * landmarker; no person's face. Poses are not kept; landmarks are exact to 1/16384 of the picture's sides (depth to 1/4096).
 */
export async function loadMienCast(path = mienCastPath()): Promise<LabelledRecording[]> {
  const recordings: LabelledRecording[] = [];
  for await (const one of readCast(path)) recordings.push(one);
  return recordings;
}

/**
 * The recordings of a `.cast` file that bear a label one by one, in its order: features can be taken from each while the next is
 * not yet made.
 *
 * @throws where the file is missing or damaged; the message begins with its path
 */
export async function* readCast(path: string): AsyncGenerator<LabelledRecording, void, undefined> {
  for await (const { recording, label } of readPerformed(path)) {
    if (label !== null) yield { recording, label };
  }
}

/**
 * All recordings of a `.cast` file one by one, with what is known of them: in casts of version 2 what every action unit did in
 * every frame, and when which expression was shown.
 *
 * @throws where the file is missing or damaged; the message begins with its path
 */
export async function* readPerformed(
  path: string,
): AsyncGenerator<PerformedRecording, void, undefined> {
  const bytes = await readFile(path).catch((error: Error) => {
    throw new Error(`${path}: cannot be read (${error.message})`);
  });
  const recordings = eachPerformed(bytes);
  for (;;) {
    let step: IteratorResult<PerformedRecording, void>;
    try {
      step = recordings.next();
    } catch (error) {
      throw new Error(`${path}: ${(error as Error).message}`);
    }
    if (step.done === true) return;
    yield step.value;
  }
}
