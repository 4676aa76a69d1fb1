// npm run bench -- <subject> [--json] [--quick]. Installs the peers of bench/package.json at the first run that needs them.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const SUFFIX = ".bench.mjs";
const subjects = readdirSync(here)
  .filter((file) => file.endsWith(SUFFIX))
  .map((file) => file.slice(0, -SUFFIX.length));

/** What cannot be installed is named as absent by the bench; it is no reason to stop. */
function installPeers() {
  const wanted = readFileSync(join(here, "package.json"), "utf8");
  const stamp = join(here, "node_modules/.mien-peers");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  console.error("bench: installing the peers of bench/package.json (once, about 750 MB)");
  // Without scripts: onnxruntime-node would download GPU libraries; its CPU binary is in the package.
  const quiet = ["--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"];
  const done = spawnSync("npm", ["install", "--ignore-scripts", ...quiet], {
    cwd: here,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  if (done.status === 0) writeFileSync(stamp, wanted);
  else console.error("bench: npm install failed; peers that are missing count as absent");
}

function fail(reason) {
  console.error(`bench: ${reason}`);
  console.error(`usage: npm run bench -- <${subjects.join("|")}> [--json] [--quick]`);
  process.exit(1);
}

const options = { json: false, quick: false };
const chosen = [];
for (const argument of process.argv.slice(2)) {
  if (argument === "--json" || argument === "--quick") options[argument.slice(2)] = true;
  else if (subjects.includes(argument)) chosen.push(argument);
  else fail(`expected a subject, --json or --quick, got ${argument}`);
}
if (chosen.length !== 1) fail(`expected one subject, got ${chosen.length}`);
const { bench, needsPeers = true } = await import(`./${chosen[0]}${SUFFIX}`);
if (needsPeers) installPeers();
await bench(options);
