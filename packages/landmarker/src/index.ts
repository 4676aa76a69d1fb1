export type { CropPx } from "./crop.ts";
export { encodeVideo, type VideoEncoder } from "./encode-video.ts";
export { IMAGE_EXTENSIONS, isImagePath, isVideoPath, VIDEO_EXTENSIONS } from "./endings.ts";
export {
  createLandmarkers,
  type Extracted,
  type ExtractedSource,
  type ExtractSourceOptions,
  extractSource,
  type FacesLeft,
  type Landmarkers,
} from "./extract-source.ts";
export { type OpenFramesOptions, openFrames, openSource } from "./footage.ts";
export {
  createLandmarker,
  type Landmarker,
  type LandmarkerMode,
  type LandmarkerOptions,
  largestFace,
  MEDIAPIPE_EXTRACTOR,
  MEDIAPIPE_VERSION,
} from "./landmarker.ts";
export { meshEdges } from "./mesh-edges.ts";
export {
  cachedModelPath,
  cacheFolder,
  fetchModel,
  findModel,
  MODEL_SHA256,
  MODEL_URL,
  readModel,
} from "./model.ts";
export { openPhoto, readPhoto } from "./photo.ts";
export type { Footage, Frame, Picture } from "./picture.ts";
export { assessQuality, eyeDistancePx, type Quality, type Range } from "./quality.ts";
export {
  DEFAULT_FRAME_RATE,
  type FindOptions,
  findSources,
  type Problem,
  type Source,
  type SourceKind,
  sourceFingerprint,
} from "./source.ts";
export { type OpenVideoOptions, openVideo, probeVideo, type VideoProperties } from "./video.ts";
export { type ExtractionPoolOptions, extractInWorkers, type SourceOutcome } from "./worker-pool.ts";
