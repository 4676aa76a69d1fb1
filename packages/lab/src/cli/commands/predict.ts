import { availableParallelism } from "node:os";
import { calmFaces, type Recognizer, type RecordingPrediction, type Task } from "@mien/core";
import { DEFAULT_FRAME_RATE, findModel, type Problem } from "@mien/landmarker";
import { type Command, Option } from "commander";
import pc from "picocolors";
import {
  type BaselineChoice,
  chooseBaseline,
  type FrameRecord,
  frameRecords,
  type InputPlan,
  loadRecognizer,
  type Observed,
  observeInputs,
  planInputs,
  readNeutral,
  summaryRecord,
} from "../../inputs/index.ts";
import { annotate, checkAnnotationPath } from "../../overlay/index.ts";
import { checkWritable } from "../check-out.ts";
import { facesLeftText } from "../faces-left.ts";
import { withInterrupt } from "../interrupt.ts";
import { positive, positiveInteger } from "../numbers.ts";
import { csvHeader, csvRow } from "../prediction-csv.ts";
import { modelText, summaryLine, timeline } from "../prediction-text.ts";
import { createProgress, type Progress } from "../progress.ts";

interface Flags {
  readonly model?: string;
  readonly landmarker?: string;
  readonly neutral?: string;
  readonly baseline?: "first-frame" | "generic" | "calm" | "person";
  readonly mode: "calibrated" | "paper";
  readonly json?: true;
  readonly csv?: true;
  readonly annotate?: string;
  readonly verbose?: true;
  readonly workers: number;
  readonly faces: number;
  readonly folders: "auto" | "frames" | "photos";
  readonly fps: number;
}

/** Recordings of which a timeline is drawn; of more, a line each. */
const TIMELINES = 10;

const describe = ({ path, message }: Problem) => `${pc.red("failed:")} ${path}: ${message}`;

function checkFlags(flags: Flags, { sources, stored }: InputPlan): void {
  if (flags.json && flags.csv) throw new Error("predict: --json or --csv, not both");
  if (flags.neutral !== undefined && flags.baseline !== undefined) {
    throw new Error("predict: --neutral is a baseline; leave --baseline out");
  }
  if (flags.annotate === undefined) return;
  checkWritable("--annotate", flags.annotate);
  if (flags.faces > 1) throw new Error("--annotate: draws over one face; leave --faces out");
  const [source] = sources;
  if (source === undefined || sources.length + stored.length !== 1) {
    const count = `${sources.length} and ${stored.length} recordings without pictures`;
    throw new Error(`--annotate: draws over one photo, video or folder of frames, got ${count}`);
  }
  checkAnnotationPath(flags.annotate, source);
}

interface PrintOptions {
  readonly task: Task;
  /** Too many recordings for a timeline of each. */
  readonly isLong: boolean;
}

/** Prints a recording in the form that was asked for. */
function print(
  { recording }: Observed,
  prediction: RecordingPrediction,
  baseline: Parameters<typeof summaryLine>[1],
  { json, csv, isLong, task }: Pick<Flags, "json" | "csv"> & PrintOptions,
): void {
  const summary = summaryRecord(recording, prediction);
  const words = summaryLine(summary, baseline, task.exclusive);
  if (json || csv) {
    const records = [...frameRecords(recording, prediction), summary];
    const line = (record: FrameRecord) =>
      json ? JSON.stringify(record) : csvRow(task.labels, record);
    console.log(records.map(line).join("\n"));
    if (!summary.detected) console.error(words);
    return;
  }
  console.log(words);
  const hasTimeline = !isLong && summary.detected && summary.frames > 1;
  if (hasTimeline) console.log(`${timeline(recording, prediction)}\n`);
}

