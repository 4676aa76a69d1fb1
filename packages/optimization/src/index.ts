export type { GpOptions } from "./gp-strategy.ts";
export {
  createMedianPruner,
  type MedianPruner,
  type MedianPrunerOptions,
} from "./median-pruner.ts";
export { type Box, minimiseInBox } from "./minimise-in-box.ts";
export { type Minimum, minimiseLbfgs, type Objective } from "./minimise-lbfgs.ts";
export {
  createSampler,
  SAMPLER_KINDS,
  type Sampler,
  type SamplerKind,
  type SamplerOptions,
} from "./sampler.ts";
export {
  type CategoricalParameter,
  type Choice,
  checkParams,
  createSearchSpace,
  type FloatParameter,
  type IntegerParameter,
  type NumericParameter,
  type Parameter,
  type Params,
  type SearchSpace,
  SearchSpaceError,
} from "./search-space.ts";
export { askTrial, bestTrial, type Outcome, resumeHistory, tellTrial } from "./study.ts";
export type { TpeOptions } from "./tpe.ts";
export {
  type Direction,
  type History,
  HistoryError,
  type Trial,
  type TrialState,
} from "./trial.ts";
