import { fileURLToPath } from "node:url";
import type { ExampleSet, FitJob, FitResult } from "@mien/core";
import { fit } from "@mien/core";
import { Piscina } from "piscina";
import { type BackendName, createBackend } from "./backend.ts";

/** A fit, and the set that it is of. Plain data: it can go to another thread, or to another machine that has the set. */
export interface FitTask {
  readonly set: string;
  readonly job: FitJob;
}

/** What runs fits. Which one, and in what order, changes no byte of any result. */
export interface Executor {
  /** Fits that it runs side by side. */
  readonly lanes: number;
  readonly backend: string;
  /** Adds a set that later tasks may name; a name keeps its first set. */
  addSet(name: string, set: ExampleSet): void;
  run(task: FitTask, signal?: AbortSignal): Promise<FitResult>;
  close(): Promise<void>;
}

/** What a worker is given when it starts. */
export interface FitWorkerOptions {
  readonly backend: BackendName;
}

/** What a worker is given with a task; the set itself goes along, its arrays shared and not copied. */
export interface FitMessage {
  readonly set: ExampleSet;
  readonly job: FitJob;
}

export interface ExecutorOptions {
  readonly workers: number;
  readonly backend?: BackendName;
}

/** The compiled worker, from the sources and from the build alike: Node 20 runs no TypeScript. */
const WORKER = fileURLToPath(new URL("../../dist/experiment/fit-worker.js", import.meta.url));

/**
 * Worker threads, one fit each at a time.
 *
 * @throws when workers is no integer in [1, 256]
 */
export async function createExecutor({
  workers,
  backend = "auto",
}: ExecutorOptions): Promise<Executor> {
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
  const sets = new Map<string, ExampleSet>();
  return {
    lanes: workers,
    backend: name,
    addSet(key, set) {
      if (!sets.has(key)) sets.set(key, shareSet(set));
    },
    run({ set, job }, signal) {
      return pool.run({ set: find(sets, set), job }, signal === undefined ? {} : { signal });
    },
    close: () => pool.destroy(),
  };
}

/** Fits in this thread: for tests, and where threads are not to be had. */
export async function createInlineExecutor(backend: BackendName = "auto"): Promise<Executor> {
  const own = await createBackend(backend);
  const sets = new Map<string, ExampleSet>();
  return {
    lanes: 1,
    backend: own.name,
    addSet(key, set) {
      if (!sets.has(key)) sets.set(key, set);
    },
    async run({ set, job }, signal) {
      signal?.throwIfAborted();
      return fit(own, find(sets, set), job);
    },
    close: async () => undefined,
  };
}

function find(sets: ReadonlyMap<string, ExampleSet>, name: string): ExampleSet {
  const set = sets.get(name);
  if (set === undefined) throw new Error(`executor: no set ${name} was added`);
  return set;
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
