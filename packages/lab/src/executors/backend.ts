import v8 from "node:v8";
import { type Backend, createWasmBackend } from "@mien/core";

export type BackendName = "auto" | "native" | "wasm" | "wasm-wide";

export const BACKENDS: readonly BackendName[] = ["auto", "native", "wasm", "wasm-wide"];

/** V8 of Node 24 is the first whose revectoriser is worth its flag. */
const WIDE_SINCE = 24;

/**
 * The fastest kernels that this machine has: native where they were built, else WASM, widened to 256 bits where V8 can. All
 * give the same bytes.
 *
 * @throws where a backend is asked for by name and is not to be had
 */
export async function createBackend(name: BackendName = "auto"): Promise<Backend> {
  const isWide = Number(process.versions.node.split(".")[0]) >= WIDE_SINCE;
  if (name === "auto" || name === "native") {
    const native = await loadNative();
    if (native !== null) return native;
    if (name === "native") {
      throw new Error("backend native: expected kernels built by packages/native, got none");
    }
  }
  if (name === "wasm-wide" && !isWide) {
    throw new Error(
      `backend wasm-wide: needs Node ${WIDE_SINCE} or newer, got ${process.versions.node}`,
    );
  }
  const wideTiles = name !== "wasm" && isWide;
  if (wideTiles) v8.setFlagsFromString("--experimental-wasm-revectorize");
  return createWasmBackend({ wideTiles });
}

async function loadNative(): Promise<Backend | null> {
  try {
    const { createNativeBackend } = await import("@mien/native");
    return createNativeBackend();
  } catch {
    return null; // the package is optional, and so is its build
  }
}
