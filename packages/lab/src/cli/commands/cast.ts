import { availableParallelism } from "node:os";
import { findModel } from "@mien/landmarker";
import { type Command, InvalidArgumentError, Option } from "commander";
import { makeCast, PRESETS, type Preset, prepareKit } from "../../casting/index.ts";
import { checkWritable } from "../check-out.ts";
import { findKit } from "../find-kit.ts";
import { withInterrupt } from "../interrupt.ts";
import { positiveInteger } from "../numbers.ts";
import { createProgress, type Progress } from "../progress.ts";

interface Flags {
  readonly actors: number;
  readonly seed: number;
  readonly out?: string;
  readonly kit?: string;
  readonly landmarker?: string;
  readonly workers: number;
  readonly preset: Preset;
}

function safeInteger(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isSafeInteger(value)) return value;
  throw new InvalidArgumentError("expected an integer.");
}

async function cast(flags: Flags): Promise<void> {
  const { out } = flags;
  if (out === undefined) throw new Error("cast: --out FILE is needed");
  checkWritable("--out", out);
  const { kit, landmarker, ...rest } = flags;
  const kitFolder = findKit("cast", kit);
  const modelPath = findModel(landmarker, "--landmarker");
  let progress: Progress | null = null;
  try {
    const report = await withInterrupt(
      (signal) =>
        makeCast({
          ...rest,
          out,
          kitFolder,
          modelPath,
          signal,
          onProgress(done, total) {
            progress ??= createProgress({ total, label: "cast", from: done });
            progress.set(done);
          },
        }),
      () => `the same command goes on from what is kept in ${out}.parts`,
    );
    (progress as Progress | null)?.finish();
    const rate = ((100 * report.detectedFrames) / Math.max(1, report.frames)).toFixed(2);
    console.log(
      `${report.scenes} clips, ${report.frames} frames, a face found in ${report.detectedFrames} (${rate} %)`,
    );
    console.log(`written to ${out}; kit sha256 ${report.kitSha256}`);
  } finally {
    (progress as Progress | null)?.finish();
  }
}

interface PrepareFlags {
  readonly out?: string;
  readonly identities: number;
}

async function prepare(kitFolder: string, { out, identities }: PrepareFlags): Promise<void> {
  if (out === undefined) throw new Error("cast prepare: --out FOLDER is needed");
  let progress: Progress | null = null;
  try {
    const kit = await prepareKit({
      kitFolder,
      out,
      identityModes: identities,
      onProgress(_, total) {
        progress ??= createProgress({ total, label: "prepare" });
        progress.advance();
      },
    });
    (progress as Progress | null)?.finish();
    console.log(
      `${kit.vertices} vertices, ${kit.triangles} triangles, ${kit.expressions} expression and ${kit.identityModes} identity modes, written to ${out}`,
    );
  } finally {
    (progress as Progress | null)?.finish();
  }
}

export function register(command: Command): void {
  command
    // Not a required option: `cast prepare` would ask for it twice.
    .option("--out <file>", "recordings in Parquet, or in mien's compact form: NAME.cast")
    .option("--actors <n>", "how many", positiveInteger, 118)
    .option("--seed <n>", "the same seed gives the same bytes", safeInteger, 1)
    .option("--kit <folder>", "reduced face kit; default MIEN_FACE_KIT")
    .option("--landmarker <file>", "MediaPipe's face landmarker")
    .option("--workers <n>", "threads", positiveInteger, availableParallelism())
    .addOption(
      new Option(
        "--preset <name>",
        "ck: shaped like CK+; large: everybody shows everything; large-2: and its truth is known; strangers: others, to judge by",
      )
        .choices([...PRESETS])
        .default("ck"),
    )
    .action(cast);
  command
    .command("prepare <kit-folder>")
    .description("make the reduced face kit from a clone of ICT-FaceKit")
    .option("--out <folder>", "where to put it")
    .option("--identities <n>", "most identity modes to keep", positiveInteger, 50)
    // Both have --out, and the outer command takes it: ask for the options of both.
    .action((kitFolder: string, _: unknown, own: Command) =>
      prepare(kitFolder, own.optsWithGlobals<PrepareFlags>()),
    );
}
