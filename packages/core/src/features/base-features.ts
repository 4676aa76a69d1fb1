import {
  BLENDSHAPES,
  type ImageSize,
  NAMED_POINTS,
  NEARLY_DEAD_BLENDSHAPES,
  TOPOLOGIES,
  type TopologyName,
} from "../face/index.ts";
import { log } from "../math/index.ts";
import { createAligner } from "./align.ts";
import { GEOMETRY_FEATURES, writeGeometry } from "./geometry.ts";
import type { FeatureSet, FeatureSpec } from "./spec.ts";

/** Where a set's base features lie: from `start`, before `end`. */
export interface SetRange {
  readonly set: FeatureSet;
  readonly start: number;
  readonly end: number;
}

/** Names of a frame's base features [B], set after set. */
export interface BaseLayout {
  readonly names: readonly string[];
  readonly ranges: readonly SetRange[];
}

export function baseLayout(spec: FeatureSpec, topology: TopologyName): BaseLayout {
  const names: string[] = [];
  const ranges: SetRange[] = [];
  for (const set of spec.sets) {
    const start = names.length;
    names.push(...setNames(set, spec, topology));
    ranges.push({ set, start, end: names.length });
  }
  return { names, ranges };
}

function setNames(set: FeatureSet, spec: FeatureSpec, topology: TopologyName): readonly string[] {
  switch (set) {
    case "geometry":
      return GEOMETRY_FEATURES;
    case "blendshapes":
      return blendshapeColumns(spec).map((column) => BLENDSHAPES[column]!);
    case "landmarks": {
      const axes = spec.depth ? ["x", "y", "z"] : ["x", "y"];
      const { points } = TOPOLOGIES[topology];
      const named = spec.points === "named";
      const labels = named ? NAMED_POINTS : Array.from({ length: points }, (_, i) => `point${i}`);
      return labels.flatMap((label) => axes.map((axis) => `${label}.${axis}`));
    }
  }
}

function blendshapeColumns(spec: FeatureSpec): readonly number[] {
  const columns = BLENDSHAPES.map((_, i) => i);
  if (spec.blendshapes === "all") return columns;
  return columns.filter((i) => !NEARLY_DEAD_BLENDSHAPES.includes(BLENDSHAPES[i]!));
}

/** Computes a frame's base features. Owns its scratch; `write` allocates nothing. */
export interface BaseFeatures extends BaseLayout {
  /**
   * @param landmarks [.., P, 3], the frame's at index `frame`
   * @param blendshapes [.., 52] likewise; null is right only where the spec asks for none
   * @param out receives B values from `offset`
   * @returns false for a face without size, whose values mean nothing
   */
  write(
    landmarks: Float32Array,
    blendshapes: Float32Array | null,
    frame: number,
    out: Float64Array,
    offset: number,
  ): boolean;
}

export function createBaseFeatures(
  spec: FeatureSpec,
  topology: TopologyName,
  imageSize: ImageSize,
): BaseFeatures {
  const { points, named } = TOPOLOGIES[topology];
  const namedIndices = Int32Array.from(NAMED_POINTS, (name) => named[name]);
  const all = Int32Array.from({ length: points }, (_, i) => i);
  const usesAll = spec.points === "all" && spec.sets.includes("landmarks");
  const shared = createAligner(topology, imageSize, spec.pose, namedIndices);
  const whole = usesAll ? createAligner(topology, imageSize, spec.pose, all) : null;
  const sharedPoints = new Float64Array(3 * namedIndices.length);
  const wholePoints = new Float64Array(usesAll ? 3 * points : 0);
  const placed = usesAll ? wholePoints : sharedPoints;
  const axes = spec.depth ? 3 : 2;
  const columns = Int32Array.from(blendshapeColumns(spec));
  const layout = baseLayout(spec, topology);

  const writeSet = (
    { set, start }: SetRange,
    blendshapes: Float32Array | null,
    frame: number,
    out: Float64Array,
    offset: number,
  ) => {
    if (set === "geometry") {
      writeGeometry(sharedPoints, out, offset + start);
    } else if (set === "landmarks") {
      writeAxes(placed, axes, out, offset + start);
    } else if (blendshapes === null) {
      throw new Error("features: the spec asks for blendshapes, and the face has none");
    } else {
      const at = frame * BLENDSHAPES.length;
      for (let i = 0; i < columns.length; i++) {
        const value = blendshapes[at + columns[i]!]!;
        out[offset + start + i] = spec.blendshapeScale === "logit" ? logit(value) : value;
      }
    }
  };
  return {
    ...layout,
    write(landmarks, blendshapes, frame, out, offset) {
      const at = 3 * points * frame;
      if (!shared.align(landmarks, at, sharedPoints)) return false;
      whole?.align(landmarks, at, wholePoints);
      for (const range of layout.ranges) writeSet(range, blendshapes, frame, out, offset);
      return true;
    },
  };
}

/** The first `axes` of each point's three coordinates. */
function writeAxes(points: Float64Array, axes: number, out: Float64Array, offset: number): void {
  let to = offset;
  for (let p = 0; p < points.length; p += 3) {
    for (let axis = 0; axis < axes; axis++) out[to++] = points[p + axis]!;
  }
}

/** ln(p / (1 - p)), p kept off 0 and 1, where a coefficient's digits are noise. */
function logit(share: number): number {
  const p = Math.min(Math.max(share, 0.001), 0.999);
  return log(p / (1 - p));
}
