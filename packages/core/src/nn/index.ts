export { type InitializeOptions, initializeParameters, orthogonal } from "./initialize.ts";
export { fromKeras, fromOnnx, fromPyTorch, toKeras, toOnnx, toPyTorch } from "./interchange.ts";
export { posteriorFromDerivatives } from "./losses/binary-loss.ts";
export { createLoss } from "./losses/create.ts";
export { classBalancedWeights } from "./losses/cross-entropy.ts";
export type { Loss, LossSpec } from "./losses/loss.ts";
export { checkLossSpec, type LossOptions, resolveLossSpec } from "./losses/spec.ts";
export { type DropoutSeed, Network, type NetworkCapacity, type SequenceBatch } from "./network.ts";
export { loadNetwork, type NetworkFile, saveNetwork } from "./network-file.ts";
export { Optimizer } from "./optimizer.ts";
export {
  type OptimizerOptions,
  type OptimizerSpec,
  resolveOptimizerSpec,
} from "./optimizer-spec.ts";
export { checkParameters, type Parameters, parameterShapes, type Tensor } from "./parameters.ts";
export { decodeSafetensors, encodeSafetensors, type Safetensors } from "./safetensors.ts";
export {
  createPlateau,
  createSchedule,
  type Plateau,
  type PlateauOptions,
  type PlateauState,
  type Schedule,
  type ScheduleOptions,
} from "./schedules.ts";
export { openSealedFile, type SealedFormat, sealFile } from "./sealed-file.ts";
export {
  directionCount,
  gateCount,
  multiplyAddsPerStep,
  type NetworkOptions,
  type NetworkSpec,
  parameterCount,
  resolveNetworkSpec,
} from "./spec.ts";
export { type SubjectSplit, splitBySubject } from "./split.ts";
export { NetworkStream } from "./stream.ts";
export { type EpochCallback, type EpochReport, type TrainingResult, train } from "./train.ts";
export type { TrainingOptions, TrainingTask } from "./training-options.ts";
