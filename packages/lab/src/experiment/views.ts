import {
  BLENDSHAPES,
  calmFace,
  computeFeatures,
  createRecording,
  type FeatureSequence,
  type FeatureSpec,
  type LabelledSequence,
  type NeutralFace,
  type Recording,
  TOPOLOGIES,
} from "@mien/core";
import type { Labelled } from "./labelled-features.ts";

/**
 * How a recogniser may meet a recording: whole, up to its apex, or as a photo of its apex; with the first frame, the
 * person's own calm face from another recording, or the generic neutral subtracted.
 */
export const VIEWS = [
  "sequence",
  "sequence, generic",
  "sequence, own face",
  "to the apex",
  "photo",
  "photo, generic",
] as const;
export type View = (typeof VIEWS)[number];

export interface ViewedSequence extends LabelledSequence {
  readonly view: View;
}

/** The recording's frames [from, to), with their times. */
export function sliceRecording(recording: Recording, from: number, to: number): Recording {
  const rows = (values: Float32Array | null, width: number) =>
    values === null ? null : values.slice(from * width, to * width);
  return createRecording({
    ...recording,
    timestampsMs: recording.timestampsMs.slice(from, to),
    landmarks: rows(recording.landmarks, 3 * TOPOLOGIES[recording.topology].points)!,
    blendshapes: rows(recording.blendshapes, BLENDSHAPES.length),
    poseMatrices: rows(recording.poseMatrices, 16),
    detected: recording.detected.slice(from, to),
  });
}

/** The frame farthest from the first face, by geometry. */
export function apexFrame(recording: Recording): number {
  const { names, values, valid } = computeFeatures(recording, { sets: ["geometry"] });
  const F = names.length;
  let [apex, most] = [0, -1];
  valid.forEach((seen, t) => {
    if (seen === 0) return;
    let sum = 0;
    for (let i = t * F; i < (t + 1) * F; i++) sum += values[i]! * values[i]!;
    if (sum > most) [apex, most] = [t, sum];
  });
  return apex;
}

/** A face at rest throughout: labelled neutral, and neither talk nor a distraction. */
const isCalm = ({ recording, label }: Labelled): boolean =>
  label === "neutral" && !/-(speech|distraction)$/.test(recording.id);

/**
 * Every view of every recording with a face. A view is an item of its own, with its recording's subject: no split parts
 * them, and the calibration knows each.
 *
 * @param features with baseline `person`
 */
export function* viewsOf(
  recordings: Iterable<Labelled>,
  features: FeatureSpec,
): Generator<ViewedSequence, void, undefined> {
  let actor: Labelled[] = [];
  for (const item of recordings) {
    if (actor.length > 0 && actor[0]!.recording.subjectId !== item.recording.subjectId) {
      yield* viewsOfActor(actor, features);
      actor = [];
    }
    actor.push(item);
  }
  yield* viewsOfActor(actor, features);
}

function* viewsOfActor(
  items: readonly Labelled[],
  features: FeatureSpec,
): Generator<ViewedSequence, void, undefined> {
  const seen = items.filter(({ recording }) => recording.detected.includes(1));
  const calm = seen.find(isCalm);
  const own = calm === undefined ? null : calmFace(calm.recording);
  for (const item of seen) {
    yield* viewsOfRecording(item, item === calm ? null : own, features);
  }
}

function* viewsOfRecording(
  item: Labelled,
  own: NeutralFace | null,
  features: FeatureSpec,
): Generator<ViewedSequence, void, undefined> {
  const { recording, label } = item;
  const apex = apexFrame(recording);
  const first = recording.detected.indexOf(1);
  const atFirst = { ...features, baseline: "first-frame" } as const;
  const generic = { ...features, baseline: "generic" } as const;
  const photo = sliceRecording(recording, apex, apex + 1);
  const neutral = own ?? calmFace(sliceRecording(recording, first, first + 1));
  const made: (readonly [View, FeatureSequence])[] = [
    ["sequence", computeFeatures(recording, atFirst)],
    ["sequence, generic", computeFeatures(recording, generic)],
    ["photo", computeFeatures(photo, features, { neutral })],
    ["photo, generic", computeFeatures(photo, generic)],
  ];
  if (own !== null) {
    made.push(["sequence, own face", computeFeatures(recording, features, { neutral: own })]);
  }
  if (apex < recording.timestampsMs.length - 4) {
    made.push(["to the apex", computeFeatures(sliceRecording(recording, 0, apex + 1), atFirst)]);
  }
  for (const [view, sequence] of made) {
    if (!sequence.valid.includes(1)) continue;
    yield {
      sequence: { ...sequence, recordingId: `${recording.id} (${view})` },
      ...{ subjectId: recording.subjectId, label, view, isAtRest: isCalm(item) },
      isGeneric: view.endsWith("generic"),
    };
  }
}
