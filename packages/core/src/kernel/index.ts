export {
  batchSlots,
  LAYER_FIELDS,
  type LayerDescriptor,
  writeBatch,
  writeLayer,
} from "./descriptors.ts";
export { exp, expm1, log, log1p, pow, sigmoid, softplus } from "./elementary.ts";
export { type Backend, ceilTo, type Kernel, type KernelOps, PANEL } from "./kernel.ts";
export { createRandom, permutation, type Random } from "./random.ts";
export { createReferenceBackend } from "./reference.ts";
export {
  createWasmBackend,
  type WasmBackend,
  type WasmExports,
  type WasmKernel,
  type WasmOptions,
} from "./wasm.ts";
