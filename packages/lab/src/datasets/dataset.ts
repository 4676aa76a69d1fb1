import type { Recording } from "@mien/core";
import type { DatasetError } from "./dataset-error.ts";

/** A recording with the label that its source gives it, null where it gives none. */
export interface SourceRecording {
  readonly recording: Recording;
  readonly label: string | null;
  /** Truth that excludes no other; a name that is missing is unknown. */
  readonly marks?: Readonly<Record<string, boolean>>;
}

/** Pictures or a film that landmarks are still to be found in. Exactly one of framePaths and videoPath says where. */
export interface ClipOnDisk {
  readonly id: string;
  readonly subjectId: string;
  readonly label: string | null;
  readonly marks?: Readonly<Record<string, boolean>>;
  /** In order of time; empty where the clip is a film. */
  readonly framePaths: readonly string[];
  readonly videoPath: string | null;
  /** Frames a second of a folder of frames; null where unknown, and of a film. */
  readonly frameRate: number | null;
}

/** Contempt as a class of its own, left out, or kept as an item that belongs to none of the six. */
export type ContemptPolicy = "in" | "out" | "negative";

export const CONTEMPT_POLICIES: readonly ContemptPolicy[] = ["in", "out", "negative"];

export interface DatasetSummary {
  /** Sequences, clips or files that were looked at. */
  readonly found: number;
  readonly loaded: number;
  /** How many were passed over on purpose, by reason. */
  readonly skipped: Readonly<Record<string, number>>;
  /** One an item that could not be loaded. found = loaded + skipped + problems, but for added neutral first frames. */
  readonly problems: readonly DatasetError[];
  /** What was assumed because the source does not tell it, and what looks odd; a sentence each. */
  readonly remarks: readonly string[];
}

/** What a data set holds: recordings that are ready, clips that still go through the landmarker, or both. */
export interface Dataset {
  readonly recordings: readonly SourceRecording[];
  readonly clips: readonly ClipOnDisk[];
  readonly summary: DatasetSummary;
}

/** Collects what a loader finds, one item at a time, so that a bad one does not lose the rest. */
export interface DatasetBuilder {
  /** Loads one item; a DatasetError becomes a problem of the summary, any other error goes on. */
  attempt(load: () => void): void;
  addRecording(stored: SourceRecording): void;
  addClip(clip: ClipOnDisk): void;
  skip(reason: string): void;
  remark(sentence: string): void;
  finish(): Dataset;
}
