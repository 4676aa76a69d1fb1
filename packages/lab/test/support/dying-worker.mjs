/** A thread that says it is ready, and ends over the first fit that it is given, as one that runs out of memory does. */
import { parentPort } from "node:worker_threads";

parentPort.on("message", ({ kind }) => {
  if (kind === "fit") process.exit(3);
});
parentPort.postMessage({ kind: "ready", backend: "wasm" });
