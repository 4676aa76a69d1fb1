/** Workers that are none: the messages of real ones, cloned and late, in one thread. For tests of the executor alone. */
import { createWasmBackend } from "@mien/core";
import { type FitWorker, serveFits } from "../../src/training/index.ts";

type Listener = ((event: { readonly data?: unknown; readonly message?: string }) => void) | null;

/** @param dies whether it is lost over the first fit that it is given */
export function createWorkerInPlace(dies = false): FitWorker {
  const outside = { onmessage: null as Listener, onerror: null as Listener };
  const inside = {
    postMessage: (message: unknown) => deliver(outside, message),
    onmessage: null as Listener,
  };
  let isAlive = true;
  const deliver = (to: { onmessage: Listener }, message: unknown) => {
    const data: unknown = structuredClone(message);
    setTimeout(() => isAlive && to.onmessage?.({ data }), 1);
  };
  serveFits(inside, createWasmBackend());
  return {
    postMessage(message: unknown) {
      const { kind } = message as { readonly kind: string };
      if (dies && kind === "fit") setTimeout(() => outside.onerror?.({ message: "gone" }), 1);
      else deliver(inside, message);
    },
    terminate() {
      isAlive = false;
    },
    get onmessage() {
      return outside.onmessage;
    },
    set onmessage(listener: unknown) {
      outside.onmessage = listener as Listener;
    },
    get onerror() {
      return outside.onerror;
    },
    set onerror(listener: unknown) {
      outside.onerror = listener as Listener;
    },
  };
}
