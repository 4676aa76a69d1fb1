import { writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { findModel } from "@mien/landmarker";
import type { Command } from "commander";
import { ABLATION_ROWS, ablationMarkdown, runAblation } from "../../release/index.ts";
import { checkWritable } from "../check-out.ts";
import { findKit } from "../find-kit.ts";
import { withInterrupt } from "../interrupt.ts";
import { integer } from "../numbers.ts";
import { createProgress, type Progress } from "../progress.ts";

interface Flags {
  readonly kit?: string;
  readonly landmarker?: string;
  readonly actors: number;
  readonly seed: number;
  readonly workers: number;
  readonly work: string;
  readonly out?: string;
  readonly json?: true;
}

async function run(flags: Flags): Promise<void> {
  const { actors, seed, workers, work, out, json } = flags;
  if (out !== undefined) checkWritable("--out", out);
  const [kitFolder, modelPath] = [
    findKit("ablate", flags.kit),
    findModel(flags.landmarker, "--landmarker"),
  ];
  const stages: Progress[] = [];
  const follow = (label: string) => {
    let before: number | null = null;
    return (done: number, total: number) => {
      if (before === null) stages.push(createProgress({ total, label }));
      stages.at(-1)!.advance(done - (before ?? 0));
      before = done;
    };
  };
  try {
    const ablation = await withInterrupt(
      (signal) =>
        runAblation({
          actors,
          seed,
          workers,
          kitFolder,
          modelPath,
          workFolder: work,
          signal,
          onClip: follow("film"),
          onRow: follow("train"),
        }),
      () => `the same command goes on with the clips in ${work}`,
    );
    for (const bar of stages) bar.finish();
    const page = ablationMarkdown(
      ablation,
      `mien ablate --kit KIT --actors ${actors} --seed ${seed} --out ${out ?? "FILE.md"}`,
    );
    if (out !== undefined) await writeFile(out, page);
    if (json) console.log(JSON.stringify(ablation));
    else console.log(out === undefined ? page : `${out}: ${ABLATION_ROWS.length} rows`);
  } finally {
    for (const bar of stages) bar.finish();
  }
}

export function register(command: Command): void {
  command
    .option("--kit <folder>", "reduced face kit; default MIEN_FACE_KIT")
    .option("--landmarker <file>", "MediaPipe's face landmarker")
    .option("--actors <n>", "to train on; half as many again are judged", integer(4), 60)
    .option("--seed <n>", "the same seed gives the same table", integer(0), 6)
    .option("--workers <n>", "threads", integer(1), availableParallelism())
    .option("--work <folder>", "where the casts are kept; a stopped run goes on", "ablation-work")
    .option("--out <file.md>", "write the page there; default: print it")
    .option("--json", "print JSON")
    .action(run);
}
