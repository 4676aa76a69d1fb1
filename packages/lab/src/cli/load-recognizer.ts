import { readFile } from "node:fs/promises";
import { Recognizer } from "@mien/core";
import { createBackend } from "../executors/index.ts";

/**
 * The recogniser of a model file, or the one that ships, on the fastest kernels of this machine.
 *
 * @throws where the file cannot be read or is no model file
 */
export async function loadRecognizer(path: string | undefined): Promise<Recognizer> {
  if (path === undefined) return Recognizer.pretrained({ backend: await createBackend() });
  const bytes = await readFile(path).catch((error: Error) => {
    throw new Error(`model ${path}: cannot be read (${error.message})`);
  });
  try {
    return await Recognizer.load(bytes, { backend: await createBackend() });
  } catch (error) {
    const reason = (error as Error).message;
    throw new Error(`model ${path}: not a model file of mien's, or damaged: ${reason}`);
  }
}
