// One engine in a process of its own, so that its CPU time is its own. `node child.mjs <peer module> <options>`; then one
// JSON request a line in, one answer a line out:
//   {"prepare": case, "file": path, "warmSeconds"} -> {"check": [...], "estimate": seconds a step} or {"unsupported": true}
//   {"run": case's name, "steps": n}               -> {"wall": s, "cpu": s or null}
//   {"peak": true}                                 -> {"flops": operations a second} or {"unsupported": true}
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { unpack } from "./data.mjs";

// Standard output is the protocol's; what libraries print goes to standard error.
console.log = console.info = console.warn = console.error;
const answer = (object) => process.stdout.write(`${JSON.stringify(object)}\n`);

const [module, options] = [process.argv[2], JSON.parse(process.argv[3] ?? "{}")];
const jobs = new Map();

async function timed(job, steps) {
  const cpu = process.cpuUsage();
  const from = performance.now();
  const own = await job.run(steps);
  const wall = (performance.now() - from) / 1000;
  const used = process.cpuUsage(cpu);
  // A job that runs elsewhere (a browser) reports its own seconds, and has no CPU time.
  if (own?.wall !== undefined) return { wall: own.wall, cpu: null };
  return { wall, cpu: (used.user + used.system) / 1e6 };
}

async function prepare(engine, c, file, warmSeconds) {
  const bytes = readFileSync(file);
  const floats = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  const job = await engine.prepare(c, unpack(c, floats), bytes);
  if (job === null) return { unsupported: true };
  jobs.set(c.name, job);
  let steps = 1;
  const cost = ({ wall, cpu }) => cpu ?? wall; // wall time is not warm-up where others run beside
  let estimate = cost(await timed(job, 1));
  for (let spent = estimate; spent < warmSeconds; ) {
    steps = Math.max(1, Math.min(2 * steps, Math.floor((warmSeconds - spent) / estimate)));
    const seconds = cost(await timed(job, steps));
    estimate = seconds / steps;
    spent += seconds;
  }
  return { check: job.check, estimate };
}

async function respond(engine, request) {
  if (request.prepare) return prepare(engine, request.prepare, request.file, request.warmSeconds);
  if (request.peak) return engine.peak ? { flops: await engine.peak() } : { unsupported: true };
  const job = jobs.get(request.run);
  if (request.warm > 0) await job.run(request.warm);
  return timed(job, request.steps);
}

let engine;
try {
  engine = await (await import(`../peers/${module}.mjs`)).createEngine(options);
  answer({ ready: true, version: engine.version });
} catch (error) {
  answer({ absent: String(error?.message ?? error).split("\n")[0] });
  process.exit(0);
}
for await (const line of createInterface({ input: process.stdin })) {
  try {
    answer(await respond(engine, JSON.parse(line)));
  } catch (error) {
    answer({ error: String(error?.stack ?? error) });
  }
}
await engine.close?.();
process.exit(0);
