export { type AnnotateOptions, annotate, checkAnnotationPath } from "./annotate.ts";
export { drawFrame, type FrameOverlay, type MeshEdges } from "./draw-frame.ts";
