import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import type { AnyScene } from "./any-scene.ts";
import type { CastWorkerOptions } from "./cast-worker.ts";
import type { PerformedRecording } from "./truth.ts";

interface Reply {
  readonly ready?: true;
  readonly error?: string;
  readonly performed?: PerformedRecording;
}

export interface PoolOptions extends CastWorkerOptions {
  readonly workers: number;
  /** Called as soon as a scene is done, in any order. */
  readonly onScene: (index: number, performed: PerformedRecording) => Promise<void>;
  readonly signal?: AbortSignal | undefined;
}

/** Threads run compiled code: from the sources' folder that of the build. */
function workerFile(): string {
  const here = fileURLToPath(import.meta.url);
  return here.endsWith(".ts")
    ? fileURLToPath(new URL("../../dist/casting/cast-worker-entry.js", import.meta.url))
    : fileURLToPath(new URL("./cast-worker-entry.js", import.meta.url));
}

/**
 * Has threads perform the scenes with these indices. Each scene depends on its own seeds alone, so their number and
 * timing change nothing.
 *
 * @throws the first error of a thread, after all have ended
 */
export async function performScenes(
  scenes: readonly AnyScene[],
  indices: readonly number[],
  { workers, onScene, signal, ...workerData }: PoolOptions,
): Promise<void> {
  const waiting = [...indices];
  const thread = async () => {
    const worker = new Worker(workerFile(), { workerData, stderr: true });
    try {
      await nextReply(worker);
      for (;;) {
        const index = signal?.aborted === true ? undefined : waiting.shift();
        if (index === undefined) return;
        worker.postMessage(scenes[index]);
        const { performed } = await nextReply(worker);
        await onScene(index, performed!);
      }
    } catch (error) {
      waiting.length = 0;
      throw error;
    } finally {
      await worker.terminate();
    }
  };
  const done = await Promise.allSettled(
    Array.from({ length: Math.min(workers, indices.length) }, thread),
  );
  const failed = done.find((one) => one.status === "rejected");
  if (failed !== undefined) throw failed.reason;
}

/** Waits for one reply: a thread gives one for its start and one for each scene. */
function nextReply(worker: Worker): Promise<Reply> {
  return new Promise<Reply>((resolve, reject) => {
    const onMessage = (reply: Reply) => settle(() => resolve(reply));
    const onError = (error: Error) => settle(() => reject(error));
    const onExit = (code: number) =>
      settle(() => reject(new Error(`cast: a thread ended with code ${code}`)));
    const settle = (act: () => void) => {
      worker.off("message", onMessage).off("error", onError).off("exit", onExit);
      act();
    };
    worker.on("message", onMessage).on("error", onError).on("exit", onExit);
  }).then((reply) => {
    if (reply.error !== undefined) throw new Error(reply.error);
    return reply;
  });
}
