import { EXPRESSION_TASK, type LabelledRecording, NEUTRAL, type Task } from "../face/index.ts";
import type { FeatureSequence, FeatureSpec } from "../features/index.ts";

/**
 * Feature sequences with what is known of them, side by side. Plain arrays: it can be posted to a worker.
 *
 * N recordings, C labels of the task, K changed copies of the recordings for training.
 */
export interface ExampleSet {
  readonly task: Task;
  readonly features: FeatureSpec;
  /** [N] */
  readonly sequences: readonly FeatureSequence[];
  /** Index into the task's labels, or -1 for a face that shows none; all -1 where the task is not exclusive [N]. */
  readonly classes: Int32Array;
  /** 1 where the face shows the label [N, C]. */
  readonly targets: Uint8Array;
  /** 0 where nothing is known of the label: such a target trains, calibrates and judges nothing [N, C]. */
  readonly known: Uint8Array;
  /** [N] */
  readonly subjectIds: readonly string[];
  /** 1 where the face is at rest throughout [N]: the magnitude gates are set on these. */
  readonly neutral: Uint8Array;
  /** 1 where the features subtract the generic neutral and not the person's own face [N]: displacements are larger then. */
  readonly generic: Uint8Array;
  /** Copies for training, and for each the recording that it was made from [K]. */
  readonly copies: readonly FeatureSequence[];
  readonly copyOf: Int32Array;
}

/** One recording's features with what is known of it, on the way into an ExampleSet. */
export interface LabelledSequence extends Omit<LabelledRecording, "recording"> {
  readonly sequence: FeatureSequence;
  readonly subjectId: string;
  /** Whether the face is at rest throughout; a talking face is neutral, but not at rest. Default: the label is neutral. */
  readonly isAtRest?: boolean;
  /** Whether the sequence's features subtract the generic neutral. Default: what the set's features say. */
  readonly isGeneric?: boolean;
  /** Augmented or shortened forms of the same recording; they train where it trains, and are never tested. */
  readonly copies?: readonly FeatureSequence[];
}

/**
 * Joins labelled sequences. Of an exclusive task the label decides every target, and a label outside the task belongs to no
 * class; of another the marks do, and a label without one is unknown.
 *
 * @throws if there are none; if one has no frame with a face, no marks where the task wants them, or a mark that is none of
 *   the task's labels, naming its recording
 */
export function createExampleSet(
  features: FeatureSpec,
  items: readonly LabelledSequence[],
  task: Task = EXPRESSION_TASK,
): ExampleSet {
  if (items.length === 0) throw new Error("createExampleSet: expected recordings, got none");
  for (const item of items) checkItem(item, task);
  const truth = items.map((item) => (task.exclusive ? truthOfLabel : truthOfMarks)(item, task));
  return {
    task,
    features,
    sequences: items.map(({ sequence }) => sequence),
    classes: Int32Array.from(items, ({ label }) =>
      task.exclusive ? task.labels.indexOf(label) : -1,
    ),
    targets: Uint8Array.from(truth.flat(), (shows) => Number(shows === true)),
    known: Uint8Array.from(truth.flat(), (shows) => Number(shows !== undefined)),
    subjectIds: items.map(({ subjectId }) => subjectId),
    neutral: Uint8Array.from(items, ({ label, isAtRest = label === NEUTRAL }) => Number(isAtRest)),
    generic: Uint8Array.from(items, ({ isGeneric = features.baseline === "generic" }) =>
      Number(isGeneric),
    ),
    copies: items.flatMap(({ copies = [] }) => copies),
    copyOf: Int32Array.from(items.flatMap(({ copies = [] }, n) => copies.map(() => n))),
  };
}

function checkItem({ sequence, marks, copies = [] }: LabelledSequence, task: Task): void {
  for (const { valid, recordingId } of [sequence, ...copies]) {
    if (!valid.includes(1)) {
      throw new Error(`createExampleSet: recording ${recordingId} has no frame with a face`);
    }
  }
  const where = `createExampleSet: recording ${sequence.recordingId}`;
  if (task.exclusive) return;
  if (marks === undefined) {
    throw new Error(`${where} must have marks, for task ${task.name} is not exclusive; got none`);
  }
  const stray = Object.keys(marks).find((label) => !task.labels.includes(label));
  if (stray === undefined) return;
  throw new Error(`${where}: marks must be of ${task.labels.join(", ")}, got ${stray}`);
}

/** Of each label whether the face shows it; undefined where nothing is known [C]. */
type Truth = readonly (boolean | undefined)[];

const truthOfLabel = ({ label }: LabelledSequence, { labels }: Task): Truth =>
  labels.map((name) => name === label);

const truthOfMarks = ({ marks = {} }: LabelledSequence, { labels }: Task): Truth =>
  labels.map((name) => (Object.hasOwn(marks, name) ? marks[name] : undefined));
