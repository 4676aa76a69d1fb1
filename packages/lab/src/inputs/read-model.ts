import { readFile } from "node:fs/promises";
import { loadModel, Recognizer, type RecognizerModel } from "@mien/core";
import { type BackendName, createBackend } from "../executors/index.ts";

/** A model, and how large its file is. */
export interface ModelOnDisk {
  readonly model: RecognizerModel;
  readonly bytes: number;
}

/**
 * Reads a model file.
 *
 * @throws where it cannot be read or is no model file of mien's; the message begins with the path
 */
export async function readModelFile(path: string): Promise<ModelOnDisk> {
  const bytes = await readFile(path).catch((error: Error) => {
    throw new Error(`${path}: cannot be read (${error.message})`);
  });
  try {
    return { model: loadModel(bytes), bytes: bytes.length };
  } catch (error) {
    const reason = (error as Error).message;
    throw new Error(`${path}: not a model file of mien's, or damaged: ${reason}`);
  }
}

/**
 * The recogniser of a model file, or the one that ships where none is named, on the fastest kernels of
 * this machine or those that are asked for.
 *
 * @throws where the file cannot be read or is no model file of mien's
 */
export async function loadRecognizer(path?: string, name?: BackendName): Promise<Recognizer> {
  const backend = await createBackend(name);
  if (path === undefined) return Recognizer.pretrained({ backend });
  return new Recognizer((await readModelFile(path)).model, backend);
}
