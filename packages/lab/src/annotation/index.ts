export { type AnnotateOptions, annotate, checkAnnotationPath } from "./annotate.ts";
export { drawFrame } from "./draw-frame.ts";