interface Job {
  readonly recognizer: Recognizer;
  readonly plan: InputPlan;
  readonly flags: Flags;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

async function drawOver(
  { flags, signal, progress }: Job,
  { source, recording }: Observed,
  prediction: RecordingPrediction,
): Promise<void> {
  if (flags.annotate === undefined || source === null) return;
  progress.status("drawing");
  const onFrame = () => progress.advance();
  await annotate(source, recording, prediction, flags.annotate, { signal, onFrame });
}

/** Said where nobody's face was not asked for: a stranger's proportions look like an expression. */
const UNSURE =
  "measured from nobody's face, which is much less sure; --neutral FILE gives the person's own";

/** @returns how many recordings failed */
async function predictAll(job: Job): Promise<number> {
  const { recognizer, plan, flags, signal, progress } = job;
  const { neutral, mode, workers, faces } = flags;
  const landmarkerPath = () => findModel(flags.landmarker, "--landmarker");
  const options = { landmarkerPath, workers, signal };
  const choice: BaselineChoice | undefined =
    neutral === undefined ? flags.baseline : await readNeutral(neutral, options);
  const neutrals = flags.baseline === "person" ? calmFaces(plan.stored) : undefined;
  const isLong = plan.stored.length + plan.sources.length > TIMELINES;
  let failed = 0;
  let isUnsure = false;
  const onFrame = () => progress.advance();
  for await (const seen of observeInputs(plan, { ...options, faces, onFrame })) {
    try {
      if ("message" in seen) throw new Error(`${seen.path}: ${seen.message}`);
      if (seen.source !== null && seen.left !== null) {
        progress.note(facesLeftText(seen.source, seen.left));
      }
      const { baseline, name } = chooseBaseline(recognizer.model, seen.recording, choice, neutrals);
      const set = baseline === undefined ? {} : { baseline };
      const prediction = recognizer.recognize(seen.recording, { mode, ...set });
      await drawOver(job, seen, prediction);
      progress.clear();
      print(seen, prediction, name, { ...flags, isLong, task: recognizer.model.task });
      isUnsure ||= name === "generic" && choice === undefined && prediction.summary !== null;
    } catch (error) {
      signal.throwIfAborted();
      failed++;
      progress.note(`${pc.red("failed:")} ${(error as Error).message}`);
    }
  }
  if (isUnsure) progress.note(UNSURE);
  return failed;
}

async function run(paths: readonly string[], flags: Flags): Promise<void> {
  const recognizer = await loadRecognizer(flags.model);
  const plan = await planInputs(paths, { folders: flags.folders, frameRate: flags.fps });
  for (const problem of plan.problems) console.error(describe(problem));
  for (const remark of plan.remarks) console.error(remark);
  if (plan.stored.length + plan.sources.length === 0)
    throw new Error("predict: nothing to look at");
  checkFlags(flags, plan);
  const passes = flags.annotate === undefined ? 1 : 2;
  const progress = createProgress({ total: plan.frames * passes, label: "predict" });
  if (flags.csv) console.log(csvHeader(recognizer.model.task.labels));
  const failed = await withInterrupt((signal) =>
    predictAll({ recognizer, plan, flags, signal, progress }).finally(() => progress.finish()),
  );
  if (flags.verbose && !flags.json && !flags.csv) console.log(modelText(recognizer.model));
  const isDrawn = flags.annotate !== undefined && failed === 0;
  if (isDrawn) console.error(`drawn over in ${flags.annotate}`);
  if (failed + plan.problems.length > 0) process.exitCode = 1;
}

export function register(command: Command): void {
  command
    .argument("<path...>", "pictures, videos, folders, or Parquet files of recordings")
    .option("--model <file>", "a model that mien train made")
    .option("--neutral <file>", "the person's own face at rest: a photo, a video or a recording")
    .addOption(
      new Option(
        "--baseline <what>",
        "the face to measure from: the first frame, nobody's, the first calm stretch, or in recordings the subject's neutral one (default: as the model was trained, of a single photo generic)",
      ).choices(["first-frame", "generic", "calm", "person"]),
    )
    .addOption(
      new Option("--mode <mode>", "calibrated, or the plain argmax of the paper")
        .choices(["calibrated", "paper"])
        .default("calibrated"),
    )
    .option("--json", "a line a frame and a summary a recording, as JSON")
    .option("--csv", "the same as CSV")
    .option("--verbose", "tell of the model too: its heads, their losses, what it learned from")
    .option("--annotate <file>", "draw mesh and bars over the one video (.mp4) or photo (.png)")
    .option(
      "--workers <n>",
      "threads, each with a landmarker",
      positiveInteger,
      availableParallelism(),
    )
    .option(
      "--faces <n>",
      "most faces at a time, each person answered for itself; above 1 MediaPipe does not smooth",
      positiveInteger,
      1,
    )
    .addOption(
      new Option("--folders <how>", "whether the pictures of a folder are frames or photos")
        .choices(["auto", "frames", "photos"])
        .default("auto", "frames where names differ in one number"),
    )
    .option("--fps <rate>", "frames a second of folders of frames", positive, DEFAULT_FRAME_RATE)
    .option(
      "--landmarker <file>",
      "MediaPipe's face landmarker (else MIEN_FACE_LANDMARKER, else the cache)",
    )
    .action(run);
}
