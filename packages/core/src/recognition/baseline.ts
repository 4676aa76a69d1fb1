import type { ImageSize, TopologyName } from "../face/index.ts";
import type { FeatureSpec, NeutralFace } from "../features/index.ts";
import type { RecognizerModel } from "./model.ts";

/**
 * What is subtracted from a person's features: a face of theirs at rest, the first frame, or the model's generic neutral.
 */
export type Baseline = NeutralFace | "first-frame" | "generic";

/** The features of a model with a chosen baseline; a model without one (`none`) takes no other. */
export function withBaseline(
  model: Pick<RecognizerModel, "features" | "neutral">,
  baseline: Baseline | undefined,
): { readonly spec: FeatureSpec; readonly neutral: NeutralFace | undefined } {
  const { features } = model;
  if (baseline === undefined) {
    // A model trained on people's own neutral faces falls back on the first frame, the nearest to them that is at hand.
    if (features.baseline === "person") return withBaseline(model, "first-frame");
    if (features.baseline === "generic") return withBaseline(model, "generic");
    return { spec: features, neutral: undefined };
  }
  if (features.baseline === "none") {
    throw new Error("Recognizer: this model subtracts no baseline, so it takes none");
  }
  if (baseline === "first-frame") {
    return { spec: { ...features, baseline: "first-frame" }, neutral: undefined };
  }
  if (baseline === "generic") {
    return { spec: { ...features, baseline: "generic" }, neutral: model.neutral };
  }
  return { spec: { ...features, baseline: "person" }, neutral: baseline };
}

/** Where a stream's landmarks come from. */
export interface StreamSource {
  readonly topology: TopologyName;
  readonly imageSize: ImageSize;
}
