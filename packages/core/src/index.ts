/**
 * What a page and a program need. Left out, so that it stays small: the reference backend (@mien/core/kernel), weight orders
 * of other frameworks (@mien/core/nn), ONNX (@mien/core/onnx), weights in and out (@mien/core/weights).
 */
export * from "./face/index.ts";
export * from "./features/index.ts";
export type * from "./kernel/index.ts";
export {
  acos,
  atan2,
  batchSlots,
  ceilTo,
  cos,
  createRandom,
  createWasmBackend,
  decodeUtf8,
  encodeUtf8,
  exp,
  expm1,
  LAYER_FIELDS,
  log,
  log1p,
  PANEL,
  permutation,
  pow,
  sha256,
  sigmoid,
  sin,
  softplus,
  tanh,
  writeBatch,
  writeLayer,
} from "./kernel/index.ts";
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
