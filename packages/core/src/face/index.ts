export { ACTION_UNITS, type ActionUnit } from "./action-units.ts";
export { BLENDSHAPES, blendshapeMirror, NEARLY_DEAD_BLENDSHAPES } from "./blendshapes.ts";
export { checkKeys } from "./check-keys.ts";
export { checkFaceSource } from "./face-source.ts";
export {
  fromMediaPipe,
  type MediaPipePoint,
  type MediaPipeResult,
  type MediaPipeScore,
} from "./from-mediapipe.ts";
export {
  EXPRESSIONS,
  type Expression,
  isExpression,
  isLabel,
  LABELS,
  type Label,
} from "./labels.ts";
export { mirrorNamedPoint, NAMED_POINTS, type NamedPoint } from "./named-points.ts";
export type { FaceObservation, ImageSize } from "./observation.ts";
export {
  createRecording,
  type LabelledRecording,
  mirrorRecording,
  observationAt,
  type Provenance,
  type Recording,
  type RecordingParts,
} from "./recording.ts";
export { createTask, EXPRESSION_TASK, isSameTask, NEUTRAL, type Task } from "./task.ts";
export { TOPOLOGIES, type Topology, type TopologyName } from "./topology.ts";
