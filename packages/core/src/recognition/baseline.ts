import type { ImageSize, TopologyName } from "../face/index.ts";
import type { FeatureSpec, NeutralFace } from "../features/index.ts";
import type { RecognizerModel } from "./model.ts";

/**
 * What is subtracted from a person's features: a face of theirs at rest, the first frame, or the model's generic neutral.
 */
export type Baseline = NeutralFace | "first-frame" | "generic";

/**
 * The features of a model with a chosen baseline.
 *
 * @param names of the baselines that the caller takes by name, for the error
 * @throws on a baseline that is none of them and no neutral face, or any for a model whose features subtract nothing (`none`)
 */
export function withBaseline(
  model: Pick<RecognizerModel, "features" | "neutral">,
  baseline: Baseline | undefined,
  names: readonly string[] = ["first-frame", "generic"],
): { readonly spec: FeatureSpec; readonly neutral: NeutralFace | undefined } {
  const { features } = model;
  if (baseline === undefined) {
    // A model trained on people's own neutral faces falls back on the first frame, the nearest to them that is at hand.
    if (features.baseline === "person") return withBaseline(model, "first-frame");
    if (features.baseline === "generic") return withBaseline(model, "generic");
    return { spec: features, neutral: undefined };
  }
  checkBaseline(baseline, names);
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

function checkBaseline(baseline: unknown, names: readonly string[]): void {
  const isName = baseline === "first-frame" || baseline === "generic";
  const isFace = typeof baseline === "object" && baseline !== null && "landmarks" in baseline;
  if (isName || isFace) return;
  const got = typeof baseline === "string" ? baseline : JSON.stringify(baseline);
  throw new Error(
    `Recognizer: baseline must be one of ${names.join(", ")} or a neutral face, got ${got}`,
  );
}

/** @throws unless a recording of that topology has the features that the model was trained on */
export function checkFeatureNames(
  { scaler }: Pick<RecognizerModel, "scaler">,
  names: readonly string[],
  topology: TopologyName,
): void {
  const at = names.findIndex((name, i) => name !== scaler.names[i]);
  if (at < 0 && names.length === scaler.names.length) return;
  throw new Error(
    `Recognizer: ${topology} must give the model's ${scaler.names.length} features, ` +
      `got ${names.length}${at < 0 ? "" : `, the first of another name ${names[at]}`}`,
  );
}

/** Where a stream's landmarks come from. */
export interface StreamSource {
  readonly topology: TopologyName;
  readonly imageSize: ImageSize;
}
