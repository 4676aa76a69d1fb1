export * from "./casting/index.ts";
export * from "./datasets/index.ts";
export * from "./executors/index.ts";
export * from "./inputs/index.ts";
export * from "./overlay/index.ts";
export * from "./recordings/index.ts";
export * from "./release/index.ts";
export * from "./studies/index.ts";
