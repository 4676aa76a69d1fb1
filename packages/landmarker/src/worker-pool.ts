/** Worker threads that extract sources side by side. Which worker takes which source changes no result. */
import { Worker } from "node:worker_threads";
import type { ExtractedSource } from "./extract-source.ts";
import type { WorkerOptions, WorkerReply } from "./extraction-worker.ts";
import { findModel } from "./model.ts";
import type { Source } from "./source.ts";

/** The compiled worker, from the sources and from the build alike: Node 20 runs no TypeScript. */
const WORKER = new URL("../dist/extraction-worker.js", import.meta.url);

/** What became of a source; it comes in the order in which they end. */
export type SourceOutcome =
  | { readonly source: Source; readonly extracted: ExtractedSource }
  | { readonly source: Source; readonly message: string };

/** How sources are extracted side by side. */
export interface ExtractionPoolOptions {
  /** Threads, each with landmarkers of its own; 1 where it is left out. */
  readonly workers?: number;
  /** As createLandmarker takes it. */
  readonly model?: string | Uint8Array;
  /** Most persons at a time, 1 where it is left out; see extractSource. */
  readonly faces?: number;
  /** Whether pictures and clips without any face are looked at again in tiles; true where it is left out. */
  readonly searchSmall?: boolean;
  /** Ends the threads; sources that are not done are not reported. */
  readonly signal?: AbortSignal;
  readonly onFrame?: (source: Source) => void;
}

/** One source in one worker: what it replies, or why the worker died. */
function runSource(
  worker: Worker,
  source: Source,
  onFrame: (source: Source) => void,
): Promise<SourceOutcome> {
  return new Promise((resolve) => {
    const finish = (outcome: SourceOutcome) => {
      worker.off("message", onMessage).off("error", onError).off("exit", onExit);
      resolve(outcome);
    };
    const fail = (message: string) => finish({ source, message });
    const onError = (error: Error) => fail(`${source.path}: the worker failed: ${error.message}`);
    const onExit = (code: number) => fail(`${source.path}: the worker ended with code ${code}`);
    const onMessage = (reply: WorkerReply) => {
      if (reply.kind === "frame") onFrame(source);
      else if (reply.kind === "failed") fail(reply.message);
      else finish({ source, extracted: reply.extracted });
    };
    worker.on("message", onMessage).once("error", onError).once("exit", onExit);
    worker.postMessage(source);
  });
}

function startWorker(workerData: WorkerOptions): Worker {
  const worker = new Worker(WORKER, { workerData, stdout: true, stderr: true });
  worker.stdout.resume(); // what MediaPipe prints is of no use to a user
  worker.stderr.resume();
  return worker;
}

/** @throws on a count that is none */
function checkOptions({ workers = 1, faces = 1 }: ExtractionPoolOptions): void {
  for (const [name, count] of Object.entries({ workers, faces })) {
    if (Number.isInteger(count) && count >= 1) continue;
    throw new Error(`extractInWorkers: ${name} must be an integer >= 1, got ${count}`);
  }
}

/** Takes sources one after another, each in the thread of the last unless that is lost. */
function createLane(workerData: WorkerOptions, onFrame: (source: Source) => void) {
  let worker: Worker | null = null;
  return {
    async run(source: Source, ended: Promise<null>): Promise<SourceOutcome | null> {
      if (worker === null) {
        const started = startWorker(workerData);
        // From its error on, not only from its exit, which comes later: a thread that ends takes no source any more.
        const lose = () => {
          if (worker === started) worker = null;
        };
        started.on("error", lose).once("exit", lose);
        worker = started;
      }
      return Promise.race([runSource(worker, source, onFrame), ended]);
    },
    close: async () => {
      await worker?.terminate();
    },
  };
}

/**
 * Extracts every source, and reports each as it ends, failed ones too. A worker that dies takes only its source with it.
 *
 * @returns when all have been reported, or the signal has ended the work
 * @throws on a wrong option, where there is no model, and what `report` throws, once all threads have ended
 */
export async function extractInWorkers(
  sources: readonly Source[],
  options: ExtractionPoolOptions,
  report: (outcome: SourceOutcome) => void | Promise<void>,
): Promise<void> {
  checkOptions(options);
  const { workers = 1, faces = 1, searchSmall = true, signal, onFrame = () => {} } = options;
  const workerData = { model: options.model ?? findModel(), faces, searchSmall };
  const queue = [...sources];
  const { promise: ended, resolve: end } = createEnd();
  if (signal?.aborted) end();
  signal?.addEventListener("abort", end);
  const work = async () => {
    const lane = createLane(workerData, onFrame);
    try {
      for (let source = queue.shift(); source !== undefined; source = queue.shift()) {
        const outcome = await lane.run(source, ended);
        if (outcome === null) return;
        await report(outcome);
      }
    } catch (error) {
      end();
      throw error;
    } finally {
      await lane.close();
    }
  };
  try {
    const lanes = Array.from({ length: Math.min(workers, sources.length) }, work);
    const failed = (await Promise.allSettled(lanes)).find(({ status }) => status === "rejected");
    if (failed !== undefined) throw (failed as PromiseRejectedResult).reason;
  } finally {
    signal?.removeEventListener("abort", end);
  }
}

/** A promise that ends the work of all lanes. */
function createEnd(): { readonly promise: Promise<null>; readonly resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<null>((done) => {
    resolve = () => done(null);
  });
  return { promise, resolve };
}
