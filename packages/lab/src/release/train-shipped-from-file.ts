import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { RecognizerModel } from "@mien/core";
import type { RunOptions, ViewScores } from "@mien/study";
import { eachOfCast } from "../casting/index.ts";
import { type ShippedOptions, trainShipped } from "./shipped.ts";

export type FromFileOptions = Pick<ShippedOptions, "seed" | "workers" | "backend">;

/**
 * Trains the model that ships from a large cast's file, as `mien cast --preset large` makes it; the file's
 * sha256 is the fingerprint that the model carries. Its bytes depend on the file and the seed alone.
 *
 * @throws where the file cannot be read, or is no cast
 */
export async function trainShippedFromFile(
  path: string,
  options: FromFileOptions,
  run: RunOptions = {},
): Promise<{ readonly model: RecognizerModel; readonly views: readonly ViewScores[] }> {
  const file = await readFile(path).catch((error: Error) => {
    throw new Error(`${path}: expected a cast, as of mien cast --preset large (${error.message})`);
  });
  return trainShipped(
    eachOfCast(file),
    {
      ...options,
      dataset: "mien's large cast of virtual actors",
      fingerprint: createHash("sha256").update(file).digest("hex"),
      command: `mien train large.cast --preset shipped --seed ${options.seed}`,
    },
    run,
  );
}
