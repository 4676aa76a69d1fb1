// Installs and builds what is missing or stale, with Node and npm alone. Run before `npm start` and `npm test`.
// `--quiet` prints nothing but errors.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`mien needs Node 20.19 or newer; this is ${process.version}`);
  process.exit(1);
}

const quiet = process.argv.includes("--quiet");
function say(line) {
  if (!quiet) console.log(line);
}

function run(command, args) {
  const done = spawnSync(command, args, {
    cwd: root,
    stdio: ["inherit", quiet ? "ignore" : "inherit", "inherit"],
    shell: process.platform === "win32",
  });
  if (done.status !== 0) {
    console.error(
      `mien: \`${command} ${args.join(" ")}\` failed (${done.error?.message ?? `exit ${done.status}`})`,
    );
    process.exit(done.status ?? 1);
  }
}

const lock = createHash("sha256")
  .update(readFileSync(join(root, "package-lock.json")))
  .digest("hex");
const stamp = join(root, "node_modules", ".mien-lock");
if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== lock) {
  say("mien: installing (npm install, versions from the lock file)");
  // Not `npm ci`: it refuses a lock file that lacks the optional binaries of platforms which a registry does not carry.
  run("npm", ["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"]);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, lock);
}
run("npm", ["run", "--silent", "build"]);

// Native kernels are a gain where a compiler is there, never a need. The build passes over what is up to date.
const native = join(root, "packages/native/build.mjs");
if (existsSync(native)) {
  const done = spawnSync(process.execPath, [native], { cwd: root, encoding: "utf8" });
  if (done.status === 0) process.stdout.write(quiet ? "" : done.stdout);
  else say("mien: no native kernels (their build failed); WASM is used");
}
