import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { isExpression } from "@mien/core";
import {
  CAST_PARTS,
  type CastPart,
  filmCast,
  planCast,
  readKit,
  type Scene,
} from "../casting/index.ts";

/** The casts of an ablation: the full one, and one without each part of a cast's variety. */
export const CAST_NAMES = ["full", ...CAST_PARTS] as const;
export type CastName = (typeof CAST_NAMES)[number];

export interface CastsOptions {
  /** Actors to train on. Half as many again, of the full cast, are kept to be judged on. */
  readonly actors: number;
  readonly seed: number;
  readonly kitFolder: string;
  readonly modelPath: string;
  /** Where the casts are kept, finished and half-made: a later call with the same options goes on from there. */
  readonly workFolder: string;
  readonly workers: number;
  readonly signal?: AbortSignal | undefined;
  /** Called with the number of clips done and all of them. */
  readonly onClip?: (done: number, total: number) => void;
}

/** Actors that the judgement on held-out actors is of. */
export const heldOutActors = (actors: number): number => Math.ceil(actors / 2);

export const subjectNumber = (subjectId: string): number => Number(subjectId.slice(1));

/**
 * The scenes of each cast: the six expressions of a `large` plan. The ablated casts have the same actors and seeds as the full
 * one's training part, so that nothing but the part differs.
 */
export function planCasts(actors: number, seed: number): ReadonlyMap<CastName, readonly Scene[]> {
  const all = planCast({ actors: actors + heldOutActors(actors), seed, preset: "large" });
  const full = all.filter(({ label }) => label !== null && isExpression(label));
  const shown = full.filter(({ subjectId }) => subjectNumber(subjectId) <= actors);
  const without = (part: CastPart) => shown.map((scene) => ({ ...scene, without: part }));
  return new Map<CastName, readonly Scene[]>([
    ["full", full],
    ...CAST_PARTS.map((part) => [part, without(part)] as const),
  ]);
}

/**
 * Films what is not there yet.
 *
 * @returns the file of each cast
 * @throws what the signal was aborted with, once the clips under way are kept
 */
export async function filmCasts(options: CastsOptions): Promise<ReadonlyMap<CastName, string>> {
  const { workFolder, signal, onClip = () => undefined } = options;
  const plans = planCasts(options.actors, options.seed);
  const { sha256: kit } = await readKit(options.kitFolder);
  await mkdir(workFolder, { recursive: true });
  const total = [...plans.values()].reduce((sum, scenes) => sum + scenes.length, 0);
  const files = new Map<CastName, string>();
  let before = 0;
  for (const [name, scenes] of plans) {
    const out = join(workFolder, `${name}-${keyOf(scenes, kit)}.cast`);
    const done = before;
    if (!existsSync(out)) {
      await filmCast(scenes, {
        kitFolder: options.kitFolder,
        modelPath: options.modelPath,
        out,
        workers: options.workers,
        ...(signal === undefined ? {} : { signal }),
        onProgress: (own) => onClip(done + own, total),
      });
      signal?.throwIfAborted();
    }
    before += scenes.length;
    onClip(before, total);
    files.set(name, out);
  }
  return files;
}

/** Files of other options, or another kit, have other names. */
function keyOf(scenes: readonly Scene[], kitSha256: string): string {
  const hash = createHash("sha256").update(JSON.stringify([scenes, kitSha256]));
  return hash.digest("hex").slice(0, 12);
}
