import { EXPRESSIONS, isExpression, type Label } from "../face/index.ts";
import type { FeatureSequence, FeatureSpec } from "../features/index.ts";

/**
 * Feature sequences with what is known of them, side by side. Plain arrays: it can be posted to a worker.
 *
 * N recordings, C changed copies of them for training.
 */
export interface ExampleSet {
  readonly features: FeatureSpec;
  /** [N] */
  readonly sequences: readonly FeatureSequence[];
  /** Index into EXPRESSIONS, or -1 for a face that shows none of the six [N]. */
  readonly classes: Int32Array;
  /** [N] */
  readonly subjectIds: readonly string[];
  /** 1 where the face is at rest throughout [N]: the magnitude gates are set on these. */
  readonly neutral: Uint8Array;
  /** 1 where the features subtract the generic neutral and not the person's own face [N]: displacements are larger then. */
  readonly generic: Uint8Array;
  /** Copies for training, and for each the recording that it was made from [C]. */
  readonly copies: readonly FeatureSequence[];
  readonly copyOf: Int32Array;
}

export interface LabelledSequence {
  readonly sequence: FeatureSequence;
  readonly subjectId: string;
  readonly label: Label;
  /** Whether the face is at rest throughout; a talking face is neutral, but not at rest. Default: the label is neutral. */
  readonly isAtRest?: boolean;
  /** Whether the sequence's features subtract the generic neutral. Default: what the set's features say. */
  readonly isGeneric?: boolean;
  /** Augmented or shortened forms of the same recording; they train where it trains, and are never tested. */
  readonly copies?: readonly FeatureSequence[];
}

/**
 * Joins labelled sequences; contempt and neutral belong to none of the six.
 *
 * @throws if there are none, or one has no frame with a face, naming its recording
 */
export function createExampleSet(
  features: FeatureSpec,
  items: readonly LabelledSequence[],
): ExampleSet {
  if (items.length === 0) throw new Error("createExampleSet: expected recordings, got none");
  for (const { sequence, copies = [] } of items) {
    for (const s of [sequence, ...copies]) {
      if (!s.valid.includes(1)) {
        throw new Error(`createExampleSet: recording ${s.recordingId} has no frame with a face`);
      }
    }
  }
  return {
    features,
    sequences: items.map(({ sequence }) => sequence),
    classes: Int32Array.from(items, ({ label }) =>
      isExpression(label) ? EXPRESSIONS.indexOf(label) : -1,
    ),
    subjectIds: items.map(({ subjectId }) => subjectId),
    neutral: Uint8Array.from(items, ({ label, isAtRest = label === "neutral" }) =>
      Number(isAtRest),
    ),
    generic: Uint8Array.from(items, ({ isGeneric = features.baseline === "generic" }) =>
      Number(isGeneric),
    ),
    copies: items.flatMap(({ copies = [] }) => copies),
    copyOf: Int32Array.from(items.flatMap(({ copies = [] }, n) => copies.map(() => n))),
  };
}
