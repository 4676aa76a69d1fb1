// bench/results/<date>-<commit>.md: one file a day and commit, one section a subject. Never names a machine or a path.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, totalmem } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const git = (...args) =>
  spawnSync("git", args, { cwd: root, encoding: "utf8" }).stdout?.trim() ?? "";

/** Such as "1a2b3c4", with "-changed" where the timed code differs from that commit. */
function commit() {
  const hash = git("rev-parse", "--short=7", "HEAD");
  if (hash === "") return "unknown";
  return git("status", "--porcelain", "--", "packages") === "" ? hash : `${hash}-changed`;
}

export function machine() {
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus()[0]?.model.trim() ?? "unknown processor"}, ${availableParallelism()} processors, ${memory} GiB, ${process.platform} ${process.arch}, Node ${process.versions.node}`;
}

/** @returns the file's path from the root of the repository */
export function writeSection(title, body) {
  const folder = join(root, "bench/results");
  mkdirSync(folder, { recursive: true });
  const name = `${new Date().toISOString().slice(0, 10)}-${commit()}`;
  const file = join(folder, `${name}.md`);
  const before = existsSync(file) ? readFileSync(file, "utf8") : `# ${name}\n`;
  const [head, ...sections] = before.split(/^(?=## )/m);
  const others = sections.filter((section) => !section.startsWith(`## ${title}\n`));
  const all = [head, ...others, `## ${title}\n\n${body.trim()}\n`];
  writeFileSync(file, `${all.map((part) => part.trim()).join("\n\n")}\n`);
  return `bench/results/${name}.md`;
}
