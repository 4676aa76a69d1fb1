import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { RecognizerModel } from "@mien/core";
import type { RunOptions, ViewScores } from "@mien/study";
import { eachOfCast } from "../casting/index.ts";
import {
  SHIPPED_PRESETS,
  type ShippedOptions,
  type ShippedPreset,
  trainShipped,
} from "./shipped.ts";

export interface FromFileOptions extends Pick<ShippedOptions, "seed" | "workers" | "backend"> {
  /** Which recipe. Default: shipped, version 1's. */
  readonly preset?: ShippedPreset;
}

/**
 * Trains the model that ships from a large cast's file, as `mien cast --preset large` makes it; the file's
 * sha256 is the fingerprint that the model carries. Its bytes depend on the file and the seed alone.
 *
 * @throws where the file cannot be read, or is no cast
 */
export async function trainShippedFromFile(
  path: string,
  { preset = "shipped", ...options }: FromFileOptions,
  run: RunOptions = {},
): Promise<{ readonly model: RecognizerModel; readonly views: readonly ViewScores[] }> {
  const file = await readFile(path).catch((error: Error) => {
    throw new Error(`${path}: expected a cast, as of mien cast --preset large (${error.message})`);
  });
  return trainShipped(
    eachOfCast(file),
    {
      ...options,
      base: SHIPPED_PRESETS[preset],
      dataset: "mien's large cast of virtual actors",
      fingerprint: createHash("sha256").update(file).digest("hex"),
      command: `mien train large.cast --preset ${preset} --seed ${options.seed}`,
    },
    run,
  );
}
