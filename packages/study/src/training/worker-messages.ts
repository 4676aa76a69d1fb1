import type { ExampleSet, FitJob, FitResult } from "@mien/core";

/** What an executor says to a worker. Plain data, as structured cloning takes it. */
export type ToWorker =
  /** Keep a set: each worker gets it once, before the first task that names it. */
  | { readonly kind: "set"; readonly name: string; readonly set: ExampleSet }
  /** Run a fit of a set that was sent. */
  | { readonly kind: "fit"; readonly set: string; readonly job: FitJob };

/** What a worker says to its executor. */
export type FromWorker =
  /** Its kernels are there: it takes sets and fits. */
  | { readonly kind: "ready"; readonly backend: string }
  /** It has no kernels, and never will. */
  | { readonly kind: "unfit"; readonly message: string }
  /** The fit that it was sent last has ended. */
  | { readonly kind: "done"; readonly result: FitResult }
  | {
      readonly kind: "failed";
      readonly name: string;
      readonly message: string;
      readonly stack: string;
    };

/**
 * A thread as its owner sees it. A page's `Worker` is one as it stands; one of `node:worker_threads` needs a few lines round it.
 * The listeners are `unknown` to read because every platform types its events otherwise; what is set is called with an object whose
 * `data`, or `message` of an error, is read.
 */
export interface FitWorker {
  postMessage(message: unknown): void;
  /** Ends it at once; what it returns is awaited. */
  terminate(): unknown;
  /** Set by the executor, to a function that takes `{ data }`. */
  onmessage: unknown;
  /** Set by the executor, to a function that takes `{ message }`. Called where the thread fails, or ends of itself. */
  onerror: unknown;
}

/** The same thread as it sees itself: `self` in a page's worker. */
export interface FitPort {
  postMessage(message: unknown): void;
  /** Set by `serveFits`, to a function that takes `{ data }`. */
  onmessage: unknown;
}
