export { type ApexFeatures, apexFeatures, type FrameSize, farthestFrame } from "./apex.ts";
export { type AugmentOptions, augmentRecording } from "./augment.ts";
export { type BatchOptions, type FeatureBatch, toSequenceBatch } from "./batch.ts";
export { featureNames } from "./frame-features.ts";
export { GEOMETRY_FEATURES } from "./geometry.ts";
export {
  type CalmOptions,
  calmFace,
  calmFaces,
  genericNeutral,
  type NeutralFace,
} from "./neutral.ts";
export {
  createFrameScaler,
  fitScaler,
  fitWhitenedScaler,
  type Scaler,
  scaleFrame,
  scaleSequence,
} from "./scaler.ts";
export { computeFeatures, type FeatureOptions, type FeatureSequence } from "./sequence.ts";
export {
  type FeatureSet,
  type FeatureSpec,
  isCausal,
  type Resampling,
  resolveFeatureSpec,
} from "./spec.ts";
export { createFeatureStream, type FeatureStream, type FeatureStreamOptions } from "./stream.ts";
export {
  createWhitenedLength,
  createWhitener,
  fitWhitening,
  WHITENING_CONSTANTS,
  type Whitening,
} from "./whitening.ts";
