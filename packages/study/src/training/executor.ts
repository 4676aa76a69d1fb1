import { type Backend, type ExampleSet, type FitJob, type FitResult, fit } from "@mien/core";
import type { Cancellation } from "./cancellation.ts";

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
  /** Rejects with the cancellation's reason where it stops the fit, and where no set of that name was added. */
  run(task: FitTask, signal?: Cancellation): Promise<FitResult>;
  close(): Promise<void>;
}

/** Fits in this thread: for tests, and where threads are not to be had. */
export function createInlineExecutor(backend: Backend): Executor {
  const sets = createSetStore();
  return {
    lanes: 1,
    backend: backend.name,
    addSet: sets.add,
    async run({ set, job }, signal) {
      signal?.throwIfAborted();
      return fit(backend, sets.find(set), job);
    },
    close: async () => undefined,
  };
}

/** Sets by name: a name keeps its first set. */
export function createSetStore(prepare: (set: ExampleSet) => ExampleSet = (set) => set) {
  const sets = new Map<string, ExampleSet>();
  return {
    add(name: string, set: ExampleSet): void {
      if (!sets.has(name)) sets.set(name, prepare(set));
    },
    /** @throws where no set of that name was added */
    find(name: string): ExampleSet {
      const set = sets.get(name);
      if (set === undefined) throw new Error(`executor: no set ${name} was added`);
      return set;
    },
  };
}
