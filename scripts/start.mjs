// What `npm start` runs: the quick study on the virtual actors that ship with mien. Flags after `npm start --` go to it.
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const mien = join(root, "packages/lab/bin/mien.mjs");
const done = spawnSync(process.execPath, [mien, "study", ...process.argv.slice(2)], {
  stdio: "inherit",
});
process.exit(done.status ?? 1);
