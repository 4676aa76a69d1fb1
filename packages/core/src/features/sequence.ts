import { type Recording, TOPOLOGIES } from "../face/index.ts";
import { createBaseFeatures } from "./base-features.ts";
import { createFrameFeatures, featureNames, resolveBaseline } from "./frame-features.ts";
import { genericNeutral, type NeutralFace } from "./neutral.ts";
import { interpolate, lengthGrid, stepGrid } from "./resample.ts";
import { type FeatureSpec, resolveFeatureSpec } from "./spec.ts";

/** What a network reads of one recording. */
export interface FeatureSequence {
  readonly recordingId: string;
  /** [F] */
  readonly names: readonly string[];
  /** Between frames; null where they keep the recording's own times. */
  readonly stepMs: number | null;
  /** [T] */
  readonly timestampsMs: Float64Array;
  /** [T, F]; NaN in frames that are not valid. */
  readonly values: Float32Array;
  /** [T], 0 where no face was seen. */
  readonly valid: Uint8Array;
}

/** What the features of a recording are computed with besides their spec. */
export interface FeatureOptions {
  /** The face that `person` and `generic` subtract. Default for `generic`: the canonical face; `person` needs one. */
  readonly neutral?: NeutralFace;
}

/** Base features of a recording's frames: [T, B], and [T] 1 where there is a face with a size. */
interface BaseFrames {
  readonly base: Float64Array;
  readonly seen: Uint8Array;
}

/**
 * A recording's features.
 *
 * Landmarks go to pixels; rotation is removed on rigid points, then place and size on the canthi; sets are computed frame by
 * frame, interpolated linearly to the spec's times, and the baseline subtracted. Times run from the first face to the last;
 * a time between two frames is valid if both show a face, so nothing is invented where none was seen. With resampling
 * `none` every frame of the recording keeps its place.
 *
 * Bit for bit what `createFeatureStream` gives, where the spec is causal.
 *
 * @throws if the spec asks for blendshapes that the recording lacks, or for a baseline without its neutral face
 */
export function computeFeatures(
  recording: Recording,
  options: Partial<FeatureSpec> = {},
  { neutral }: FeatureOptions = {},
): FeatureSequence {
  const spec = resolveFeatureSpec(options);
  const { id, topology, timestampsMs } = recording;
  const names = featureNames(spec, topology);
  const layout = createBaseFeatures(spec, topology, recording.imageSize);
  const baseline = resolveBaseline(spec, topology, neutral ?? null, genericNeutral);
  const { base, seen } = baseFrames(recording, layout);
  const [grid, stepMs] = resampleTimes(spec, timestampsMs, seen);
  const size = layout.names.length;
  const between = new Float64Array(size);
  const frames = createFrameFeatures(spec, layout, baseline);
  const values = new Float32Array(grid.length * names.length).fill(Number.NaN);
  const valid = new Uint8Array(grid.length);
  let t = 0;
  grid.forEach((time, k) => {
    while (timestampsMs[t]! < time) t++;
    const isFrame = timestampsMs[t] === time;
    if (seen[t] === 0 || !(isFrame || seen[t - 1] === 1)) return;
    valid[k] = 1;
    if (isFrame) {
      frames.write(time, base, t * size, values, k * names.length);
    } else {
      const [before, after] = [timestampsMs[t - 1]!, timestampsMs[t]!];
      const share = (time - before) / (after - before);
      interpolate(base, (t - 1) * size, t * size, share, between);
      frames.write(time, between, 0, values, k * names.length);
    }
  });
  return { recordingId: id, names, stepMs, timestampsMs: grid, values, valid };
}

function baseFrames(
  recording: Recording,
  layout: ReturnType<typeof createBaseFeatures>,
): BaseFrames {
  const { landmarks, blendshapes, detected, timestampsMs } = recording;
  const needsBlendshapes = layout.ranges.some(({ set }) => set === "blendshapes");
  if (needsBlendshapes && blendshapes === null) {
    throw new Error(
      `computeFeatures: the spec asks for blendshapes, and recording ${recording.id} ` +
        `(${TOPOLOGIES[recording.topology].name}) has none`,
    );
  }
  const size = layout.names.length;
  const base = new Float64Array(timestampsMs.length * size);
  const seen = Uint8Array.from(detected, (found, t) =>
    found === 1 && layout.write(landmarks, blendshapes, t, base, t * size) ? 1 : 0,
  );
  return { base, seen };
}

/** Times of the feature frames, and the step between them. */
function resampleTimes(
  { resample }: FeatureSpec,
  timestampsMs: Float64Array,
  seen: Uint8Array,
): readonly [times: Float64Array, stepMs: number | null] {
  if (resample.kind === "none") return [timestampsMs, null];
  const first = seen.indexOf(1);
  const stepMs = resample.kind === "step" ? resample.stepMs : null;
  if (first < 0) return [new Float64Array(0), stepMs];
  const from = timestampsMs[first]!;
  const to = timestampsMs[seen.lastIndexOf(1)]!;
  if (resample.kind === "step") return [stepGrid(from, to, resample.stepMs), stepMs];
  return [lengthGrid(from, to, resample.frames), (to - from) / (resample.frames - 1)];
}
