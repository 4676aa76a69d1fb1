export * from "./face/index.ts";
export * from "./features/index.ts";
export * from "./kernel/index.ts";
export * from "./nn/index.ts";
export * from "./recognition/index.ts";
