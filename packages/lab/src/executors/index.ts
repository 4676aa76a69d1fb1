export { BACKENDS, type BackendName, createBackend } from "./backend.ts";
export { createThreadExecutor, type ThreadExecutorOptions } from "./thread-executor.ts";
