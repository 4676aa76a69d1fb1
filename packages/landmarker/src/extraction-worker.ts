/** A worker thread of the extraction: takes one source after another, with landmarkers of its own. */
import { parentPort, workerData } from "node:worker_threads";
import { createLandmarkers, type ExtractedSource, extractSource } from "./extract-source.ts";
import type { Source } from "./source.ts";

export interface WorkerOptions {
  readonly model: string | Uint8Array;
  readonly searchSmall: boolean;
  readonly faces: number;
}

export type WorkerReply =
  | { readonly kind: "frame" }
  | { readonly kind: "done"; readonly extracted: ExtractedSource }
  | { readonly kind: "failed"; readonly message: string };

const { model, searchSmall, faces } = workerData as WorkerOptions;
const landmarkers = createLandmarkers(model);
const reply = (message: WorkerReply) => parentPort!.postMessage(message);

parentPort!.on("message", (source: Source) => {
  const onFrame = () => reply({ kind: "frame" });
  extractSource(source, landmarkers, { searchSmall, faces, onFrame }).then(
    (extracted) => reply({ kind: "done", extracted }),
    (error: Error) => reply({ kind: "failed", message: error.message }),
  );
});
