/** `npm run soak`: every loader of data sets on 10,000 damaged inputs (MIEN_SOAK_RUNS for another number); hours. */
import { spawnSync } from "node:child_process";

const runs = process.env.MIEN_SOAK_RUNS ?? "10000";
const args = ["vitest", "run", "--testTimeout=0", "packages/lab/test/datasets/damaged.test.ts"];
const { status } = spawnSync("npx", args, {
  stdio: "inherit",
  shell: process.platform === "win32",
  env: { ...process.env, MIEN_SOAK_RUNS: runs },
});
process.exitCode = status ?? 1;
