import { describe, test } from "vitest";
import { EXECUTOR_CONTRACT, type ExecutorFactory } from "./executor-contract.ts";

/** Holds an executor to the contract, a test a case. */
export function holdExecutorContract(name: string, factory: ExecutorFactory): void {
  describe(name, () => {
    for (const one of EXECUTOR_CONTRACT) {
      const lacksWorkers =
        factory.createMortal === undefined && one.name.includes("worker is lost");
      if (!lacksWorkers) test(one.name, () => one.run(factory));
    }
  });
}
