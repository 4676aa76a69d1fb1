/** The Node versions that mien supports: the running one, and what scripts/other-nodes.mjs has installed. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { addressCore, CORE_DIST, type Place } from "./portable-module.ts";

const SUPPORTED = ["20", "22", "24"];
const CACHE = new URL("../../../../.cache/nodes/", import.meta.url);
const execute = promisify(execFile);

export interface NodeBinary {
  /** Such as "Node 22". */
  readonly name: string;
  readonly path: string;
  /** Why it cannot run; null where it can. */
  readonly missing: string | null;
}

/** Every supported major once, and the running one if it is another. */
export function nodeBinaries(): NodeBinary[] {
  const running = process.versions.node.split(".")[0]!;
  return [...new Set([...SUPPORTED, running])].map((major) => {
    const name = `Node ${major}`;
    if (major === running) return { name, path: process.execPath, missing: null };
    const binary = process.platform === "win32" ? "node.exe" : "node";
    const path = fileURLToPath(new URL(`${major}/bin/${binary}`, CACHE));
    const missing = existsSync(path) ? null : `no ${name}: run node scripts/other-nodes.mjs`;
    return { name, path, missing };
  });
}

const asDataUrl = (source: string) => `data:text/javascript,${encodeURIComponent(source)}`;

/** Runs one module and prints what its default export returns; of a worker, what it posts. */
function launcher(module: string, place: Place): string {
  const run = `(await (await import(${JSON.stringify(module)})).default())`;
  if (place === "main") return `process.stdout.write(JSON.stringify(${run}));`;
  const inside = asDataUrl(
    `import { parentPort } from "node:worker_threads"; parentPort.postMessage(JSON.stringify(${run}));`,
  );
  return `import { Worker } from "node:worker_threads";
    const worker = new Worker(new URL(${JSON.stringify(inside)}));
    worker.on("message", (text) => process.stdout.write(text));`;
}

/**
 * What the default export of a portable module returns in that Node, in its main thread or in a worker.
 *
 * @param flags of Node, before the script
 * @throws with Node's own standard error where the module fails
 */
export async function evaluateInNode(
  node: NodeBinary,
  source: string,
  place: Place = "main",
  flags: readonly string[] = [],
): Promise<unknown> {
  if (node.missing !== null) throw new Error(node.missing);
  const module = asDataUrl(addressCore(source, CORE_DIST.href));
  const { stdout } = await execute(
    node.path,
    [...flags, "--input-type=module", "--eval", launcher(module, place)],
    { maxBuffer: 1 << 28 },
  );
  return JSON.parse(stdout);
}
