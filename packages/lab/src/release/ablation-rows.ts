import type { LabelledRecording } from "@mien/core";
import {
  calmFace,
  computeFeatures,
  type FeatureSequence,
  type FeatureSpec,
  resolveFeatureSpec,
} from "@mien/core";
import type { CastName } from "./film-casts.ts";
import { SHIPPED_FEATURES } from "./shipped.ts";
import { apexFrame, sliceRecording } from "./views.ts";

/** One line of the table: what is trained on, and how recordings are seen, in training and in judgement alike. */
export interface AblationRow {
  readonly name: string;
  readonly cast: CastName;
  /** Share of the actors that train. */
  readonly share: number;
  /** Each recording is its apex frame, seen against its first. */
  readonly apexAlone: boolean;
  readonly features: FeatureSpec;
}

const full: AblationRow = {
  name: "full",
  cast: "full",
  share: 1,
  apexAlone: false,
  features: resolveFeatureSpec({ ...SHIPPED_FEATURES, baseline: "first-frame" }),
};
const withFeatures = (change: Partial<FeatureSpec>) => ({
  features: resolveFeatureSpec({ ...full.features, ...change }),
});

/** Each differs from the first in one thing. */
export const ABLATION_ROWS: readonly AblationRow[] = [
  full,
  { ...full, name: "one face shape for all", cast: "identity" },
  { ...full, name: "one variant an expression", cast: "variants" },
  { ...full, name: "no tension at rest", cast: "rest" },
  { ...full, name: "no dynamics: the apex frame alone", apexAlone: true },
  { ...full, name: "half of the actors", share: 1 / 2 },
  { ...full, name: "a quarter of the actors", share: 1 / 4 },
  { ...full, name: "geometry, not as unit vectors", ...withFeatures({ unit: false }) },
  { ...full, name: "named landmarks", ...withFeatures({ sets: ["landmarks"] }) },
  { ...full, name: "blendshapes", ...withFeatures({ sets: ["blendshapes"] }) },
];

/** How a row sees a recording; null where no frame of it shows a face. */
export function seenBy(
  { features, apexAlone }: AblationRow,
  { recording }: LabelledRecording,
): FeatureSequence | null {
  const first = recording.detected.indexOf(1);
  if (first < 0) return null;
  if (!apexAlone) return computeFeatures(recording, features);
  const apex = apexFrame(recording);
  return computeFeatures(
    sliceRecording(recording, apex, apex + 1),
    { ...features, baseline: "person" },
    { neutral: calmFace(sliceRecording(recording, first, first + 1)) },
  );
}
