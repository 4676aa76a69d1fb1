import { describe, expect, test } from "vitest";
import { createWorkerExecutor, type FitWorker } from "../../src/training/index.ts";
import { holdExecutorContract } from "../support/hold-executor-contract.ts";
import { smallJob, smallSet } from "../support/small-set.ts";
import { createWorkerInPlace } from "../support/workers-in-place.ts";

holdExecutorContract("the worker executor, its workers in this thread", {
  create: () => createWorkerExecutor({ workers: 2, createWorker: () => createWorkerInPlace() }),
  isInterruptible: false,
  createMortal: (deaths) => {
    let made = 0;
    const createWorker = () => createWorkerInPlace(made++ < deaths);
    return createWorkerExecutor({ workers: 1, createWorker });
  },
});

describe("createWorkerExecutor", () => {
  test.each([0, 257, 1.5])("refuses %d workers", (workers) =>
    expect(
      createWorkerExecutor({ workers, createWorker: () => createWorkerInPlace() }),
    ).rejects.toThrow(`executor: workers must be an integer in [1, 256], got ${workers}`),
  );

  test("says why the first worker did not start", () =>
    expect(
      createWorkerExecutor({ workers: 1, createWorker: () => stillborn("no such file") }),
    ).rejects.toThrow("executor: a worker did not start (no such file)"));

  test("posts a set to each worker once", async () => {
    const posted: string[] = [];
    const createWorker = () => {
      const worker = createWorkerInPlace();
      const { postMessage } = worker;
      worker.postMessage = (message) => {
        posted.push((message as { readonly kind: string }).kind);
        postMessage(message);
      };
      return worker;
    };
    const executor = await createWorkerExecutor({ workers: 1, createWorker });
    const set = await executor.addSet(smallSet());
    await Promise.all([1, 2, 3].map((seed) => executor.run({ set, job: smallJob({ seed }) })));
    await executor.close();
    expect(posted).toEqual(["set", "fit", "fit", "fit"]);
  });

  test("starts no more workers than there are fits", async () => {
    let made = 0;
    const createWorker = () => {
      made++;
      return createWorkerInPlace();
    };
    const executor = await createWorkerExecutor({ workers: 8, createWorker });
    const set = await executor.addSet(smallSet());
    await Promise.all([1, 2].map((seed) => executor.run({ set, job: smallJob({ seed }) })));
    await executor.close();
    expect(made).toBe(2);
  });

  test("says that a job cannot be posted, and goes on", async () => {
    const createWorker = () => createWorkerInPlace();
    const executor = await createWorkerExecutor({ workers: 1, createWorker });
    const set = await executor.addSet(smallSet());
    const job = { ...smallJob(), extra: () => undefined };
    await expect(executor.run({ set, job })).rejects.toThrow("small: cannot be posted (");
    expect((await executor.run({ set, job: smallJob() })).name).toBe("small");
    await executor.close();
  });

  test("gives the next fit to the thread that a job could not be posted to", async () => {
    const createWorker = () => createWorkerInPlace();
    const executor = await createWorkerExecutor({ workers: 1, createWorker });
    const set = await executor.addSet(smallSet());
    const unposted = { ...smallJob(), extra: () => undefined };
    const [first, second, third] = await Promise.allSettled(
      [smallJob(), unposted, smallJob({ seed: 2 })].map((job) => executor.run({ set, job })),
    );
    expect([first!.status, second!.status, third!.status]).toEqual([
      "fulfilled",
      "rejected",
      "fulfilled",
    ]);
    await executor.close();
  });

  test("tries a further thread that did not start again only after a fit", async () => {
    let made = 0;
    const createWorker = () => {
      // Bounded, so that an executor that never waits fails the test and does not hang it.
      if (made++ === 0 || made > 50) return createWorkerInPlace();
      throw new Error("no memory");
    };
    const executor = await createWorkerExecutor({ workers: 2, createWorker });
    const set = await executor.addSet(smallSet());
    const fits = [1, 2, 3].map((seed) => executor.run({ set, job: smallJob({ seed }) }));
    expect((await Promise.all(fits)).map(({ name }) => name)).toEqual(["small", "small", "small"]);
    await executor.close();
    // The first thread, then one attempt as the fits come and one after the first of them has ended.
    expect(made).toBeLessThanOrEqual(4);
  });
});

function stillborn(message: string): FitWorker {
  const worker: FitWorker = {
    postMessage: () => undefined,
    terminate: () => undefined,
    onmessage: null,
    onerror: null,
  };
  setTimeout(() => (worker.onerror as (event: object) => void)({ message }), 1);
  return worker;
}
