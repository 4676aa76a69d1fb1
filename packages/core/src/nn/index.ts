export { type InitializeOptions, initializeParameters, orthogonal } from "./initialize.ts";
export { type DropoutSeed, Network, type NetworkCapacity, type SequenceBatch } from "./network.ts";
export { Optimizer } from "./optimizer.ts";
export {
  type OptimizerOptions,
  type OptimizerSpec,
  resolveOptimizerSpec,
} from "./optimizer-spec.ts";
export { checkParameters, type Parameters, parameterShapes, type Tensor } from "./parameters.ts";
export {
  directionCount,
  gateCount,
  multiplyAddsPerStep,
  type NetworkOptions,
  type NetworkSpec,
  parameterCount,
  resolveNetworkSpec,
} from "./spec.ts";
export { NetworkStream } from "./stream.ts";
