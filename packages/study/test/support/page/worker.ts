/** The module of a web worker that fits. */
import { createWasmBackend } from "@mien/core";
import { type FitPort, serveFits } from "../../../src/training/index.ts";

serveFits(globalThis as unknown as FitPort, createWasmBackend());
