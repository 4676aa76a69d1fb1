export * from "./kernel/index.ts";
export * from "./nn/index.ts";
