/** What every executor must do, without a test runner: the cases run in a page as in Node. */
import { createWasmBackend, type ExampleSet, type FitResult, resolveRecipe } from "@mien/core";
import { createInlineExecutor, type Executor, exampleSetHash } from "../../src/training/index.ts";
import { smallJob, smallSet } from "./small-set.ts";

export interface ExecutorFactory {
  create(): Promise<Executor>;
  /** Whether a fit under way can be stopped; the inline executor's cannot. */
  readonly isInterruptible: boolean;
  /** An executor of one worker whose first workers, so many, are lost over the first fit that they are given. */
  createMortal?(deaths: number): Promise<Executor>;
}

export interface ContractCase {
  readonly name: string;
  /** Rejects, saying what was expected and what came. */
  run(factory: ExecutorFactory): Promise<void>;
}

/** Runs far longer than any test waits. */
const endless = () => smallJob({ name: "endless", recipe: resolveRecipe({ epochs: 100_000 }) });

/** Trains on whom it tests, which `fit` refuses. */
const refused = () => smallJob({ name: "refused", testing: Int32Array.of(0, 1) });

export const EXECUTOR_CONTRACT: readonly ContractCase[] = [
  {
    name: "gives the inline executor's bytes",
    run: (factory) =>
      using(factory, async (executor) => {
        const set = await executor.addSet(smallSet());
        const result = await executor.run({ set, job: smallJob() });
        equal(bytesOf(result), await inlineBytes(smallSet(), 3), "result");
      }),
  },
  {
    name: "gives the same bytes side by side and in any order, of several sets",
    run: (factory) =>
      using(factory, async (executor) => {
        const sets = [smallSet(1), smallSet(2)];
        const names = await Promise.all(sets.map((set) => executor.addSet(set)));
        const asked = [0, 1, 2, 3].map((i) => ({ which: i % 2, seed: 5 + i }));
        const runAll = (order: readonly (typeof asked)[number][]) =>
          Promise.all(
            order.map(async ({ which, seed }) => {
              const job = smallJob({ name: `seed ${seed}`, seed });
              return bytesOf(await executor.run({ set: names[which]!, job }));
            }),
          );
        const forth = await runAll(asked);
        const back = await runAll([...asked].reverse());
        equal(back.reverse().join("\n"), forth.join("\n"), "results in the other order");
        for (const [i, { which, seed }] of asked.entries()) {
          equal(unnamed(forth[i]!), unnamed(await inlineBytes(sets[which]!, seed)), `seed ${seed}`);
        }
      }),
  },
  {
    name: "names a set by the hash of what it holds, so that adding it twice changes nothing",
    run: (factory) =>
      using(factory, async (executor) => {
        const [one, two, other] = await Promise.all([
          executor.addSet(smallSet()),
          executor.addSet(smallSet()),
          executor.addSet(smallSet(2)),
        ]);
        equal(one, exampleSetHash(smallSet()), "name");
        equal(two, one, "name of the same set again");
        if (other === one) throw new Error(`expected another set to have another name, got ${one}`);
        const result = await executor.run({ set: one, job: smallJob() });
        equal(bytesOf(result), await inlineBytes(smallSet(), 3), "result");
      }),
  },
  {
    name: "refuses a set that was never added, naming job and set",
    run: (factory) =>
      using(factory, (executor) =>
        rejects(
          executor.run({ set: "nowhere", job: smallJob() }),
          "small: expected a set that was added to the executor, got nowhere",
        ),
      ),
  },
  {
    name: "begins no fit that was cancelled before",
    run: (factory) =>
      using(factory, async (executor) => {
        const set = await executor.addSet(smallSet());
        const stop = new AbortController();
        stop.abort(new Error("enough"));
        await rejects(executor.run({ set, job: endless() }, stop.signal), "enough");
      }),
  },
  {
    name: "stops a fit, and one that waits, with the cancellation's reason; runs the next",
    run: (factory) =>
      using(factory, async (executor) => {
        const set = await executor.addSet(smallSet());
        const stop = new AbortController();
        const stopped = Array.from({ length: executor.lanes + 1 }, () =>
          rejects(executor.run({ set, job: endless() }, stop.signal), "enough"),
        );
        if (factory.isInterruptible) await moment();
        stop.abort(new Error("enough"));
        await Promise.all(stopped);
        const result = await executor.run({ set, job: smallJob() });
        equal(bytesOf(result), await inlineBytes(smallSet(), 3), "result after a cancellation");
      }),
  },
  {
    name: "says which fit failed and why, while others go on",
    run: (factory) =>
      using(factory, async (executor) => {
        const set = await executor.addSet(smallSet());
        const [, result] = await Promise.all([
          rejects(executor.run({ set, job: refused() }), "refused: fit: "),
          executor.run({ set, job: smallJob() }),
        ]);
        equal(bytesOf(result), await inlineBytes(smallSet(), 3), "result beside a failure");
      }),
  },
  {
    name: "ends what runs and what waits when it is closed, and takes nothing afterwards",
    run: async (factory) => {
      const executor = await factory.create();
      const set = await executor.addSet(smallSet());
      const closed = "endless: the executor was closed before it had run";
      const ended = Array.from({ length: executor.lanes + 1 }, () =>
        rejects(executor.run({ set, job: endless() }), closed),
      );
      if (factory.isInterruptible) await moment();
      await executor.close();
      await Promise.all(ended);
      await rejects(executor.run({ set, job: endless() }), closed);
      await executor.close();
    },
  },
  {
    name: "runs a fit again where its worker is lost",
    run: (factory) =>
      usingMortal(factory, 1, async (executor) => {
        const set = await executor.addSet(smallSet());
        const result = await executor.run({ set, job: smallJob() });
        equal(bytesOf(result), await inlineBytes(smallSet(), 3), "result of the second worker");
      }),
  },
  {
    name: "gives a fit up whose worker is lost twice, and runs the next",
    run: (factory) =>
      usingMortal(factory, 2, async (executor) => {
        const set = await executor.addSet(smallSet());
        await rejects(
          executor.run({ set, job: smallJob() }),
          "small: its worker was lost 2 times (",
        );
        const result = await executor.run({ set, job: smallJob() });
        equal(bytesOf(result), await inlineBytes(smallSet(), 3), "result of the third worker");
      }),
  },
];

