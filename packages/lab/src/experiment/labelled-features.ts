import {
  calmFace,
  computeFeatures,
  createExampleSet,
  type ExampleSet,
  type FeatureSpec,
  type Label,
  type NeutralFace,
  type Recording,
} from "@mien/core";

/** A recording whose label is known. */
export interface Labelled {
  readonly recording: Recording;
  readonly label: Label;
}

/**
 * Feature sequences of labelled recordings. Where the spec subtracts the person's own neutral face, that is the calm median
 * of their neutral recordings; of a person without one, each recording's first frame.
 *
 * @throws if there are none, or one shows no face
 */
export function labelledFeatures(items: readonly Labelled[], features: FeatureSpec): ExampleSet {
  const neutralOf = features.baseline === "person" ? neutralFaces(items) : null;
  return createExampleSet(
    features,
    items.map(({ recording, label }) => {
      const neutral = neutralOf?.get(recording.subjectId);
      const spec =
        features.baseline === "person" && neutral === undefined
          ? ({ ...features, baseline: "first-frame" } as const)
          : features;
      const sequence = computeFeatures(recording, spec, neutral === undefined ? {} : { neutral });
      return { sequence, subjectId: recording.subjectId, label };
    }),
  );
}

/** The calm face of each person who has a neutral recording with a face; the first such recording serves. */
function neutralFaces(items: readonly Labelled[]): ReadonlyMap<string, NeutralFace> {
  const faces = new Map<string, NeutralFace>();
  for (const { recording, label } of items) {
    const isUseful = label === "neutral" && recording.detected.includes(1);
    if (isUseful && !faces.has(recording.subjectId)) {
      faces.set(recording.subjectId, calmFace(recording));
    }
  }
  return faces;
}
