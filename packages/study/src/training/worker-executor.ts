import type { ExampleSet, FitResult } from "@mien/core";
import type { Cancellation } from "./cancellation.ts";
import { closedError, createSetStore, type Executor, type FitTask } from "./executor.ts";
import type { FitWorker, FromWorker, ToWorker } from "./worker-messages.ts";

/** How many threads, and how one is started. */
export interface WorkerExecutorOptions {
  /** Threads at most, each one fit at a time; they start as they are needed, the first at once. */
  readonly workers: number;
  /**
   * Starts a thread whose module calls `serveFits`: in a page `() => new Worker(url, { type: "module" })`.
   */
  readonly createWorker: () => FitWorker;
  /** What is kept and posted of a set, such as one whose values lie in shared memory. It must hold the same values. */
  readonly prepareSet?: (set: ExampleSet) => ExampleSet;
}

/** A thread that is lost may have been the machine's doing; one that is lost twice over the same fit is that fit's. */
const ATTEMPTS = 2;

/** A task on its way. */
interface Errand {
  readonly task: FitTask;
  readonly resolve: (result: FitResult) => void;
  readonly reject: (reason: unknown) => void;
  attempts: number;
}

/** A thread at work. */
interface Thread {
  readonly worker: FitWorker;
  /** Sets that were posted to it. */
  readonly sets: Set<string>;
  errand: Errand | null;
}

/**
 * Fits in threads, whatever kind of thread the platform has. A fit that is cancelled ends at once, with its thread; a fit whose thread is
 * lost is run again in another one, and only then fails.
 *
 * @throws where workers is no integer in [1, 256], or the first thread does not start
 */
export async function createWorkerExecutor(options: WorkerExecutorOptions): Promise<Executor> {
  const { workers, prepareSet } = options;
  if (!(Number.isInteger(workers) && workers >= 1 && workers <= 256)) {
    throw new Error(`executor: workers must be an integer in [1, 256], got ${workers}`);
  }
  const sets = createSetStore(prepareSet);
  const pool = new ThreadPool(options, (task) => sets.find(task.set, task.job));
  return {
    lanes: workers,
    backend: await pool.start(),
    addSet: async (set) => sets.add(set),
    async run(task, signal) {
      signal?.throwIfAborted();
      sets.find(task.set, task.job);
      return pool.run(task, signal);
    },
    close: () => pool.close(),
  };
}

/** Threads, what they do, and what waits for them. */
class ThreadPool {
  readonly #options: WorkerExecutorOptions;
  readonly #setOf: (task: FitTask) => ExampleSet;
  readonly #waiting: Errand[] = [];
  readonly #threads = new Set<Thread>();
  /** Threads that take no fits yet. */
  readonly #starting = new Set<FitWorker>();
  /** Threads at most, for now: no more than there were when a further one did not start. */
  #width: number;
  #isClosed = false;

  constructor(options: WorkerExecutorOptions, setOf: (task: FitTask) => ExampleSet) {
    this.#options = options;
    this.#width = options.workers;
    this.#setOf = setOf;
  }

