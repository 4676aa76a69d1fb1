/**
 * MediaPipe's face landmarker in plain Node, on the CPU: the same bits as Chromium's CPU delegate.
 *
 * Its loader wants `self` and `navigator` as globals and leaves them there, which is one reason to give each landmarker a
 * worker thread; the other is that `detect` blocks.
 */
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import type { FaceLandmarker, FaceLandmarkerResult } from "@mediapipe/tasks-vision";
import { BLENDSHAPES, type FaceObservation, type ImageSize } from "@mien/core";
import { readModel } from "./model.ts";
import { createPixelCourier, type RgbaPicture } from "./pixel-courier.ts";

/** The version of @mediapipe/tasks-vision, as provenance has it. */
export const MEDIAPIPE_VERSION = "0.10.35";
export const MEDIAPIPE_EXTRACTOR = "mediapipe-face-landmarker";

export type LandmarkerMode = "image" | "video";

export interface LandmarkerOptions {
  readonly modelPath: string;
  /** "video" follows a face from frame to frame and, with one face, smooths; "image" sees each picture by itself. */
  readonly mode: LandmarkerMode;
  /** Most faces to look for; of several the largest is given. 1 where it is left out. */
  readonly numFaces?: number;
  /** Gets the lines that MediaPipe prints; nobody where it is left out. */
  readonly log?: (line: string) => void;
}

export interface Landmarker {
  /**
   * The largest face of a picture; null where there is none.
   *
   * @param rgba [height, width, 4], 8 bits each
   * @param timestampMs in video mode above that of the frame before it
   * @throws on a wrong length, or a timestamp that does not rise (MediaPipe would not recover from one)
   */
  detect(
    rgba: Uint8Array | Uint8ClampedArray,
    size: ImageSize,
    timestampMs: number,
  ): FaceObservation | null;
  /** Forgets the clip: the next frame may have any timestamp, and is treated as the first one ever. */
  reset(): void;
  close(): void;
}

interface MediaPipeGlobals {
  self?: unknown;
  navigator?: unknown;
  ModuleFactory?: unknown;
  Module?: unknown;
  custom_dbg?: unknown;
}

const KEYS: readonly string[] = ["modelPath", "mode", "numFaces", "log"];

function checkOptions(options: LandmarkerOptions): void {
  const fail = (what: string, expected: string, got: unknown) => {
    throw new Error(`createLandmarker: ${what} must be ${expected}, got ${String(got)}`);
  };
  for (const key of Object.keys(options)) {
    if (!KEYS.includes(key)) fail("each option", `one of ${KEYS.join(", ")}`, key);
  }
  const { mode, numFaces = 1 } = options;
  if (mode !== "image" && mode !== "video") fail("mode", "image or video", mode);
  if (!Number.isInteger(numFaces) || numFaces < 1) fail("numFaces", "an integer >= 1", numFaces);
}

/** MediaPipe's own object. Globals are set and read within one turn, so that landmarkers can be made side by side. */
async function createFaceLandmarker(options: LandmarkerOptions): Promise<FaceLandmarker> {
  const model = await readModel(options.modelPath);
  const require = createRequire(import.meta.url);
  const loader = require.resolve("@mediapipe/tasks-vision/vision_wasm_module_internal.js");
  const wasm = require.resolve("@mediapipe/tasks-vision/vision_wasm_module_internal.wasm");
  const { FaceLandmarker } = await import("@mediapipe/tasks-vision");
  const { default: factory } = await import(pathToFileURL(loader).href);
  const log = options.log ?? (() => {});
  const globals = globalThis as unknown as MediaPipeGlobals;
  globals.self ??= globalThis;
  globals.navigator ??= { userAgent: "node", platform: process.platform };
  globals.ModuleFactory = factory;
  globals.Module = { print: log, printErr: log };
  globals.custom_dbg = log; // its warnings, which would go to the console
  return FaceLandmarker.createFromOptions(
    { wasmLoaderPath: "", wasmBinaryPath: wasm },
    {
      baseOptions: { modelAssetBuffer: model, delegate: "CPU" },
      canvas: createPixelCourier(),
      runningMode: options.mode === "video" ? "VIDEO" : "IMAGE",
      numFaces: options.numFaces ?? 1,
      outputFaceBlendshapes: true,
      outputFacialTransformationMatrixes: true,
    },
  );
}

/** Index of the face with the largest bounding box in pixels; -1 where there is none. */
function largestFace(result: FaceLandmarkerResult, size: ImageSize): number {
  const areas = result.faceLandmarks.map((points) => {
    const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
    const width = (Math.max(...xs) - Math.min(...xs)) * size.widthPx;
    return width * (Math.max(...ys) - Math.min(...ys)) * size.heightPx;
  });
  return areas.indexOf(Math.max(...areas));
}

function toObservation(
  result: FaceLandmarkerResult,
  face: number,
  timestampMs: number,
): FaceObservation {
  const points = result.faceLandmarks[face]!;
  const landmarks = new Float32Array(points.length * 3);
  points.forEach(({ x, y, z }, p) => {
    landmarks.set([x, y, z], p * 3);
  });
  const blendshapes = new Float32Array(BLENDSHAPES.length);
  for (const { index, score } of result.faceBlendshapes[face]!.categories) {
    blendshapes[index] = score;
  }
  const poseMatrix = Float32Array.from(result.facialTransformationMatrixes[face]!.data);
  return { timestampMs, landmarks, blendshapes, poseMatrix };
}

/** @throws on a wrong option, and where the model's file is missing or another (see findModel) */
export async function createLandmarker(options: LandmarkerOptions): Promise<Landmarker> {
  checkOptions(options);
  const mediaPipe = await createFaceLandmarker(options);
  const video = options.mode === "video";
  let last = Number.NEGATIVE_INFINITY;
  return {
    detect(rgba, size, timestampMs) {
      const { widthPx: width, heightPx: height } = size;
      if (rgba.length !== width * height * 4 || rgba.length === 0) {
        const expected = `${width * height * 4} (${width} x ${height} x 4)`;
        throw new Error(`landmarker: rgba.length must be ${expected}, got ${rgba.length}`);
      }
      const rises = Number.isFinite(timestampMs) && (!video || timestampMs > last);
      if (!rises) {
        throw new Error(`landmarker: timestampMs must be above ${last}, got ${timestampMs}`);
      }
      last = timestampMs;
      const picture: RgbaPicture = { data: rgba, width, height };
      const result = video
        ? mediaPipe.detectForVideo(picture, timestampMs)
        : mediaPipe.detect(picture);
      const face = largestFace(result, size);
      return face < 0 ? null : toObservation(result, face, timestampMs);
    },
    reset() {
      last = Number.NEGATIVE_INFINITY;
      void mediaPipe.setOptions({ runningMode: video ? "VIDEO" : "IMAGE" });
    },
    close: () => mediaPipe.close(),
  };
}
