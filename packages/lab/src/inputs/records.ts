/** Predictions as plain JSON: a line a frame, and a summary a recording. */
import type { Prediction, Recording, RecordingPrediction } from "@mien/core";

type Probabilities = Prediction["probabilities"];

/** What is said of one moment. */
export interface FrameRecord {
  readonly recordingId: string;
  /** Which person of the source, 1, 2, ...; left out where one face was looked for. */
  readonly person?: number;
  /** From the recording's first frame on. */
  readonly timestampMs: number;
  readonly detected: boolean;
  /** The answer of an exclusive task; null where no face was seen, or the recogniser abstains. */
  readonly label: Prediction["label"];
  /** Of each label on its own, by name; null where no face was seen. */
  readonly probabilities: Probabilities | null;
  /** Labels at or above their own thresholds, each answered by itself. */
  readonly shown: readonly string[];
  /** Labels that it could be; empty where no face was seen, or none fits. */
  readonly set: readonly string[];
}

/** What is said of a whole recording. */
export interface SummaryRecord extends FrameRecord {
  readonly summary: true;
  /** What could be said after a share of the recording. */
  readonly early: readonly {
    readonly share: number;
    readonly label: Prediction["label"];
    readonly probabilities: Probabilities;
  }[];
  /** Largest displacement from the neutral face; null where none is subtracted, or no face was seen. */
  readonly magnitude: number | null;
  readonly frames: number;
  readonly framesWithFace: number;
}

/** Six decimals: what is beyond them is no knowledge, and a line stays readable. */
const round = (value: number) => Number(value.toFixed(6));

const rounded = ({ probabilities }: Prediction): Probabilities =>
  Object.fromEntries(
    Object.entries(probabilities).map(([label, probability]) => [label, round(probability)]),
  );

const said = (prediction: Prediction | null) => ({
  label: prediction?.label ?? null,
  probabilities: prediction === null ? null : rounded(prediction),
  shown: prediction?.shown ?? [],
  set: prediction?.set ?? [],
});

const personOf = ({ person }: Recording["provenance"]) => (person === undefined ? {} : { person });

/** One record a frame, in order. */
export function frameRecords(
  { id, timestampsMs, detected, provenance }: Recording,
  { frames }: RecordingPrediction,
): FrameRecord[] {
  return frames.map((prediction, t) => ({
    recordingId: id,
    ...personOf(provenance),
    timestampMs: round(timestampsMs[t]!),
    detected: detected[t] === 1,
    ...said(prediction),
  }));
}

/** What is said of the whole recording. */
export function summaryRecord(
  { id, timestampsMs, detected, provenance }: Recording,
  { summary, early }: RecordingPrediction,
): SummaryRecord {
  const framesWithFace = detected.reduce((sum, one) => sum + one, 0);
  const magnitude = summary?.magnitude ?? Number.NaN;
  return {
    recordingId: id,
    ...personOf(provenance),
    timestampMs: round(timestampsMs[timestampsMs.length - 1]!),
    detected: framesWithFace > 0,
    ...said(summary),
    summary: true,
    early: early.map(({ share, prediction }) => ({
      share,
      label: prediction.label,
      probabilities: rounded(prediction),
    })),
    magnitude: Number.isNaN(magnitude) ? null : round(magnitude),
    frames: timestampsMs.length,
    framesWithFace,
  };
}
