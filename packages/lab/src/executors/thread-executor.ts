import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import type { ExampleSet } from "@mien/core";
import { createWorkerExecutor, type Executor, type FitWorker } from "@mien/study";
import type { BackendName } from "./backend.ts";

/** What a worker is given when it starts. */
export interface FitWorkerOptions {
  readonly backend: BackendName;
}

export interface ThreadExecutorOptions {
  readonly workers: number;
  readonly backend?: BackendName;
}

/** The compiled worker, from the sources and from the build alike: Node 20 runs no TypeScript. */
export const FIT_WORKER = fileURLToPath(
  new URL("../../dist/executors/fit-worker.js", import.meta.url),
);

/**
 * Worker threads of Node, one fit each at a time. The values of a set lie in shared memory: posting it copies no frame.
 *
 * @throws when workers is no integer in [1, 256], or the backend is not to be had
 */
export const createThreadExecutor = ({
  workers,
  backend = "auto",
}: ThreadExecutorOptions): Promise<Executor> =>
  createWorkerExecutor({
    workers,
    createWorker: () => startThread(FIT_WORKER, { backend }),
    prepareSet: shareSet,
  });

/** A thread of Node as the executor takes it. Where it ends of itself, its exit code is its error. */
export function startThread(path: string, options: FitWorkerOptions): FitWorker {
  const worker = new Worker(path, { workerData: options });
  const thread = {
    postMessage: (message: unknown) => worker.postMessage(message),
    terminate: () => worker.terminate(),
    onmessage: null as ((event: { readonly data: unknown }) => void) | null,
    onerror: null as ((event: { readonly message: string }) => void) | null,
  };
  const fail = (error: Error) => thread.onerror?.({ message: error.message });
  worker.on("message", (data: unknown) => thread.onmessage?.({ data }));
  worker.on("messageerror", fail);
  worker.on("error", fail);
  worker.on("exit", (code) => thread.onerror?.({ message: `it ended with exit code ${code}` }));
  return thread;
}

/** The same set with its values in shared memory. */
function shareSet(set: ExampleSet): ExampleSet {
  const share = (s: ExampleSet["sequences"][number]) => {
    const values = new Float32Array(new SharedArrayBuffer(s.values.byteLength));
    values.set(s.values);
    return { ...s, values };
  };
  return { ...set, sequences: set.sequences.map(share), copies: set.copies.map(share) };
}
