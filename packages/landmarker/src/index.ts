export type { CropPx } from "./crop.ts";
export { encodeVideo, type VideoEncoder } from "./encode-video.ts";
export {
  createLandmarkers,
  decodeSource,
  type Extracted,
  extractSource,
  type Landmarkers,
} from "./extract-source.ts";
export { type DecodedImage, decodeImage, IMAGE_EXTENSIONS } from "./image.ts";
export {
  createLandmarker,
  type Landmarker,
  type LandmarkerMode,
  type LandmarkerOptions,
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
export { decodeVideo, probeVideo, VIDEO_EXTENSIONS, type VideoFrame } from "./video.ts";
export { type ExtractionPoolOptions, extractInWorkers, type SourceOutcome } from "./worker-pool.ts";
