/** The `mien` command: parses, calls, prints. */

import { MIEN_VERSION } from "@mien/core";
import { Command, CommanderError } from "commander";
import pc from "picocolors";
import { register as registerAblate } from "./commands/ablate.ts";
import { register as registerCast } from "./commands/cast.ts";
import { register as registerDataset } from "./commands/dataset.ts";
import { register as registerEvaluate } from "./commands/evaluate.ts";
import { register as registerExport } from "./commands/export.ts";
import { register as registerExtract } from "./commands/extract.ts";
import { register as registerInspect } from "./commands/inspect.ts";
import { register as registerJudge } from "./commands/judge.ts";
import { register as registerModel } from "./commands/model.ts";
import { register as registerPredict } from "./commands/predict.ts";
import { register as registerStudy } from "./commands/study.ts";
import { register as registerTrain } from "./commands/train.ts";

const COMMANDS = [
  registerExtract,
  registerInspect,
  registerModel,
  registerDataset,
  registerCast,
  registerTrain,
  registerEvaluate,
  registerStudy,
  registerPredict,
  registerExport,
  registerAblate,
  registerJudge,
];

const EXAMPLES = `
Examples:
  mien model get                                  fetch MediaPipe's face landmarker, once
  mien extract photos/ clip.mp4 --out faces.parquet
  mien inspect faces.parquet --svg faces.svg
  mien evaluate cast                              ten folds on the virtual actors that ship with mien
  mien train cast --out model.mien
  mien predict clip.mp4 --model model.mien --annotate seen.mp4

Nothing that a face yields leaves this machine.`;

export function createProgram(): Command {
  const program = new Command("mien")
    .description("Facial expressions from how a face's landmarks move: data, training, comparison.")
    .version(MIEN_VERSION)
    .showHelpAfterError("(mien --help tells more)")
    .exitOverride()
    .addHelpText("after", EXAMPLES);
  for (const register of COMMANDS) register(program);
  return program;
}

/** A reader that has seen enough, such as `head`, is no error. */
function ignoreClosedPipe(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit();
    throw error;
  });
}

/**
 * Runs one command line.
 *
 * @returns the exit code: 0, or 1 after an error, or what the command has set as process.exitCode
 */
export async function main(argv: readonly string[]): Promise<number> {
  ignoreClosedPipe();
  try {
    await createProgram().parseAsync(argv);
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode; // it has said why
    const text = error instanceof Error ? error.message : String(error);
    console.error(`${pc.red("mien:")} ${text}`);
    if (process.env.MIEN_DEBUG) console.error(error);
    return 1;
  }
}
