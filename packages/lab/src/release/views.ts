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
 * person's own calm face from another recording, or the generic neutral subtracted. A recording of one frame is met as a photo,
 * and held still for a while.
 */
export const VIEWS = [
  "sequence",
  "sequence, generic",
  "sequence, own face",
  "to the apex",
  "photo",
  "photo, generic",
  "held",
  "held, generic",
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

/** The recording's one frame for as long as a person looks into a camera, 15 times a second. */
function holdStill(recording: Recording, frames: number): Recording {
  const repeat = (values: Float32Array | null, width: number) =>
    values === null
      ? null
      : Float32Array.from({ length: frames * width }, (_, i) => values[i % width]!);
  return createRecording({
    ...recording,
    timestampsMs: Float64Array.from({ length: frames }, (_, t) => (1000 * t) / 15),
    landmarks: repeat(recording.landmarks, 3 * TOPOLOGIES[recording.topology].points)!,
    blendshapes: repeat(recording.blendshapes, BLENDSHAPES.length),
    poseMatrices: repeat(recording.poseMatrices, 16),
    detected: new Uint8Array(frames).fill(1),
  });
}

/** A face at rest throughout: labelled neutral, and neither talk nor a distraction. */
const isCalm = ({ recording, label }: LabelledRecording): boolean =>
  label === "neutral" && !/-(speech|distraction|talk)(-|$)/.test(recording.id);

export interface ViewOptions {
  /** Least and largest noise of the copies' points, in outer canthal distances. Default: as augmentRecording's. */
  readonly jitter?: readonly [least: number, most: number] | undefined;
}
interface Viewing extends ViewOptions {
  readonly features: FeatureSpec;
}

/**
 * Every view of every recording with a face. A view is an item of its own, with its recording's subject: no split parts
 * them, and the calibration knows each.
 *
 * Each has a copy to train on, mirrored, turned and jittered at random; with `jitter`, a third of them do, with noise drawn
 * from that range.
 *
 * @param features with baseline `person`
 * @param seed of the copies
 */
export function* viewsOf(
  recordings: Iterable<LabelledRecording>,
  features: FeatureSpec,
  seed: number,
  { jitter }: ViewOptions = {},
): Generator<ViewedSequence, void, undefined> {
  let actor: LabelledRecording[] = [];
  const random = createRandom(seed);
  let actors = 0;
  for (const item of recordings) {
    if (actor.length > 0 && actor[0]!.recording.subjectId !== item.recording.subjectId) {
      yield* viewsOfActor(actor, { features, jitter }, random.fork(actors++));
      actor = [];
    }
    actor.push(item);
  }
  yield* viewsOfActor(actor, { features, jitter }, random.fork(actors));
}

function* viewsOfActor(
  items: readonly LabelledRecording[],
  how: Viewing,
  random: Random,
): Generator<ViewedSequence, void, undefined> {
  let at = 0;
  const seen = items.filter(({ recording }) => recording.detected.includes(1));
  const calm = seen.find(isCalm);
  const own = calm === undefined ? null : calmFace(calm.recording);
  for (const item of seen) {
    yield* viewsOfRecording(item, item === calm ? null : own, how, random.fork(at++));
  }
}

function* viewsOfRecording(
  item: LabelledRecording,
  own: NeutralFace | null,
  { features, jitter }: Viewing,
  random: Random,
): Generator<ViewedSequence, void, undefined> {
  const { recording, label } = item;
  const changed = changedCopy(recording, jitter, random);
  const isPhoto = recording.timestampsMs.length === 1;
  const take = isPhoto
    ? photoTakes(recording, own, features, random)
    : clipTakes(recording, own, features);
  for (const view of VIEWS) {
    const sequence = take[view]?.(recording);
    if (sequence === undefined || !sequence.valid.includes(1)) continue;
    const copies = changed === null ? [] : [take[view]!(changed)];
    yield {
      sequence: { ...sequence, recordingId: `${recording.id} (${view})` },
      subjectId: recording.subjectId,
      label,
      view,
      copies: copies.filter(({ valid }) => valid.includes(1)),
      isAtRest: isCalm(item),
      isGeneric: view.endsWith("generic"),
    };
  }
}

/** Null where the recording has no copy. */
function changedCopy(
  recording: Recording,
  jitter: ViewOptions["jitter"],
  random: Random,
): Recording | null {
  if (jitter === undefined) return augmentRecording(recording, random, { dropped: 0 });
  if (random.uniform() >= 1 / 3) return null;
  const [least, most] = jitter;
  const noise = least + (most - least) * random.uniform();
  return augmentRecording(recording, random, { dropped: 0, jitter: noise });
}

/** How each view is taken of a recording or of a copy of it; one that is missing is not. */
type Takes = Readonly<Partial<Record<View, ((of: Recording) => FeatureSequence) | null>>>;

function clipTakes(recording: Recording, own: NeutralFace | null, features: FeatureSpec): Takes {
  const apex = apexFrame(recording);
  const first = recording.detected.indexOf(1);
  const atFirst = { ...features, baseline: "first-frame" } as const;
  const generic = { ...features, baseline: "generic" } as const;
  const neutral = own ?? calmFace(sliceRecording(recording, first, first + 1));
  const toApex = (of: Recording) => sliceRecording(of, 0, apex + 1);
  const photo = (of: Recording) => sliceRecording(of, apex, apex + 1);
  return {
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
}

/** Two seconds at the most, 15 times a second. */
const LONGEST_HOLD = 30;

/** Of one frame, which says nothing of itself: without a calm face of the person's there is the generic one alone. */
function photoTakes(
  { detected }: Recording,
  own: NeutralFace | null,
  features: FeatureSpec,
  random: Random,
): Takes {
  if (detected[0] !== 1) return {};
  const generic = { ...features, baseline: "generic" } as const;
  const toOwn =
    own === null ? null : (of: Recording) => computeFeatures(of, features, { neutral: own });
  const toGeneric = (of: Recording) => computeFeatures(of, generic);
  const frames = 2 + Math.floor((LONGEST_HOLD - 1) * random.uniform());
  // A third of the photos are held, by turns against either neutral: a hold costs as much as twenty photos.
  const turn = random.uniform();
  const holds = (take: typeof toOwn) =>
    take === null ? null : (of: Recording) => take(holdStill(of, frames));
  return {
    photo: toOwn,
    "photo, generic": toGeneric,
    held: turn < 1 / 6 ? holds(toOwn) : null,
    "held, generic": turn >= 1 / 6 && turn < 1 / 3 ? holds(toGeneric) : null,
  };
}
