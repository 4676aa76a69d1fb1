/**
 * What a page, a program or a service embeds: faces, features, recognisers and their training.
 *
 * Behind doors of their own, so that this one stays small: elementary functions, random numbers and hashes
 * (@mien/core/math), kernels, their memory and their plain reference (@mien/core/kernel), networks, losses and optimisers
 * (@mien/core/nn), actors (@mien/core/synthesis), the check of option keys (@mien/core/options), ONNX (@mien/core/onnx),
 * weights in and out (@mien/core/weights).
 */
export {
  ACTION_UNITS,
  type ActionUnit,
  BLENDSHAPES,
  blendshapeMirror,
  createRecording,
  createTask,
  EXPRESSION_TASK,
  EXPRESSIONS,
  type Expression,
  type FaceObservation,
  fromMediaPipe,
  type ImageSize,
  isExpression,
  isLabel,
  isSameTask,
  LABELS,
  type Label,
  type LabelledRecording,
  type MediaPipePoint,
  type MediaPipeResult,
  type MediaPipeScore,
  mirrorNamedPoint,
  mirrorRecording,
  NAMED_POINTS,
  type NamedPoint,
  NEARLY_DEAD_BLENDSHAPES,
  NEUTRAL,
  observationAt,
  type Provenance,
  type Recording,
  type RecordingParts,
  type Task,
  TOPOLOGIES,
  type Topology,
  type TopologyName,
} from "./face/index.ts";
export * from "./features/index.ts";
export { type Backend, createWasmBackend, type WasmOptions } from "./kernel/index.ts";
export type { Random } from "./math/index.ts";
export type { LossSpec, NetworkSpec, Parameters, Tensor } from "./nn/index.ts";
export * from "./recognition/index.ts";
export * from "./tracking/index.ts";
export { MIEN_VERSION } from "./version.ts";
