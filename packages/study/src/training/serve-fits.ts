import type { Backend, ExampleSet } from "@mien/core";
import { fitNamed } from "./executor.ts";
import type { FitPort, FromWorker, ToWorker } from "./worker-messages.ts";

/**
 * The worker's side of `createWorkerExecutor`: keeps the sets that it is sent, runs the fits, one at a time, and answers. Call it once,
 * at the top of the worker's module, before anything is awaited.
 *
 * @param port `self` in a page's worker
 * @param backend the kernels, or what will be; where they cannot be had the executor is told so
 */
export function serveFits(port: FitPort, backend: Backend | Promise<Backend>): void {
  const answer = (message: FromWorker) => port.postMessage(message);
  const sets = new Map<string, ExampleSet>();
  const kernels = Promise.resolve(backend);
  port.onmessage = async ({ data }: { readonly data: ToWorker }) => {
    if (data.kind === "set") {
      sets.set(data.name, data.set);
      return;
    }
    try {
      answer({ kind: "done", result: fitNamed(await kernels, sets.get(data.set)!, data.job) });
    } catch (error) {
      const { name, message, stack = "" } = error as Error;
      answer({ kind: "failed", name, message, stack });
    }
  };
  kernels.then(
    ({ name }) => answer({ kind: "ready", backend: name }),
    (error: unknown) => answer({ kind: "unfit", message: String((error as Error)?.message) }),
  );
}
