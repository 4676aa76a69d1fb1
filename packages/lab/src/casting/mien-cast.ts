import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { LabelledRecording } from "@mien/core";
import { decodeCast } from "./cast-file.ts";

/** Where the data set lies that ships with mien; its provenance and the kit's licence lie beside it. */
export function mienCastPath(): string {
  return fileURLToPath(new URL("../../data/mien-cast.cast", import.meta.url));
}

/**
 * mien-cast: 118 virtual actors, 327 clips from neutral to apex, shaped like CK+. Rendered faces seen by the real
 * landmarker; no person's face. Poses are not kept; landmarks are exact to 1/16384 of the picture's sides (depth to 1/4096).
 */
export async function loadMienCast(path = mienCastPath()): Promise<LabelledRecording[]> {
  const bytes = await readFile(path).catch((error: Error) => {
    throw new Error(`${path}: cannot be read (${error.message})`);
  });
  try {
    return decodeCast(bytes);
  } catch (error) {
    throw new Error(`${path}: ${(error as Error).message}`);
  }
}