async function using(factory: ExecutorFactory, body: (executor: Executor) => Promise<void>) {
  const executor = await factory.create();
  try {
    await body(executor);
  } finally {
    await executor.close();
  }
}

/** Nothing where the executor has no workers to lose. */
const usingMortal = async (
  { createMortal, isInterruptible }: ExecutorFactory,
  deaths: number,
  body: (executor: Executor) => Promise<void>,
) =>
  createMortal === undefined
    ? undefined
    : using({ create: () => createMortal(deaths), isInterruptible }, body);

const moment = () => new Promise((resolve) => setTimeout(resolve, 60));

async function inlineBytes(set: ExampleSet, seed: number): Promise<string> {
  const inline = createInlineExecutor(await createWasmBackend());
  const name = await inline.addSet(set);
  return bytesOf(await inline.run({ set: name, job: smallJob({ seed }) }));
}

/** All that a fit gives, every number to its last bit. */
const bytesOf = (result: FitResult): string =>
  JSON.stringify(result, (_, value: unknown) => {
    if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array);
    return value instanceof Map ? [...value] : value;
  });

const unnamed = (bytes: string) => bytes.replace(/"name":"(small|seed \d)"/, "");

function equal(got: string, expected: string, what: string): void {
  if (got === expected) return;
  const at = [...got].findIndex((c, i) => c !== expected[i]);
  const near = (text: string) => text.slice(Math.max(0, at - 20), at + 60);
  throw new Error(`${what}: expected ...${near(expected)}..., got ...${near(got)}...`);
}

async function rejects(promise: Promise<unknown>, text: string): Promise<void> {
  const message = await promise.then(
    () => "an answer",
    (error: unknown) => `"${(error as Error).message}"`,
  );
  if (!message.startsWith(`"${text}`)) throw new Error(`expected "${text}", got ${message}`);
}
