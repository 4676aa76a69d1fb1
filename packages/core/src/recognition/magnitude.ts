import type { TopologyName } from "../face/index.ts";
import {
  createWhitenedLength,
  type FeatureSequence,
  type FeatureSpec,
  featureNames,
  type Scaler,
} from "../features/index.ts";

/**
 * How far a face is from its neutral: |displacement| over the geometry features (outer canthal distances and radians), or
 * over the spec's first set where it has no geometry. With a scaler that whitens, |z| of the whole displacement: how far it is
 * in units of how calm faces differ (the Mahalanobis length, but for the ridge).
 *
 * @returns a function of one frame's features, before scaling, from an offset; null where nothing is subtracted
 */
export function createMagnitude(
  spec: FeatureSpec,
  topology: TopologyName,
  scaler?: Scaler,
): ((values: Float32Array, offset: number) => number) | null {
  if (spec.baseline === "none") return null;
  if (scaler?.whitening !== undefined) return createWhitenedLength(scaler.whitening);
  const set = spec.sets.includes("geometry") ? "geometry" : spec.sets[0]!;
  const lengthOf = (sets: FeatureSpec["sets"]) =>
    sets.length === 0
      ? 0
      : featureNames({ ...spec, sets, velocity: false, whiten: false }, topology).length;
  const start = lengthOf(spec.sets.slice(0, spec.sets.indexOf(set)));
  const end = start + lengthOf([set]);
  if (spec.unit) return (values, offset) => values[offset + end - 1]!; // the set's `.norm`
  return (values, offset) => {
    let sum = 0;
    for (let i = start; i < end; i++) sum += values[offset + i]! * values[offset + i]!;
    return Math.sqrt(sum);
  };
}

/** The largest magnitude over a sequence's valid frames; NaN where there is none. */
export function peakMagnitude(
  sequence: FeatureSequence,
  magnitude: ((values: Float32Array, offset: number) => number) | null,
): number {
  if (magnitude === null) return Number.NaN;
  const F = sequence.names.length;
  let most = Number.NaN;
  sequence.valid.forEach((seen, t) => {
    if (seen === 0) return;
    const m = magnitude(sequence.values, t * F);
    if (!(m <= most)) most = m;
  });
  return most;
}
