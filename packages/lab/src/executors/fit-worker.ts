/** A worker thread of the executor: one fit at a time. */
import { workerData } from "node:worker_threads";
import { type FitResult, fit } from "@mien/core";
import { createBackend } from "./backend.ts";
import type { FitMessage, FitWorkerOptions } from "./thread-executor.ts";

const backend = createBackend((workerData as FitWorkerOptions).backend);

export default async function runFit({ set, job }: FitMessage): Promise<FitResult> {
  return fit(await backend, set, job);
}
