/** The `mien` command: parses, calls, prints. */

import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import pc from "picocolors";
import { endAtOnce, Interrupted } from "./interrupt.ts";

interface CommandModule {
  /** Adds arguments, options and what the command does. */
  register(command: Command): void;
}

/** Name, what it is for, and its module, which is loaded where the command is named. */
type Entry = readonly [name: string, about: string, load: () => Promise<CommandModule>];

const COMMANDS: readonly Entry[] = [
  [
    "extract",
    "photos, folders of frames and videos to one file of recordings, through MediaPipe",
    () => import("./commands/extract.ts"),
  ],
  [
    "inspect",
    "print and plot a file of recordings: what it holds, and how good each one is",
    () => import("./commands/inspect.ts"),
  ],
  [
    "model",
    "model files; and MediaPipe's face landmarker, a file of 3.8 MB",
    () => import("./commands/model.ts"),
  ],
  ["dataset", "look into data sets of labelled recordings", () => import("./commands/dataset.ts")],
  [
    "cast",
    "virtual actors perform expressions, and MediaPipe's landmarker watches",
    () => import("./commands/cast.ts"),
  ],
  [
    "train",
    "train a recogniser: a head for each label with its own loss, calibrated; one file",
    () => import("./commands/train.ts"),
  ],
  [
    "evaluate",
    "train and judge a recogniser on folds that share no subject",
    () => import("./commands/evaluate.ts"),
  ],
  [
    "study",
    "the 2 x 2 x 2 study: architecture, optimisation, loss; and its report",
    () => import("./commands/study.ts"),
  ],
  [
    "report",
    "make a study's analysis, report and tables again from its journal",
    () => import("./commands/report.ts"),
  ],
  ["compare", "two studies side by side", () => import("./commands/compare.ts")],
  [
    "predict",
    "which expressions photos, videos, folders of frames or recordings show",
    () => import("./commands/predict.ts"),
  ],
  [
    "export",
    "a trained model for other runtimes: as ONNX, or its weights as safetensors",
    () => import("./commands/export.ts"),
  ],
  [
    "judge",
    "judge a model on strangers: actors of another cast, which nothing learns from",
    () => import("./commands/judge.ts"),
  ],
  [
    "ablate",
    "what each part of the shipped model's recipe is worth, as one table",
    () => import("./commands/ablate.ts"),
  ],
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

/** As the package states it: reading it is quicker than loading the core, which has it too. */
function version(): string {
  const file = new URL("../../package.json", import.meta.url);
  return (JSON.parse(readFileSync(file, "utf8")) as { readonly version: string }).version;
}

/** The program, with the options of those commands that the words name: `mien --help` loads none. */
async function createProgram(words: readonly string[]): Promise<Command> {
  const program = new Command("mien")
    .description("Facial expressions from how a face's landmarks move: data, training, comparison.")
    .version(version())
    .showHelpAfterError("(mien --help tells more)")
    .exitOverride()
    .addHelpText("after", EXAMPLES);
  for (const [name, about, load] of COMMANDS) {
    const command = program.command(name).description(about);
    if (words.includes(name)) (await load()).register(command);
  }
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
 * @returns the exit code: 0; 1 after an error or where part of the work failed; 130 after Ctrl-C
 */
export async function main(argv: readonly string[]): Promise<number> {
  ignoreClosedPipe();
  const signals = ["SIGINT", "SIGTERM"] as const;
  for (const signal of signals) process.on(signal, endAtOnce);
  try {
    const program = await createProgram(argv.slice(2));
    await program.parseAsync(argv);
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode; // it has said why
    const text = error instanceof Error ? error.message : String(error);
    console.error(error instanceof Interrupted ? text : `${pc.red("mien:")} ${text}`);
    return error instanceof Interrupted ? 130 : 1;
  } finally {
    for (const signal of signals) process.off(signal, endAtOnce);
  }
}
