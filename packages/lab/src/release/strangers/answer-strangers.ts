import {
  argmax,
  calmFace,
  EXPRESSIONS,
  type Expression,
  type NeutralFace,
  type Prediction,
  type Recording,
  type RecordingPrediction,
} from "@mien/core";
import type { Stranger } from "./strangers.ts";

/** What is judged: mien's recogniser, or anything that answers as it does. */
export interface Recognising {
  recognize(
    recording: Recording,
    options: { readonly baseline: NeutralFace | "generic" },
  ): Pick<RecordingPrediction, "frames" | "summary">;
}

export const STRANGER_BASELINES = ["own", "generic"] as const;
export type StrangerBaseline = (typeof STRANGER_BASELINES)[number];

/** What a recogniser says of a stranger's recording; null where no face was seen. */
export interface StrangerAnswer {
  readonly stranger: Stranger;
  /** Its one answer: null where it abstains. */
  readonly answer: Prediction["label"];
  /** Likeliest of the six after the whole recording. */
  readonly likeliest: Expression | null;
  /** Likeliest of the six at the frame that is farthest from the neutral. */
  readonly strongest: Expression | null;
  /** The answer at each frame: undefined where no face was seen. */
  readonly frames: readonly (Prediction["label"] | undefined)[];
  /** At the farthest frame of each true segment, as long as the truth's. */
  readonly segments: readonly SegmentAnswer[];
}

export interface SegmentAnswer {
  readonly answer: Prediction["label"];
  readonly likeliest: Expression | null;
}

/** The neutral of each person: their plain photo. Missing where no face was seen in it. */
export function ownNeutrals(strangers: readonly Stranger[]): ReadonlyMap<string, NeutralFace> {
  const neutrals = new Map<string, NeutralFace>();
  for (const { recording, truth } of strangers) {
    if (isPlain(truth.take) && recording.detected.includes(1)) {
      neutrals.set(recording.subjectId, calmFace(recording));
    }
  }
  return neutrals;
}

/** The photo that own neutrals are taken from is judged with neither baseline. */
export const isPlain = (take: Stranger["truth"]["take"]) =>
  take.kind === "calm-photo" && take.manner === "plain";

/** Answers to every recording that shows an expression or a calm face, the plain photos apart. */
export function answerStrangers(
  recogniser: Recognising,
  strangers: readonly Stranger[],
  baseline: StrangerBaseline,
): StrangerAnswer[] {
  const neutrals = ownNeutrals(strangers);
  return strangers.flatMap((stranger) => {
    const { take, subjectId } = stranger.truth;
    if (take.kind === "combinations" || isPlain(take)) return [];
    const neutral = baseline === "own" ? neutrals.get(subjectId) : "generic";
    // Whose own neutral was not seen is not judged by it.
    return neutral === undefined ? [] : [answerTo(recogniser, stranger, neutral)];
  });
}

function answerTo(
  recogniser: Recognising,
  stranger: Stranger,
  baseline: NeutralFace | "generic",
): StrangerAnswer {
  const { recording, truth } = stranger;
  if (!recording.detected.includes(1)) {
    return {
      stranger,
      answer: null,
      likeliest: null,
      strongest: null,
      frames: Array.from(recording.detected, () => undefined),
      segments: truth.segments.map(() => ({ answer: null, likeliest: null })),
    };
  }
  const { frames, summary } = recogniser.recognize(recording, { baseline });
  const farthest = (startMs: number, endMs: number) =>
    frames
      .filter((_, t) => within(recording.timestampsMs[t]!, startMs, endMs))
      .reduce<Prediction | null>(farther, null);
  return {
    stranger,
    answer: summary?.label ?? null,
    likeliest: likeliestOf(summary),
    strongest: likeliestOf(farthest(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)),
    frames: frames.map((prediction) => (prediction === null ? undefined : prediction.label)),
    segments: truth.segments.map(({ startMs, endMs }) => {
      const prediction = farthest(startMs, endMs);
      return { answer: prediction?.label ?? null, likeliest: likeliestOf(prediction) };
    }),
  };
}

const within = (timeMs: number, startMs: number, endMs: number) =>
  timeMs >= startMs - 1e-6 && timeMs <= endMs + 1e-6;

/** The one whose face is farther from rest; a magnitude that is not known loses to none. */
function farther(a: Prediction | null, b: Prediction | null): Prediction | null {
  if (a === null || b === null) return a ?? b;
  return b.magnitude > a.magnitude || Number.isNaN(a.magnitude) ? b : a;
}

/** @throws where the recogniser answers another task than the six expressions */
function likeliestOf(prediction: Prediction | null): Expression | null {
  if (prediction === null) return null;
  const { distribution } = prediction;
  const shares = EXPRESSIONS.map((name) => distribution?.[name] ?? Number.NaN);
  if (shares.some(Number.isNaN)) {
    throw new Error("judge: expected a recogniser of the six expressions, got one of another task");
  }
  return EXPRESSIONS[argmax(shares)]!;
}
