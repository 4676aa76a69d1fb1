import type { TopologyName } from "../face/index.ts";
import { type BaseLayout, baseLayout, createBaseFeatures } from "./base-features.ts";
import type { NeutralFace } from "./neutral.ts";
import type { FeatureSet, FeatureSpec } from "./spec.ts";

/**
 * Length below which a displacement is mostly a still face's noise, so that its direction should not count for much: in
 * outer canthal distances (and radians), or shares of a coefficient.
 */
const FLOORS: Readonly<Record<FeatureSet, number>> = {
  landmarks: 0.05,
  geometry: 0.05,
  blendshapes: 0.1,
};

/**
 * Names of a frame's features [F]: each set's base features, after them its `<set>.norm` where the spec has `unit`; then,
 * where it has `velocity`, `<name>.velocity` of every base feature; last, where it has `whiten`, `displacement.norm` of all.
 */
export function featureNames(spec: FeatureSpec, topology: TopologyName): readonly string[] {
  const { names, ranges } = baseLayout(spec, topology);
  const values = ranges.flatMap(({ set, start, end }) => [
    ...names.slice(start, end),
    ...(spec.unit ? [`${set}.norm`] : []),
  ]);
  if (spec.whiten === true) return [...values, "displacement.norm"];
  return spec.velocity ? [...values, ...names.map((name) => `${name}.velocity`)] : values;
}

/** Turns base features, fed in rising time, into features. Allocates nothing a frame. */
export interface FrameFeatures {
  /**
   * @param base [.., B], the frame's from `offset`
   * @param out receives F values from `outOffset`
   */
  write(
    timeMs: number,
    base: Float64Array,
    offset: number,
    out: Float32Array,
    outOffset: number,
  ): void;
}

/**
 * The last stage, with the memory it needs: d = base - baseline; with `unit`, d / sqrt(|d|^2 + floor^2) and |d| for each set;
 * with `whiten`, d and |d| over all sets; with `velocity`, (d - d') / (t - t') with d' at the last frame before with a face, 0 at the first.
 *
 * @param baseline [B]; null takes the first frame's
 */
export function createFrameFeatures(
  spec: FeatureSpec,
  layout: BaseLayout,
  baseline: Float64Array | null,
): FrameFeatures {
  const size = layout.names.length;
  const rest = new Float64Array(size);
  const displacement = new Float64Array(size);
  const before = new Float64Array(size);
  let timeBefore = Number.NaN;
  if (baseline !== null) rest.set(baseline);

  return {
    write(timeMs, base, offset, out, outOffset) {
      const isFirst = Number.isNaN(timeBefore);
      if (isFirst && baseline === null) {
        for (let i = 0; i < size; i++) rest[i] = base[offset + i]!;
      }
      for (let i = 0; i < size; i++) displacement[i] = base[offset + i]! - rest[i]!;
      let to = outOffset;
      for (const { set, start, end } of layout.ranges) {
        const norm = spec.unit ? length(displacement, start, end) : 0;
        const scale = spec.unit ? Math.sqrt(norm * norm + FLOORS[set] * FLOORS[set]) : 1;
        for (let i = start; i < end; i++) out[to++] = displacement[i]! / scale;
        if (spec.unit) out[to++] = norm;
      }
      if (spec.whiten === true) out[to++] = length(displacement, 0, size);
      const seconds = (timeMs - timeBefore) / 1000;
      for (let i = 0; spec.velocity && i < size; i++) {
        out[to++] = seconds > 0 ? (displacement[i]! - before[i]!) / seconds : 0;
      }
      before.set(displacement);
      timeBefore = timeMs;
    },
  };
}

function length(values: Float64Array, start: number, end: number): number {
  let sum = 0;
  for (let i = start; i < end; i++) sum += values[i]! * values[i]!;
  return Math.sqrt(sum);
}

/**
 * Base features [B] that the spec subtracts, null for the first frame's own.
 *
 * @param neutral the person's calm face or the generic one
 * @throws if `person` has no neutral, if `first-frame` or `none` has one, or if it is of a topology whose names differ
 */
export function resolveBaseline(
  spec: FeatureSpec,
  topology: TopologyName,
  neutral: NeutralFace | null,
  generic: () => NeutralFace,
): Float64Array | null {
  const takes = spec.baseline === "person" || spec.baseline === "generic";
  if (!takes && neutral !== null) {
    throw new Error(`features: baseline ${spec.baseline} takes no neutral face, got one`);
  }
  const names = featureNames(spec, topology);
  if (spec.baseline === "first-frame") return null;
  const size = baseLayout(spec, topology).names.length;
  if (spec.baseline === "none") return new Float64Array(size);
  const face = neutral ?? (spec.baseline === "generic" ? generic() : null);
  if (face === null) throw new Error("features: baseline person needs a neutral face, got none");
  if (featureNames(spec, face.topology).join() !== names.join()) {
    throw new Error(
      `features: all points of ${topology} need a neutral face of that topology, got ${face.topology}`,
    );
  }
  const base = createBaseFeatures(spec, face.topology, face.imageSize);
  const rest = new Float64Array(size);
  if (!base.write(face.landmarks, face.blendshapes, 0, rest, 0)) {
    throw new Error("features: the neutral face has no size: its outer canthi meet");
  }
  return rest;
}
