export { type AnnotateOptions, annotate, checkAnnotationPath } from "./annotate.ts";
export { drawFrame, type MeshEdges } from "./draw-frame.ts";
