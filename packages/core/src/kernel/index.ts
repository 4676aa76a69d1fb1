export {
  batchSlots,
  LAYER_FIELDS,
  type LayerDescriptor,
  writeBatch,
  writeLayer,
} from "./descriptors.ts";
export { type Backend, ceilTo, type Kernel, type KernelOps, PANEL } from "./kernel.ts";
export { createReferenceBackend } from "./reference.ts";
export {
  createWasmBackend,
  type WasmBackend,
  type WasmExports,
  type WasmKernel,
  type WasmOptions,
} from "./wasm.ts";
