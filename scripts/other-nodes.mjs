// Puts the Node versions that mien supports, but for the running one, under .cache/nodes/<major>/bin: the tests compare
// what each of them computes. They come from npm, so that who can install mien can have them too; 120 MB each.
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const VERSIONS = { 20: "20.20.2", 22: "22.23.3", 24: "24.21.0" };
const windows = process.platform === "win32";
const name = windows ? "node.exe" : "node";
const npmPackage = `node-${windows ? "win" : process.platform}-${process.arch}`;
const cache = join(dirname(fileURLToPath(import.meta.url)), "../.cache/nodes");

function versionOf(binary) {
  if (!existsSync(binary)) return null;
  const done = spawnSync(binary, ["--version"], { encoding: "utf8" });
  return done.status === 0 ? done.stdout.trim().slice(1) : null;
}

function install(version, target) {
  const folder = mkdtempSync(join(tmpdir(), "mien-node-"));
  try {
    writeFileSync(join(folder, "package.json"), '{ "private": true }');
    const wanted = `${npmPackage}@${version}`;
    const npm = ["install", "--no-audit", "--no-fund", "--loglevel=error", "--ignore-scripts"];
    const done = spawnSync("npm", [...npm, wanted], {
      cwd: folder,
      encoding: "utf8",
      shell: windows,
    });
    if (done.status !== 0) {
      const firstError = done.stderr?.split("\n").find((line) => line.startsWith("npm error"));
      const reason = done.error?.message ?? firstError?.slice("npm error ".length);
      throw new Error(`npm install ${wanted}: ${reason}`);
    }
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(join(folder, "node_modules", npmPackage, "bin", name), target);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const [running] = process.versions.node.split(".");
let missing = 0;
for (const [major, version] of Object.entries(VERSIONS)) {
  const target = join(cache, major, "bin", name);
  if (major === running || versionOf(target) === version) continue;
  try {
    install(version, target);
    console.log(`mien: Node ${version} is in .cache/nodes/${major}`);
  } catch (error) {
    missing++;
    console.error(`mien: no Node ${version} to test with (${error.message}); those tests skip`);
  }
}
if (missing > 0 && process.env.MIEN_REQUIRE_ALL === "1") process.exit(1);
