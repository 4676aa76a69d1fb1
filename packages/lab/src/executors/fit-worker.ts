/** A worker thread of the executor: one fit at a time. */
import { parentPort, workerData } from "node:worker_threads";
import { serveFits } from "@mien/study";
import { createBackend } from "./backend.ts";
import type { FitWorkerOptions } from "./thread-executor.ts";

const port = {
  postMessage: (message: unknown) => parentPort!.postMessage(message),
  onmessage: null as ((event: { readonly data: unknown }) => void) | null,
};
parentPort!.on("message", (data: unknown) => port.onmessage?.({ data }));
serveFits(port, createBackend((workerData as FitWorkerOptions).backend));
