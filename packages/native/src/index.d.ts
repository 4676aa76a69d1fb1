import type { Backend } from "@mien/core";

export interface NativeOptions {
  /** Default: the widest that this machine and this build have. All give the same bytes. */
  readonly instructionSet?: "avx512" | "avx2" | "baseline";
}

/**
 * mien's kernels as machine code, float32, the same bytes as the WASM backend. Growing the
 * heap copies it, so plan networks before loading data.
 *
 * @returns null where the addon was not built, or the instruction set is missing
 */
export function createNativeBackend(options?: NativeOptions): Backend | null;
