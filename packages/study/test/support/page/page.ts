/** What a page does in the tests: the executor contract, and a small study, on web workers. */
import { conductStudy, createWorkerExecutor, type FitWorker } from "../../../src/index.ts";
import { EXECUTOR_CONTRACT, type ExecutorFactory } from "../executor-contract.ts";
import { smallRecordings } from "../small-recordings.ts";
import { tinyConfig } from "../tiny-config.ts";

/** The workers' modules, put in where the page is bundled. */
declare const WORKER_SOURCE: string;
declare const DYING_WORKER_SOURCE: string;

/** Of what a page has, the little that is used here. */
declare const Worker: new (url: string, options: { readonly type: "module" }) => FitWorker;

const start = (source: string) =>
  new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" })), {
    type: "module",
  });

const factory: ExecutorFactory = {
  create: () => createWorkerExecutor({ workers: 2, createWorker: () => start(WORKER_SOURCE) }),
  isInterruptible: true,
  createMortal: (deaths) => {
    let made = 0;
    const createWorker = () => start(made++ < deaths ? DYING_WORKER_SOURCE : WORKER_SOURCE);
    return createWorkerExecutor({ workers: 1, createWorker });
  },
};

/** Every case by its name, with what went wrong in it; null where nothing did. */
async function holdContract(): Promise<Readonly<Record<string, string | null>>> {
  const found: Record<string, string | null> = {};
  for (const { name, run } of EXECUTOR_CONTRACT) {
    found[name] = await run(factory).then(
      () => null,
      (error: unknown) => String((error as Error).message),
    );
  }
  return found;
}

async function runSmallStudy(): Promise<string> {
  const executor = await factory.create();
  try {
    const recordings = { cast: smallRecordings(6) };
    const now = () => performance.now();
    return (await conductStudy(tinyConfig(), recordings, { executor, now })).analysisJson;
  } finally {
    await executor.close();
  }
}

export default async () => ({ contract: await holdContract(), analysis: await runSmallStudy() });
