import type { LabelledRecording } from "@mien/core";
import {
  apexFeatures,
  augmentRecording,
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
import { createRandom, type Random } from "@mien/core/math";

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

/** The frame farthest from the first face, by geometry; the first where there is no face. */
export const apexFrame = (recording: Recording): number => apexFeatures(recording)?.frame ?? 0;

/** A face at rest throughout: labelled neutral, and neither talk nor a distraction. */
const isCalm = ({ recording, label }: LabelledRecording): boolean =>
  label === "neutral" && !/-(speech|distraction)$/.test(recording.id);

/**
 * Every view of every recording with a face. A view is an item of its own, with its recording's subject: no split parts
 * them, and the calibration knows each.
 *
 * Each has a copy to train on, mirrored, turned and jittered at random.
 *
 * @param features with baseline `person`
 * @param seed of the copies
 */
export function* viewsOf(
  recordings: Iterable<LabelledRecording>,
  features: FeatureSpec,
  seed: number,
): Generator<ViewedSequence, void, undefined> {
  let actor: LabelledRecording[] = [];
  const random = createRandom(seed);
  let actors = 0;
  for (const item of recordings) {
    if (actor.length > 0 && actor[0]!.recording.subjectId !== item.recording.subjectId) {
      yield* viewsOfActor(actor, features, random.fork(actors++));
      actor = [];
    }
    actor.push(item);
  }
  yield* viewsOfActor(actor, features, random.fork(actors));
}

function* viewsOfActor(
  items: readonly LabelledRecording[],
  features: FeatureSpec,
  random: Random,
): Generator<ViewedSequence, void, undefined> {
  let at = 0;
  const seen = items.filter(({ recording }) => recording.detected.includes(1));
  const calm = seen.find(isCalm);
  const own = calm === undefined ? null : calmFace(calm.recording);
  for (const item of seen) {
    yield* viewsOfRecording(item, item === calm ? null : own, features, random.fork(at++));
  }
}

function* viewsOfRecording(
  item: LabelledRecording,
  own: NeutralFace | null,
  features: FeatureSpec,
  random: Random,
): Generator<ViewedSequence, void, undefined> {
  const { recording, label } = item;
  const changed = augmentRecording(recording, random, { dropped: 0 });
  const apex = apexFrame(recording);
  const first = recording.detected.indexOf(1);
  const atFirst = { ...features, baseline: "first-frame" } as const;
  const generic = { ...features, baseline: "generic" } as const;
  const neutral = own ?? calmFace(sliceRecording(recording, first, first + 1));
  const toApex = (of: Recording) => sliceRecording(of, 0, apex + 1);
  const photo = (of: Recording) => sliceRecording(of, apex, apex + 1);
  const take: Readonly<Record<View, ((of: Recording) => FeatureSequence) | null>> = {
    sequence: (of) => computeFeatures(of, atFirst),
    "sequence, generic": (of) => computeFeatures(of, generic),
    "sequence, own face":
      own === null ? null : (of) => computeFeatures(of, features, { neutral: own }),
    "to the apex":
      apex < recording.timestampsMs.length - 4
        ? (of) => computeFeatures(toApex(of), atFirst)
        : null,
    photo: (of) => computeFeatures(photo(of), features, { neutral }),
    "photo, generic": (of) => computeFeatures(photo(of), generic),
  };
  for (const view of VIEWS) {
    const sequence = take[view]?.(recording);
    if (sequence === undefined || !sequence.valid.includes(1)) continue;
    const copies = [take[view]!(changed)].filter(({ valid }) => valid.includes(1));
    yield {
      sequence: { ...sequence, recordingId: `${recording.id} (${view})` },
      subjectId: recording.subjectId,
      label,
      view,
      copies,
      isAtRest: isCalm(item),
      isGeneric: view.endsWith("generic"),
    };
  }
}
