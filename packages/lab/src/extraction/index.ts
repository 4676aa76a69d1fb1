export { encodeVideo, type VideoEncoder } from "./encode-video.ts";
export { type ExtractOptions, type ExtractResult, extract } from "./extract.ts";
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
export { assessQuality, type Quality, type Range } from "./quality.ts";
export { readRecordings, type WritableRecording, writeRecordings } from "./recording-file.ts";
export type { CropPx, StoredRecording } from "./recording-table.ts";
export {
  DEFAULT_FRAME_RATE,
  type FindOptions,
  findSources,
  type Problem,
  type Source,
  type SourceKind,
} from "./source.ts";
export { type Trace, traceRecording } from "./traces.ts";
export { decodeVideo, probeVideo, VIDEO_EXTENSIONS, type VideoFrame } from "./video.ts";
export { extractInWorkers, type Outcome, type PoolOptions } from "./worker-pool.ts";
