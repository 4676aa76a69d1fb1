import type { Recording } from "../face/index.ts";
import { type Backend, createWasmBackend } from "../kernel/index.ts";
import { decodeBase64 } from "../math/index.ts";
import type { RecognizerModel } from "./model.ts";
import { loadModel } from "./model-file.ts";
import {
  type RecognizeOptions,
  type RecordingPrediction,
  recognizeRecording,
} from "./recognize.ts";
import {
  createRecognizerStream,
  type RecognizerStream,
  type RecognizerStreamOptions,
} from "./recognizer-stream.ts";

/** What a recogniser runs on. */
export interface RecognizerOptions {
  /** Default: WASM, which runs everywhere and gives the bytes of the native kernels. */
  readonly backend?: Backend;
}

/**
 * A trained model, ready to run, in Node, a browser or a worker. It shares no state with another, nor do its streams.
 *
 *     const recognizer = await Recognizer.load(bytes);
 *     const stream = recognizer.stream({ topology: "mediapipe478", imageSize, baseline: "learn" });
 *     const prediction = stream.push(observation);
 */
export class Recognizer {
  readonly model: RecognizerModel;
  readonly backend: Backend;

  constructor(model: RecognizerModel, backend: Backend) {
    this.model = model;
    this.backend = backend;
  }

  /** @throws when the bytes are no model file, of a newer version, truncated or altered */
  static async load(bytes: Uint8Array, options: RecognizerOptions = {}): Promise<Recognizer> {
    return new Recognizer(loadModel(bytes), options.backend ?? (await createWasmBackend()));
  }

  /**
   * The model that ships, trained on virtual actors alone: no one's data. Its card: docs/model-card.md. The module that holds
   * it loads at the first call, from where the program itself came: no request to anywhere else.
   */
  static async pretrained(options: RecognizerOptions = {}): Promise<Recognizer> {
    const { pretrainedBase64 } = await import("./pretrained/model-base64.ts");
    return Recognizer.load(decodeBase64(pretrainedBase64), options);
  }

  /** Recognises a whole recording: every frame, the sequence, and what could be said early. */
  recognize(recording: Recording, options: RecognizeOptions = {}): RecordingPrediction {
    return recognizeRecording(this.backend, this.model, recording, options);
  }

  /** Starts on a live face: one frame in, one prediction out. */
  stream(options: RecognizerStreamOptions): RecognizerStream {
    return createRecognizerStream(this.backend, this.model, options);
  }
}
