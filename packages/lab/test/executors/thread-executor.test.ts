import { fileURLToPath } from "node:url";
import { createWorkerExecutor } from "@mien/study";
import { expect, test } from "vitest";
import { holdExecutorContract } from "../../../study/test/support/hold-executor-contract.ts";
import { createThreadExecutor } from "../../src/executors/index.ts";
import { FIT_WORKER, startThread } from "../../src/executors/thread-executor.ts";

const DYING = fileURLToPath(new URL("../support/dying-worker.mjs", import.meta.url));

holdExecutorContract("Node's threads", {
  create: () => createThreadExecutor({ workers: 2, backend: "wasm" }),
  isInterruptible: true,
  createMortal: (deaths) => {
    let made = 0;
    return createWorkerExecutor({
      workers: 1,
      createWorker: () => startThread(made++ < deaths ? DYING : FIT_WORKER, { backend: "wasm" }),
    });
  },
});

test("a thread that ends of itself gives its exit code", async () => {
  const thread = startThread(DYING, { backend: "wasm" });
  const message = new Promise((resolve) => {
    thread.onerror = (event: { readonly message: string }) => resolve(event.message);
  });
  thread.postMessage({ kind: "fit" });
  expect(await message).toBe("it ended with exit code 3");
});

test("the backend is the one that the threads have", async () => {
  const executor = await createThreadExecutor({ workers: 1, backend: "wasm" });
  await executor.close();
  expect([executor.lanes, executor.backend]).toEqual([1, "wasm"]);
});
