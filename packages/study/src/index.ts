export * from "./analysis/index.ts";
export {
  type ConductedStudy,
  type ConductStudyOptions,
  conductStudy,
} from "./conduct-study.ts";
export * from "./design/index.ts";
export * from "./evaluation/index.ts";
export * from "./report/index.ts";
export * from "./training/index.ts";
