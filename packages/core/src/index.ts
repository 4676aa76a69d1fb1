/**
 * What a page and a program need. Left out, so that it stays small: elementary functions, random numbers and
 * hashes (@mien/core/math), the reference backend (@mien/core/kernel), weight orders
 * of other frameworks (@mien/core/nn), ONNX (@mien/core/onnx), weights in and out (@mien/core/weights).
 */
export * from "./face/index.ts";
export * from "./features/index.ts";
export type * from "./kernel/index.ts";
export {
  batchSlots,
  ceilTo,
  createWasmBackend,
  LAYER_FIELDS,
  PANEL,
  writeBatch,
  writeLayer,
} from "./kernel/index.ts";
export type * from "./math/index.ts";
export type * from "./nn/index.ts";
export {
  checkLossSpec,
  checkParameters,
  classBalancedWeights,
  createLoss,
  createPlateau,
  createSchedule,
  decodeSafetensors,
  directionCount,
  encodeSafetensors,
  gateCount,
  initializeParameters,
  loadNetwork,
  multiplyAddsPerStep,
  Network,
  NetworkStream,
  Optimizer,
  openSealedFile,
  orthogonal,
  parameterCount,
  parameterShapes,
  posteriorFromDerivatives,
  resolveLossSpec,
  resolveNetworkSpec,
  resolveOptimizerSpec,
  saveNetwork,
  sealFile,
  splitBySubject,
  train,
} from "./nn/index.ts";
export * from "./recognition/index.ts";
export * from "./tracking/index.ts";
export { MIEN_VERSION } from "./version.ts";
