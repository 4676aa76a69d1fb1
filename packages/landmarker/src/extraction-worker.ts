/** A worker thread of the extraction: takes one source after another, with landmarkers of its own. */
import { parentPort, workerData } from "node:worker_threads";
import { createLandmarkers, type Extracted, extractSource } from "./extract-source.ts";
import type { Source } from "./source.ts";

export interface WorkerOptions {
  readonly modelPath: string;
  readonly searchSmall: boolean;
}

export type WorkerReply =
  | { readonly kind: "frame" }
  | { readonly kind: "done"; readonly extracted: Extracted }
  | { readonly kind: "failed"; readonly message: string };

const { modelPath, searchSmall } = workerData as WorkerOptions;
const landmarkers = createLandmarkers(modelPath);
const reply = (message: WorkerReply) => parentPort!.postMessage(message);

parentPort!.on("message", (source: Source) => {
  extractSource(source, landmarkers, searchSmall, () => reply({ kind: "frame" })).then(
    (extracted) => reply({ kind: "done", extracted }),
    (error: Error) => reply({ kind: "failed", message: error.message }),
  );
});
