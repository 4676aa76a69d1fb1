import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type FaceKit, parseFaceKit } from "@mien/core/synthesis";

/** Files of a reduced kit: what `mien cast prepare` writes and `mien cast` reads. */
export const KIT_JSON = "ict_face.json";
export const KIT_BIN = "ict_face.bin";

export interface LoadedKit {
  readonly kit: FaceKit;
  /** SHA-256 of both files, description first. */
  readonly sha256: string;
}

/** @throws where a file is missing or damaged; the message begins with its path */
export async function readKit(folder: string): Promise<LoadedKit> {
  // One after the other: where both are missing, the same one is named each time.
  const json = await readPart(join(folder, KIT_JSON));
  const bin = await readPart(join(folder, KIT_BIN));
  let description: unknown;
  try {
    description = JSON.parse(new TextDecoder().decode(json));
  } catch (error) {
    throw new Error(`${join(folder, KIT_JSON)}: not JSON (${(error as Error).message})`);
  }
  try {
    const kit = parseFaceKit(description, bin!);
    return { kit, sha256: createHash("sha256").update(json!).update(bin!).digest("hex") };
  } catch (error) {
    throw new Error(`${folder}: ${(error as Error).message}`);
  }
}

async function readPart(path: string): Promise<Uint8Array> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    const how = "make the kit's folder with `mien cast prepare KIT_FOLDER --out DIR`";
    throw new Error(`${path}: cannot be read (${error.code ?? error.message}); ${how}`);
  });
}
