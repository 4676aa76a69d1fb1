import {
  augmentRecording,
  calmFaces,
  computeFeatures,
  createExampleSet,
  type ExampleSet,
  type FeatureSpec,
  type LabelledRecording,
  type Recording,
  type Task,
} from "@mien/core";
import { createRandom } from "@mien/core/math";

/** The task, and augmented copies. */
export interface LabelledFeaturesOptions {
  /** What the labels, or marks, answer. Default: the six expressions. */
  readonly task?: Task;
  /** Changed copies of each recording, which train where it trains; default 0. */
  readonly copies?: number;
  /** Of the changes; default 0. */
  readonly seed?: number;
}

/**
 * Feature sequences of labelled recordings, with copies that were mirrored, turned, jittered and lost frames. Where the
 * spec subtracts the person's own neutral face, that is the calm median of their neutral recordings; of a person without
 * one, each recording's first frame.
 *
 * @throws if there are none, or one shows no face
 */
export function labelledFeatures(
  items: readonly LabelledRecording[],
  features: FeatureSpec,
  { task, copies = 0, seed = 0 }: LabelledFeaturesOptions = {},
): ExampleSet {
  const random = createRandom(seed);
  const neutralOf = features.baseline === "person" ? calmFaces(items) : null;
  return createExampleSet(
    features,
    items.map(({ recording, label, marks }, i) => {
      const neutral = neutralOf?.get(recording.subjectId);
      const spec =
        features.baseline === "person" && neutral === undefined
          ? ({ ...features, baseline: "first-frame" } as const)
          : features;
      const compute = (of: Recording) =>
        computeFeatures(of, spec, neutral === undefined ? {} : { neutral });
      const changed = Array.from({ length: copies }, (_, c) =>
        compute(augmentRecording(recording, random.fork(i).fork(c))),
      );
      return {
        sequence: compute(recording),
        subjectId: recording.subjectId,
        label,
        ...(marks === undefined ? {} : { marks }),
        copies: changed.filter(({ valid }) => valid.includes(1)),
      };
    }),
    task,
  );
}
