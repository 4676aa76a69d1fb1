import {
  EXPRESSIONS,
  isExpression,
  type RecognizerModel,
  type Recording,
  type RecordingPrediction,
} from "@mien/core";
import pc from "picocolors";
import { byExpression, type ChosenBaseline, type SummaryRecord } from "../inputs/index.ts";
import { sparkline } from "./sparkline.ts";
import { formatTable } from "./table.ts";

const WIDTH = 60;
/** Stretches of one answer that are listed. */
const STRETCHES = 8;

const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
const ABSTAINS = "undecided";

/** One line: how much of a face was seen, and what it shows, taken as a whole. */
export function summaryLine(record: SummaryRecord, baseline: ChosenBaseline["name"]): string {
  const { recordingId, frames, framesWithFace, timestampMs, expression, probabilities, set } =
    record;
  const many = frames === 1 ? "1 frame" : `${frames} frames, ${seconds(timestampMs)}`;
  const head = `${pc.bold(recordingId)}  ${many}`;
  if (framesWithFace === 0) {
    return `${head}: ${pc.yellow("no face was found in it, so nothing is predicted")}`;
  }
  const faces = framesWithFace < frames ? `, a face in ${framesWithFace}` : "";
  const sure =
    expression === null || expression === "neutral"
      ? ""
      : ` ${probabilities![expression]!.toFixed(2)}`;
  const others =
    expression === "neutral"
      ? ""
      : `; cannot rule out ${set.join(", ") || "none of the six, and none fits"}`;
  const from = baseline === "none" ? "" : pc.dim(`, measured from: ${baseline}`);
  return `${head}${faces}: ${pc.bold((expression ?? ABSTAINS) + sure)}${others}${from}`;
}

/** Probabilities over time, one row an expression, and which answer was given when. */
export function timeline(recording: Recording, prediction: RecordingPrediction): string {
  const rows = EXPRESSIONS.map((name) => {
    const values = prediction.frames.map((frame) => frame?.probabilities[name] ?? Number.NaN);
    const most = values.reduce((a, b) => (b > a || Number.isNaN(a) ? b : a), Number.NaN);
    const last = prediction.summary?.probabilities[name] ?? Number.NaN;
    const line = sparkline(values, WIDTH, [0, 1]);
    const isAnswer = prediction.summary?.label === name;
    return [`  ${name}`, isAnswer ? pc.cyan(line) : line, most.toFixed(2), last.toFixed(2)];
  });
  const head = ["", `0 to ${seconds(lengthOf(recording))}`, "most", "end"];
  const lines = [formatTable(head, ["left", "left", "right", "right"], rows)];
  lines.push(`  ${stretches(recording, prediction)}`, ...strongest(recording, prediction));
  const early = prediction.early.map(({ share, prediction: { label, distribution } }) => {
    const sure = Math.max(...Object.values(distribution ?? {})).toFixed(2);
    return `${share * 100} % ${label ?? ABSTAINS}${label === "neutral" ? "" : ` ${sure}`}`;
  });
  lines.push(pc.dim(`  of the six, after ${early.join(", ")}`));
  return lines.join("\n");
}

const lengthOf = ({ timestampsMs }: Recording) => timestampsMs[timestampsMs.length - 1]!;

/** What the frame farthest from the neutral face shows: a clip may have come back to rest by its end. */
function strongest(
  { timestampsMs }: Recording,
  { frames, summary }: RecordingPrediction,
): string[] {
  if (Number.isNaN(summary?.magnitude ?? Number.NaN)) return [];
  const size = (t: number) => frames[t]?.magnitude ?? Number.NEGATIVE_INFINITY;
  const t = frames.reduce((best, _, k) => (size(k) > size(best) ? k : best), 0);
  const answer = frames[t]?.label ?? ABSTAINS;
  const sure = isExpression(answer) ? ` ${byExpression(frames[t]!)[answer]!.toFixed(2)}` : "";
  return [`  farthest from rest at ${seconds(timestampsMs[t]!)}: ${answer}${sure}`];
}

/** Such as "neutral until 0.83 s, happiness until 2.90 s". */
function stretches({ timestampsMs }: Recording, { frames }: RecordingPrediction): string {
  const found: { answer: string; untilMs: number }[] = [];
  frames.forEach((frame, t) => {
    const answer = frame === null ? "no face" : (frame.label ?? ABSTAINS);
    const untilMs = timestampsMs[t + 1] ?? timestampsMs[t]!;
    if (found.at(-1)?.answer === answer) found.at(-1)!.untilMs = untilMs;
    else found.push({ answer, untilMs });
  });
  const shown = found
    .slice(0, STRETCHES)
    .map(({ answer, untilMs }) => `${answer} until ${seconds(untilMs)}`);
  const more = found.length > STRETCHES ? `, and ${found.length - STRETCHES} stretches more` : "";
  return shown.join(", ") + more;
}

/** How the model's six heads were trained: the loss of each, and the ratio that chose it. */
export function lossesText({ losses, provenance, recipe }: RecognizerModel): string {
  const rows = losses.map(({ label, loss, ratio }) => [
    `  ${label}`,
    loss.kind,
    ratio === null ? "no positives" : ratio.toFixed(2),
  ]);
  const { dataset, recordings, subjects, seed } = provenance;
  const about = `model: ${recipe.cell.toUpperCase()}, ${recipe.hiddenSize} units, ${recipe.heads}; ${dataset}, ${recordings} recordings of ${subjects} subjects, seed ${seed}`;
  return `${about}\n${formatTable(["  head", "loss", recipe.ratio], ["left", "left", "right"], rows)}`;
}
