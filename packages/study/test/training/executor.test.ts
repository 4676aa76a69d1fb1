import { createWasmBackend } from "@mien/core";
import { createInlineExecutor } from "../../src/training/index.ts";
import { holdExecutorContract } from "../support/hold-executor-contract.ts";

holdExecutorContract("the inline executor", {
  create: async () => createInlineExecutor(await createWasmBackend()),
  isInterruptible: false,
});
