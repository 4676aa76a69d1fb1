export * from "./extraction/index.ts";
