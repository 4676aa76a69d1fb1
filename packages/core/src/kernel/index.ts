export { decodeBase64 } from "./base64.ts";
export {
  batchSlots,
  LAYER_FIELDS,
  type LayerDescriptor,
  writeBatch,
  writeLayer,
} from "./descriptors.ts";
export { exp, expm1, log, log1p, pow, sigmoid, softplus, tanh } from "./elementary.ts";
export { type Backend, ceilTo, type Kernel, type KernelOps, PANEL } from "./kernel.ts";
export { createRandom, permutation, type Random } from "./random.ts";
export { createReferenceBackend } from "./reference.ts";
export { sha256 } from "./sha256.ts";
export { acos, atan2, cos, sin } from "./trigonometry.ts";
export { decodeUtf8, encodeUtf8 } from "./utf8.ts";
export {
  createWasmBackend,
  type WasmBackend,
  type WasmExports,
  type WasmKernel,
  type WasmOptions,
} from "./wasm.ts";
