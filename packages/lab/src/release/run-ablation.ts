import type { LabelledRecording } from "@mien/core";
import { type Recipe, resolveRecipe } from "@mien/core";
import { createRandom } from "@mien/core/math";
import { runFits } from "@mien/study";
import { loadMienCast, readCast } from "../casting/index.ts";
import { createThreadExecutor } from "../executors/index.ts";
import { ABLATION_ROWS } from "./ablation-rows.ts";
import { type CastName, type CastsOptions, filmCasts, subjectNumber } from "./film-casts.ts";
import { type AblationMaterial, judgeRow, planRow, type RowScores } from "./judge-row.ts";
import { SHIPPED_RECIPE } from "./shipped.ts";

/**
 * Smaller than the shipped model's: the rows are compared with each other. So few clips give it some sixty steps; with several
 * hundred (30 epochs, batches of 16) sequences of 60 actors are learnt by heart, and most rows fall on mien-cast.
 */
export const ABLATION_RECIPE: Recipe = resolveRecipe({
  ...SHIPPED_RECIPE,
  hiddenSize: 32,
  epochs: 12,
});
/** Fits a row, each with its own seed. */
export const ABLATION_FITS = 3;

export interface AblationOptions extends CastsOptions {
  /** Called as each row's fits are done. */
  readonly onRow?: (done: number, total: number) => void;
}

export interface Ablation {
  readonly actors: number;
  readonly heldOutActors: number;
  readonly seed: number;
  readonly fits: number;
  readonly rows: readonly RowScores[];
}

/**
 * Films the casts, trains every row and judges all on the same recordings: held-out actors of the full cast, and mien-cast.
 * Its figures depend on the actors' number, the seed, the kit and the landmarker, not on workers or interruptions.
 */
export async function runAblation(options: AblationOptions): Promise<Ablation> {
  const { actors, seed, workers, signal, onRow = () => undefined } = options;
  const files = await filmCasts(options);
  const materials = await readMaterials(files, actors);
  const executor = await createThreadExecutor({ workers });
  const random = createRandom(seed);
  const seeds = Array.from({ length: ABLATION_FITS }, (_, k) => random.fork(k).uint32());
  const rows: RowScores[] = [];
  try {
    for (const [i, row] of ABLATION_ROWS.entries()) {
      const plan = planRow(row, materials.get(row.cast)!, {
        actors,
        recipe: ABLATION_RECIPE,
        seeds,
      });
      const setName = await executor.addSet(plan.set);
      const results = await runFits(executor, setName, plan.jobs, signal ? { signal } : {});
      rows.push(judgeRow(plan, results, seed));
      onRow(i + 1, ABLATION_ROWS.length);
    }
  } finally {
    await executor.close();
  }
  const held = materials.get("full")!.heldOut;
  const heldOutActors = new Set(held.map(({ recording }) => recording.subjectId)).size;
  return { actors, heldOutActors, seed, fits: ABLATION_FITS, rows };
}

async function readMaterials(
  files: ReadonlyMap<CastName, string>,
  actors: number,
): Promise<ReadonlyMap<CastName, AblationMaterial>> {
  const other = await loadMienCast();
  const casts = new Map<CastName, readonly LabelledRecording[]>();
  for (const [name, file] of files) casts.set(name, await readAll(file));
  const heldOut = casts
    .get("full")!
    .filter(({ recording }) => subjectNumber(recording.subjectId) > actors);
  return new Map([...casts].map(([name, cast]) => [name, { cast, heldOut, other }] as const));
}

async function readAll(file: string): Promise<LabelledRecording[]> {
  const recordings: LabelledRecording[] = [];
  for await (const one of readCast(file)) recordings.push(one);
  return recordings;
}
