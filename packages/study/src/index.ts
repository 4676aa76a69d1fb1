export * from "./analysis/index.ts";
export * from "./design/index.ts";
export * from "./evaluation/index.ts";
export * from "./report/index.ts";
export * from "./training/index.ts";
