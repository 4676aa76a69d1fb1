/** A web worker that says it is ready, and fails over the first fit that it is given, outside of any answer. */
import type { FitPort } from "../../../src/training/index.ts";

const port = globalThis as unknown as FitPort;
port.onmessage = ({ data }: { readonly data: { readonly kind: string } }) => {
  if (data.kind === "fit") throw new Error("the worker fails");
};
port.postMessage({ kind: "ready", backend: "wasm" });
