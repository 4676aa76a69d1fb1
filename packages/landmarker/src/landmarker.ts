/**
 * MediaPipe's face landmarker in plain Node, on the CPU: the same bits as Chromium's CPU delegate.
 *
 * Its loader wants `self` and `navigator` as globals and leaves them there, which is one reason to give each landmarker a
 * worker thread; the other is that `detect` blocks.
 */
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import type { FaceLandmarker } from "@mediapipe/tasks-vision";
import { type FaceObservation, fromMediaPipe, type ImageSize } from "@mien/core";
import { findModel, readModel } from "./model.ts";
import { checkPicture, type Picture } from "./picture.ts";
import { createPixelCourier, type RgbaPicture } from "./pixel-courier.ts";

/** The version of @mediapipe/tasks-vision, as provenance has it. */
export const MEDIAPIPE_VERSION = "0.10.35";
/** What provenance calls MediaPipe's Face Landmarker. */
export const MEDIAPIPE_EXTRACTOR = "mediapipe-face-landmarker";

/** "image" sees each picture by itself; "video" follows faces from frame to frame. */
export type LandmarkerMode = "image" | "video";

/** How to look; see createLandmarker. */
export interface LandmarkerOptions {
  readonly mode: LandmarkerMode;
  /**
   * Most faces to look for; 1 where it is left out. Above 1, MediaPipe's smoothing over time is off, in video mode too: points
   * tremble more than those of the one face of a landmarker that looks for one.
   */
  readonly faces?: number;
  /** The model's file, or its bytes; found as findModel does where it is left out. */
  readonly model?: string | Uint8Array;
  /** Whether faces get their 52 blendshapes; true where it is left out. */
  readonly blendshapes?: boolean;
  /** Whether faces get their pose matrix; true where it is left out. */
  readonly poseMatrices?: boolean;
  /** Gets the lines that MediaPipe prints; nobody where it is left out. */
  readonly log?: (line: string) => void;
}

/** MediaPipe's Face Landmarker, ready to look. */
export interface Landmarker {
  /**
   * Every face of a picture, up to `faces`, in MediaPipe's order, which means nothing and changes from frame to frame
   * (createTracker of @mien/core makes persons of them). Blocks its thread: some 14 ms at 640 x 480.
   *
   * @param picture RGBA, upright, with square pixels; it is only read
   * @param timestampMs in video mode above that of the frame before it; a wrong time moves smoothed points by pixels.
   * 0 where it is left out, in image mode
   * @throws on a wrong length, or a timestamp that does not rise (MediaPipe would not recover from one)
   */
  detect(picture: Picture, timestampMs?: number): FaceObservation[];
  /** Forgets the clip: the next frame may have any timestamp, and is treated as the first one ever. */
  reset(): void;
  /** Frees MediaPipe's memory; no other call may follow. */
  close(): void;
}

interface MediaPipeGlobals {
  self?: unknown;
  navigator?: unknown;
  ModuleFactory?: unknown;
  Module?: unknown;
  custom_dbg?: unknown;
}

const KEYS: readonly string[] = ["mode", "faces", "model", "blendshapes", "poseMatrices", "log"];

function checkOptions(options: LandmarkerOptions): void {
  const fail = (what: string, expected: string, got: unknown) => {
    throw new Error(`createLandmarker: ${what} must be ${expected}, got ${String(got)}`);
  };
  for (const key of Object.keys(options)) {
    if (!KEYS.includes(key)) fail("each option", `one of ${KEYS.join(", ")}`, key);
  }
  const { mode, faces = 1, model, log } = options;
  if (mode !== "image" && mode !== "video") fail("mode", "image or video", mode);
  if (!Number.isInteger(faces) || faces < 1) fail("faces", "an integer >= 1", faces);
  for (const key of ["blendshapes", "poseMatrices"] as const) {
    const value = options[key];
    if (value !== undefined && typeof value !== "boolean") fail(key, "true or false", value);
  }
  const isModel = model === undefined || typeof model === "string" || model instanceof Uint8Array;
  if (!isModel) fail("model", "a path or a Uint8Array", model);
  if (log !== undefined && typeof log !== "function") fail("log", "a function", log);
}

/** MediaPipe's own object. Globals are set and read within one turn, so that landmarkers can be made side by side. */
async function createFaceLandmarker(options: LandmarkerOptions): Promise<FaceLandmarker> {
  const { mode, faces = 1, blendshapes = true, poseMatrices = true } = options;
  const model = await readModel(options.model ?? findModel());
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
      runningMode: mode === "video" ? "VIDEO" : "IMAGE",
      numFaces: faces,
      outputFaceBlendshapes: blendshapes,
      outputFacialTransformationMatrixes: poseMatrices,
    },
  );
}

/**
 * MediaPipe's Face Landmarker in plain Node: no browser, no GL, the same bits as Chromium's CPU delegate.
 *
 * With `faces` 1 in video mode MediaPipe smooths points over time, and with more it does not: a recording of one person among
 * several is not to be mixed, in training, with smoothed ones.
 *
 * @throws on a wrong option, and where the model's file is missing or another (see findModel)
 */
export async function createLandmarker(options: LandmarkerOptions): Promise<Landmarker> {
  checkOptions(options);
  const mediaPipe = await createFaceLandmarker(options);
  const video = options.mode === "video";
  let last = Number.NEGATIVE_INFINITY;
  return {
    detect(picture, timestampMs = 0) {
      checkPicture(picture);
      const rises = Number.isFinite(timestampMs) && (!video || timestampMs > last);
      if (!rises) {
        throw new Error(`landmarker: timestampMs must be above ${last}, got ${timestampMs}`);
      }
      last = timestampMs;
      const { data, widthPx: width, heightPx: height } = picture;
      const rgba: RgbaPicture = { data, width, height };
      const result = video ? mediaPipe.detectForVideo(rgba, timestampMs) : mediaPipe.detect(rgba);
      return result.faceLandmarks.map((_, face) => fromMediaPipe(result, face, timestampMs)!);
    },
    reset() {
      last = Number.NEGATIVE_INFINITY;
      void mediaPipe.setOptions({ runningMode: video ? "VIDEO" : "IMAGE" });
    },
    close: () => mediaPipe.close(),
  };
}

/**
 * The face whose box is the largest, in pixels; null of none.
 *
 * @param faces as detect gives them
 * @param size of the picture that they were seen in
 */
export function largestFace(
  faces: readonly FaceObservation[],
  size: ImageSize,
): FaceObservation | null {
  if (faces.length < 2) return faces[0] ?? null;
  const areas = faces.map(({ landmarks }) => {
    const width = (axis: 0 | 1) => {
      const values = landmarks.filter((_, i) => i % 3 === axis);
      return Math.max(...values) - Math.min(...values);
    };
    return width(0) * size.widthPx * width(1) * size.heightPx;
  });
  return faces[areas.indexOf(Math.max(...areas))]!;
}
