/**
 * `npm pack` of the repository's packages, each once, in a copy: packing may put a package's `dist` aside for a moment
 * (scripts/standalone.mjs), which nothing that runs beside it shall see.
 */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const windows = process.platform === "win32";

/** Runs a command to its end. Throws with the end of what it wrote where it fails. */
export function run(command, args, options = {}) {
  const done = spawnSync(command, args, { encoding: "utf8", shell: windows, ...options });
  if (done.status === 0) return done.stdout;
  const said = done.error?.message ?? `${done.stderr || ""}\n${done.stdout || ""}`;
  const short = said.trim().split("\n").slice(0, 12).join("\n      ");
  throw new Error(`${command} ${args.slice(0, 3).join(" ")}: ${short}`);
}

/** A folder with the layout of the repository, and what was packed in it so far. */
export function openStage() {
  const folder = mkdtempSync(join(tmpdir(), "mien-packages-"));
  mkdirSync(join(folder, "packages"));
  symlinkSync(join(root, "scripts"), join(folder, "scripts"), "junction");
  return { folder, packed: new Map() };
}

export const manifestOf = (name) =>
  JSON.parse(readFileSync(join(root, "packages", name, "package.json"), "utf8"));

/** The tarball of a package: its path, a folder with what is in it, and the files there. */
export function pack(stage, name) {
  if (!stage.packed.has(name)) stage.packed.set(name, packCopy(stage, name));
  return stage.packed.get(name);
}

const NOT_COPIED = ["node_modules", "test", ".dist-of-repository"];

function packCopy(stage, name) {
  const copy = join(stage.folder, "packages", name);
  // With a copy in the repository's own tree, the bundler would find two of each of our packages: link what is installed.
  if (!existsSync(join(stage.folder, "node_modules"))) {
    symlinkSync(join(root, "node_modules"), join(stage.folder, "node_modules"), "junction");
  }
  cpSync(join(root, "packages", name), copy, {
    recursive: true,
    filter: (path) => !NOT_COPIED.includes(basename(path)),
  });
  const said = run("npm", ["pack", "--json", "--pack-destination", stage.folder], {
    cwd: copy,
    stdio: ["ignore", "pipe", "pipe"],
  });
  // Scripts may print before npm's answer.
  const [{ filename, files }] = JSON.parse(said.slice(said.lastIndexOf("\n[") + 1));
  const unpacked = join(stage.folder, "unpacked", name);
  mkdirSync(unpacked, { recursive: true });
  run("tar", ["-xf", join(stage.folder, filename), "-C", unpacked], { shell: false });
  return {
    path: join(stage.folder, filename),
    folder: join(unpacked, "package"),
    files: files.map(({ path }) => path),
  };
}

/** What npm fetches along with a package. */
export function neededBy(name) {
  const { dependencies = {}, optionalDependencies = {}, peerDependencies = {} } = manifestOf(name);
  return Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies });
}

/** Our packages that a package depends on, at any depth, without itself; those that are optional among them. */
export function ownDependencies(name, seen = new Set()) {
  for (const full of neededBy(name)) {
    if (!full.startsWith("@mien/")) continue;
    const other = full.slice("@mien/".length);
    if (seen.has(other)) continue;
    seen.add(other);
    ownDependencies(other, seen);
  }
  return seen;
}
