import { type Backend, type ExampleSet, type FitJob, type FitResult, fit } from "@mien/core";
import type { Cancellation } from "./cancellation.ts";
import { exampleSetHash } from "./example-set-hash.ts";
import { renamedError } from "./fit-failure.ts";

/** A fit, and the set that it is of. Plain data: it can go to another thread, or to another machine that has the set. */
export interface FitTask {
  /** What `addSet` called it: the hash of what it holds. */
  readonly set: string;
  readonly job: FitJob;
}

/**
 * What runs fits. Which one, and in what order, changes no byte of any result: a task depends on its set and its job alone.
 * Every executor passes the same suite, `test/support/executor-contract.ts`.
 */
export interface Executor {
  /** Fits that it runs side by side. */
  readonly lanes: number;
  /** The kernels that it fits with, such as "wasm" or "native". */
  readonly backend: string;
  /**
   * Adds a set that later tasks may name. The executor names it by the hash of what it holds (`exampleSetHash`), so that a
   * name can never stand for another set; a set that is there already is not kept twice.
   *
   * @returns the set's name
   */
  addSet(set: ExampleSet): Promise<string>;
  /**
   * Runs one fit.
   *
   * Rejects with the cancellation's reason where it comes before the fit has ended; with an error that names the
   * job where the fit fails, where no set of that name was added, or where the executor is closed first. The other tasks
   * go on.
   */
  run(task: FitTask, signal?: Cancellation): Promise<FitResult>;
  /** Ends at once what runs and what waits, and lets go of all threads. Closing twice is closing. */
  close(): Promise<void>;
}

/** Fits in this thread, one after another: for tests, and where threads are not to be had. A fit that runs cannot be stopped. */
export function createInlineExecutor(backend: Backend): Executor {
  const sets = createSetStore();
  let isClosed = false;
  return {
    lanes: 1,
    backend: backend.name,
    addSet: async (set) => sets.add(set),
    async run({ set, job }, signal) {
      await Promise.resolve(); // what is cancelled as soon as it is asked for is not begun
      signal?.throwIfAborted();
      if (isClosed) throw closedError(job);
      return fitNamed(backend, sets.find(set, job), job);
    },
    close: async () => {
      isClosed = true;
    },
  };
}

/** A fit, whose failure names it. */
export function fitNamed(backend: Backend, set: ExampleSet, job: FitJob): FitResult {
  try {
    return fit(backend, set, job);
  } catch (error) {
    const { message } = error as Error;
    if (message.includes(job.name)) throw error;
    throw renamedError(error as Error, `${job.name}: ${message}`);
  }
}

/** What a task gets that the executor's end overtook. */
export const closedError = (job: FitJob): Error =>
  new Error(`${job.name}: the executor was closed before it had run`);

/** Sets by the hash of what they hold. */
export interface SetStore {
  /** @returns the set's name */
  add(set: ExampleSet): string;
  /** @throws where no set of that name was added, naming the job that asks for it */
  find(name: string, job: FitJob): ExampleSet;
}

/** @param prepare what is kept of a set, made once; it holds the same values */
export function createSetStore(prepare: (set: ExampleSet) => ExampleSet = (set) => set): SetStore {
  const sets = new Map<string, ExampleSet>();
  // A set that is added again, as each call that trains does, is hashed once.
  const names = new WeakMap<ExampleSet, string>();
  return {
    add(set) {
      const name = names.get(set) ?? exampleSetHash(set);
      names.set(set, name);
      if (!sets.has(name)) sets.set(name, prepare(set));
      return name;
    },
    find(name, job) {
      const set = sets.get(name);
      if (set === undefined) {
        throw new Error(`${job.name}: expected a set that was added to the executor, got ${name}`);
      }
      return set;
    },
  };
}