  /** Starts a thread; resolves with its kernels' name once it takes fits. */
  start(): Promise<string> {
    return new Promise((resolve, reject) => {
      const worker = this.#options.createWorker();
      this.#starting.add(worker);
      const fail = (message: string) => {
        this.#starting.delete(worker);
        worker.terminate();
        reject(new Error(`executor: a worker did not start (${message})`));
      };
      listen(worker, fail, (message) => {
        if (message.kind === "unfit") fail(message.message);
        if (message.kind !== "ready") return;
        this.#starting.delete(worker);
        if (!this.#isClosed) this.#adopt(worker);
        resolve(message.backend);
      });
    });
  }

  run(task: FitTask, signal?: Cancellation): Promise<FitResult> {
    return new Promise((resolve, reject) => {
      if (this.#isClosed) {
        reject(closedError(task.job));
        return;
      }
      const stop = () => this.#cancel(errand, signal?.reason);
      const release = () => signal?.removeEventListener("abort", stop);
      const errand: Errand = {
        task,
        attempts: 0,
        resolve: (result) => {
          release();
          resolve(result);
        },
        reject: (reason) => {
          release();
          reject(reason);
        },
      };
      signal?.addEventListener("abort", stop, { once: true });
      this.#waiting.push(errand);
      this.#pump();
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const running = [...this.#threads].flatMap(({ errand }) => errand ?? []);
    for (const errand of [...running, ...this.#waiting.splice(0)]) {
      errand.reject(closedError(errand.task.job));
    }
    const all = [...this.#starting, ...[...this.#threads].map(({ worker }) => worker)];
    this.#threads.clear();
    this.#starting.clear();
    await Promise.all(all.map((worker) => worker.terminate()));
  }

  #adopt(worker: FitWorker): void {
    const thread: Thread = { worker, sets: new Set(), errand: null };
    this.#threads.add(thread);
    listen(
      worker,
      (message) => this.#lose(thread, message),
      (message) => this.#settle(thread, message),
    );
  }

  /** Gives what waits to the threads that are free, and starts further ones for the rest. */
  #pump(): void {
    for (const thread of this.#threads) {
      // A fit that cannot be posted leaves its thread free for the next.
      while (thread.errand === null) {
        const errand = this.#waiting.shift();
        if (errand === undefined) return;
        this.#give(thread, errand);
      }
    }
    const room = this.#width - this.#threads.size - this.#starting.size;
    const more = Math.min(room, this.#waiting.length - this.#starting.size);
    for (let i = 0; i < more; i++) this.start().then(() => this.#pump(), this.#withoutThread);
  }

  /**
   * Others may still run what waits, and a further thread is tried again once one of them has ended a fit; with none left it
   * would wait for ever.
   */
  readonly #withoutThread = (error: unknown): void => {
    this.#width = this.#threads.size + this.#starting.size;
    if (this.#width > 0) return;
    this.#width = this.#options.workers;
    for (const errand of this.#waiting.splice(0)) errand.reject(error);
  };

  #give(thread: Thread, errand: Errand): void {
    const { set, job } = errand.task;
    const post = (message: ToWorker) => thread.worker.postMessage(message);
    thread.errand = errand;
    errand.attempts++;
    try {
      if (!thread.sets.has(set)) post({ kind: "set", name: set, set: this.#setOf(errand.task) });
      thread.sets.add(set);
      post({ kind: "fit", set, job });
    } catch (error) {
      thread.errand = null;
      errand.reject(new Error(`${job.name}: cannot be posted (${(error as Error).message})`));
    }
  }

  #settle(thread: Thread, message: FromWorker): void {
    const { errand } = thread;
    thread.errand = null;
    if (message.kind === "done") errand?.resolve(message.result);
    if (message.kind === "failed") errand?.reject(remoteError(message));
    this.#width = this.#options.workers;
    this.#pump();
  }

  #lose(thread: Thread, message: string): void {
    if (!this.#threads.has(thread)) return;
    const errand = this.#drop(thread);
    if (errand !== null && errand.attempts < ATTEMPTS) this.#waiting.unshift(errand);
    else errand?.reject(lostError(errand, message));
    this.#pump();
  }

  #cancel(errand: Errand, reason: unknown): void {
    const place = this.#waiting.indexOf(errand);
    if (place >= 0) this.#waiting.splice(place, 1);
    for (const thread of [...this.#threads]) if (thread.errand === errand) this.#drop(thread);
    errand.reject(reason);
    this.#pump();
  }

  /** Ends the thread; what it was doing is handed back. */
  #drop(thread: Thread): Errand | null {
    const { errand } = thread;
    this.#threads.delete(thread);
    thread.errand = null;
    thread.worker.terminate();
    return errand;
  }
}

/** Hears a thread; a later call takes the place of an earlier one. */
function listen(
  worker: FitWorker,
  onLost: (message: string) => void,
  onMessage: (message: FromWorker) => void,
): void {
  worker.onmessage = ({ data }: { readonly data: FromWorker }) => onMessage(data);
  worker.onerror = (event: { readonly message?: string }) =>
    onLost(event.message || "it ended of itself");
}

/** The failure of a fit as its thread saw it, with that thread's stack. */
function remoteError({ name, message, stack }: FromWorker & { readonly kind: "failed" }): Error {
  const error = new Error(message);
  error.name = name;
  error.stack = stack;
  return error;
}

const lostError = ({ task, attempts }: Errand, message: string): Error =>
  new Error(`${task.job.name}: its worker was lost ${attempts} times (${message})`);
