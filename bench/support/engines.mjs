// Which engines take part, and a client for the process of each.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL("..", import.meta.url));
const root = join(here, "..");

/** A Node of at least 24: this one, the one that MIEN_NODE_24 names, or one under .cache/nodes. */
function node24() {
  const cache = join(root, ".cache/nodes");
  const cached = existsSync(cache) ? readdirSync(cache).sort() : [];
  const binary = process.platform === "win32" ? "bin/node.exe" : "bin/node";
  return [process.execPath, process.env.MIEN_NODE_24, ...cached.map((v) => join(cache, v, binary))]
    .filter((path) => path !== undefined && existsSync(path))
    .find((path) => {
      const done = spawnSync(path, ["--version"], { encoding: "utf8" });
      return done.status === 0 && Number(done.stdout.slice(1).split(".")[0]) >= 24;
    });
}

const inNode = (name, module, options = {}, node = process.execPath) => ({
  name,
  command: node,
  args: [join(here, "support/child.mjs"), module, JSON.stringify(options)],
});
const inPython = (name, module) => ({
  name,
  command: process.env.MIEN_BENCH_PYTHON ?? "python3",
  args: [join(here, "peers/python.py"), module],
  warmShare: 0.3, // compiled ahead: nothing to tier up
});

/** mien's engines; each comes with its own ceiling. */
export const engineSpecs = ({ quick }) => [
  inNode("wasm", "mien", { engine: "wasm" }),
  {
    ...inNode("wasm-wide", "mien", { engine: "wasm-wide" }, node24()),
    missing: "no Node 24 or newer here, in MIEN_NODE_24 or in .cache/nodes",
  },
  inNode("native", "mien", { engine: "native" }),
  ...(quick ? [] : [inNode("native-avx2", "mien", { engine: "native-avx2" })]),
  inNode("wasm-chromium", "mien-chromium"),
];

export const peerSpecs = ({ quick }) => [
  inPython("JAX", "jax"),
  inPython("PyTorch", "torch"),
  inNode("TensorFlow.js wasm", "tfjs", { backend: "wasm" }),
  // Twelve seconds of warm-up on its own: only the whole bench waits for it.
  ...(quick ? [] : [inNode("TensorFlow.js cpu", "tfjs", { backend: "cpu" })]),
  inNode("jax-js", "jax-js"),
  inNode("onnxruntime-web", "onnxruntime", { package: "onnxruntime-web" }),
  inNode("onnxruntime-node", "onnxruntime", { package: "onnxruntime-node" }),
];

/**
 * Starts an engine's process.
 *
 * @returns {name, version, warmShare, ask(request), pin(), close()}, or {name, absent: reason}
 */
export async function startEngine({ name, command, args, missing, warmShare = 1 }) {
  if (command === undefined) return { name, absent: missing };
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "pipe"] });
  let log = "";
  child.stderr.on("data", (chunk) => {
    log = (log + chunk).slice(-2000);
  });
  child.stdin.on("error", () => {}); // a child that died is noticed by its silence
  const failed = new Promise((resolve) => child.on("error", (error) => resolve(error.message)));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const read = async () => {
    const line = await Promise.race([lines.next(), failed]);
    if (typeof line === "string") return { absent: line };
    if (line.done) return { absent: `its process ended: ${log.trim().split("\n").at(-1)}` };
    return JSON.parse(line.value);
  };
  const greeting = await read();
  if (greeting.absent !== undefined) return { name, absent: greeting.absent };
  return {
    name,
    version: greeting.version,
    warmShare,
    async ask(request) {
      child.stdin.write(`${JSON.stringify(request)}\n`);
      const response = await read();
      const error = response.error ?? response.absent;
      if (error !== undefined) throw new Error(`${name}: ${error}`);
      return response;
    },
    /** Keeps the process on the last processor, where the system can: fewer migrations, less noise. */
    pin() {
      const last = String(availableParallelism() - 1);
      if (process.platform === "linux") spawnSync("taskset", ["-a", "-c", "-p", last, child.pid]);
    },
    close() {
      child.stdin.end();
      setTimeout(() => child.kill("SIGKILL"), 1500).unref();
      return new Promise((resolve) => child.on("close", resolve));
    },
  };
}
