import {
  NEUTRAL,
  type Prediction,
  type RecognizerModel,
  type Recording,
  type RecordingPrediction,
} from "@mien/core";
import pc from "picocolors";
import {
  answerStretches,
  type ChosenBaseline,
  farthestAnswer,
  labelsOf,
  type SummaryRecord,
} from "../inputs/index.ts";
import { sparkline } from "./sparkline.ts";
import { formatTable } from "./table.ts";

const WIDTH = 60;
/** Stretches of one answer that are listed. */
const STRETCHES = 8;

const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
const ABSTAINS = "undecided";

/** One line: how much of a face was seen, and what it shows, taken as a whole. */
export function summaryLine(
  record: SummaryRecord,
  baseline: ChosenBaseline["name"],
  exclusive: boolean,
): string {
  const { recordingId, frames, framesWithFace, timestampMs } = record;
  const many = frames === 1 ? "1 frame" : `${frames} frames, ${seconds(timestampMs)}`;
  const head = `${pc.bold(recordingId)}  ${many}`;
  if (framesWithFace === 0) {
    return `${head}: ${pc.yellow("no face was found in it, so nothing is predicted")}`;
  }
  const faces = framesWithFace < frames ? `, a face in ${framesWithFace}` : "";
  const from = baseline === "none" ? "" : pc.dim(`, measured from: ${baseline}`);
  return `${head}${faces}: ${exclusive ? answerText(record) : shownText(record)}${from}`;
}

/** The answer, how sure it is, and what else it may be; where there is no answer, what it may be. */
function answerText({ label, probabilities, set }: SummaryRecord): string {
  if (label === NEUTRAL) return pc.bold(NEUTRAL);
  const others = set.filter((name) => name !== label).join(", ");
  if (label === null) {
    return `${pc.bold(ABSTAINS)}; ${others === "" ? "like none of its labels" : `could be ${others}`}`;
  }
  const sure = `${label} ${probabilities![label]!.toFixed(2)}`;
  return `${pc.bold(sure)}${others === "" ? "" : `; could also be ${others}`}`;
}

/** Each label that is shown, answered by itself. */
function shownText({ shown, probabilities }: SummaryRecord): string {
  if (shown.length === 0) return pc.bold("none of its labels");
  return pc.bold(shown.map((name) => `${name} ${probabilities![name]!.toFixed(2)}`).join(", "));
}

/** Probabilities over time, one row a label, and which answer was given when. */
export function timeline(recording: Recording, prediction: RecordingPrediction): string {
  const { frames, summary } = prediction;
  const rows = labelsOf(prediction).map((name) => {
    const values = frames.map((frame) => frame?.probabilities[name] ?? Number.NaN);
    const most = values.reduce((a, b) => (b > a || Number.isNaN(a) ? b : a), Number.NaN);
    const last = summary?.probabilities[name] ?? Number.NaN;
    const line = sparkline(values, WIDTH, [0, 1]);
    const isAnswer = summary?.label === name || summary?.shown.includes(name) === true;
    return [`  ${name}`, isAnswer ? pc.cyan(line) : line, most.toFixed(2), last.toFixed(2)];
  });
  const { timestampsMs } = recording;
  const head = ["", `0 to ${seconds(timestampsMs[timestampsMs.length - 1]!)}`, "most", "end"];
  return [
    formatTable(head, ["left", "left", "right", "right"], rows),
    `  ${stretchesText(recording, prediction)}`,
    ...farthestText(recording, prediction),
    ...earlyText(prediction),
  ].join("\n");
}

const wordsOf = ({ label, distribution, shown }: Prediction): string =>
  distribution === null ? shown.join(" + ") || "none" : (label ?? ABSTAINS);

/** What the frame farthest from the neutral face shows: a clip may have come back to rest by its end. */
function farthestText({ timestampsMs }: Recording, prediction: RecordingPrediction): string[] {
  const t = farthestAnswer(prediction);
  if (t === null) return [];
  const frame = prediction.frames[t]!;
  const { label, probabilities } = frame;
  const sure = label === null || label === NEUTRAL ? "" : ` ${probabilities[label]!.toFixed(2)}`;
  return [`  farthest from rest at ${seconds(timestampsMs[t]!)}: ${wordsOf(frame)}${sure}`];
}

/** Such as "neutral until 0.83 s, happiness until 2.90 s". */
function stretchesText(recording: Recording, prediction: RecordingPrediction): string {
  const answers = prediction.frames.map((frame) => (frame === null ? "no face" : wordsOf(frame)));
  const found = answerStretches(recording, answers);
  const shown = found
    .slice(0, STRETCHES)
    .map(({ answer, untilMs }) => `${answer} until ${seconds(untilMs)}`);
  const more = found.length > STRETCHES ? `, and ${found.length - STRETCHES} stretches more` : "";
  return shown.join(", ") + more;
}

/** What could be said after a share of the sequence; nothing of a task whose labels are answered one by one. */
function earlyText({ early }: RecordingPrediction): string[] {
  const words = early.flatMap(({ share, prediction: { label, distribution } }) => {
    if (distribution === null) return [];
    const sure = Math.max(...Object.values(distribution)).toFixed(2);
    return [`${share * 100} % ${label ?? ABSTAINS}${label === NEUTRAL ? "" : ` ${sure}`}`];
  });
  return words.length === 0 ? [] : [pc.dim(`  among the labels, after ${words.join(", ")}`)];
}

/** How the model's heads were trained: the loss of each, and the ratio that chose it. */
export function modelText({ losses, provenance, recipe }: RecognizerModel): string {
  const rows = losses.map(({ label, loss, ratio }) => [
    `  ${label}`,
    loss.kind,
    ratio === null ? "no positives" : ratio.toFixed(2),
  ]);
  const { dataset, recordings, subjects, seed } = provenance;
  const about = `model: ${recipe.cell.toUpperCase()}, ${recipe.hiddenSize} units, ${recipe.heads}; ${dataset}, ${recordings} recordings of ${subjects} subjects, seed ${seed}`;
  return `${about}\n${formatTable(["  head", "loss", recipe.ratio], ["left", "left", "right"], rows)}`;
}
