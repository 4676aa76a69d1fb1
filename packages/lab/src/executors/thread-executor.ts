import { fileURLToPath } from "node:url";
import type { ExampleSet, FitJob, FitResult } from "@mien/core";
import { type Cancellation, createSetStore, type Executor } from "@mien/study";
import { Piscina } from "piscina";
import { type BackendName, createBackend } from "./backend.ts";

/** What a worker is given when it starts. */
export interface FitWorkerOptions {
  readonly backend: BackendName;
}

/** What a worker is given with a task; the set itself goes along, its arrays shared and not copied. */
export interface FitMessage {
  readonly set: ExampleSet;
  readonly job: FitJob;
}

export interface ThreadExecutorOptions {
  readonly workers: number;
  readonly backend?: BackendName;
}

/** The compiled worker, from the sources and from the build alike: Node 20 runs no TypeScript. */
const WORKER = fileURLToPath(new URL("../../dist/executors/fit-worker.js", import.meta.url));

/**
 * Worker threads, one fit each at a time.
 *
 * @throws when workers is no integer in [1, 256]
 */
export async function createThreadExecutor({
  workers,
  backend = "auto",
}: ThreadExecutorOptions): Promise<Executor> {
  if (!(Number.isInteger(workers) && workers >= 1 && workers <= 256)) {
    throw new Error(`executor: workers must be an integer in [1, 256], got ${workers}`);
  }
  const { name } = await createBackend(backend);
  const pool = new Piscina<FitMessage, FitResult>({
    filename: WORKER,
    minThreads: 1,
    maxThreads: workers,
    idleTimeout: 10_000,
    workerData: { backend } satisfies FitWorkerOptions,
  });
  const sets = createSetStore(shareSet);
  return {
    lanes: workers,
    backend: name,
    addSet: sets.add,
    async run({ set, job }, signal) {
      const message = { set: sets.find(set), job };
      return pool.run(message, signal === undefined ? {} : { signal: abortSignalOf(signal) });
    },
    close: () => pool.destroy(),
  };
}

/** The platform's own signal, which the pool knows how to listen to. */
function abortSignalOf(signal: Cancellation): AbortSignal {
  if (signal instanceof AbortSignal) return signal;
  const own = new AbortController();
  if (signal.aborted) own.abort(signal.reason);
  signal.addEventListener("abort", () => own.abort(signal.reason), { once: true });
  return own.signal;
}

/** The same set with its values in shared memory, so that posting it to a worker copies no frame. */
function shareSet(set: ExampleSet): ExampleSet {
  const share = (s: ExampleSet["sequences"][number]) => {
    const values = new Float32Array(new SharedArrayBuffer(s.values.byteLength));
    values.set(s.values);
    return { ...s, values };
  };
  return { ...set, sequences: set.sequences.map(share), copies: set.copies.map(share) };
}
