// mien's WASM engine in a page of headless Chromium, the one that MIEN_CHROMIUM names or the first on PATH. The page gets
// the built package and this folder's portable modules from 127.0.0.1, and times itself: wall time, no CPU time.
import { accessSync, constants, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];
const CORE = new URL(".", import.meta.resolve("@mien/core"));
const BENCH = new URL("..", import.meta.url);
// Cross-origin isolation gives the page's clock 5 microseconds instead of 100.
const HEADERS = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};
const PAGE = `<!doctype html><meta charset=utf-8><link rel=icon href=data:,><title>bench</title>
<script type=module>
import * as mien from "/core/index.js";
import { createJob, peakLoop } from "/bench/peers/mien-cases.mjs";
import { unpack } from "/bench/support/data.mjs";
const backend = await mien.createWasmBackend();
const jobs = new Map();
const seconds = (work) => {
  const from = performance.now();
  const result = work();
  return { wall: (performance.now() - from) / 1000, result };
};
globalThis.bench = {
  async prepare(c) {
    const numbers = new Float32Array(await (await fetch("/numbers")).arrayBuffer());
    const job = createJob(mien, backend, c, unpack(c, numbers));
    jobs.set(c.name, job);
    return job.check;
  },
  run: (name, steps) => seconds(() => jobs.get(name).run(steps)),
  peak() {
    const loop = peakLoop(backend);
    if (loop === null) return null;
    loop(100_000);
    const { wall, result } = seconds(() => loop(4_000_000));
    return result / wall;
  },
};
</script>`;

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** undefined where there is none. */
export function findChromium() {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const candidates = process.env.MIEN_CHROMIUM
    ? [process.env.MIEN_CHROMIUM]
    : NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return candidates.find(isExecutable);
}

function serve(numbersNow) {
  const read = (path) => {
    if (path === "/") return [PAGE, "text/html; charset=utf-8"];
    if (path === "/numbers") return [numbersNow(), "application/octet-stream"];
    const [, room, ...rest] = path.split("/");
    const root = { core: CORE, bench: BENCH }[room];
    if (root === undefined || rest.includes("..")) throw new Error("not served");
    return [readFileSync(fileURLToPath(new URL(rest.join("/"), root))), "text/javascript"];
  };
  const server = createServer((request, response) => {
    try {
      const [body, type] = read(new URL(request.url, "http://localhost").pathname);
      response.writeHead(200, { ...HEADERS, "content-type": type });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

export async function createEngine() {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error("no Chromium on PATH or in MIEN_CHROMIUM");
  const { chromium } = await import("playwright-core");
  let numbers = null;
  const server = await serve(() => numbers);
  const browser = await chromium.launch({
    executablePath,
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.waitForFunction("globalThis.bench !== undefined");
  return {
    version: `wasm, Chromium ${browser.version()}`,
    async prepare(c, _, bytes) {
      numbers = bytes;
      const check = await page.evaluate((of) => globalThis.bench.prepare(of), c);
      const run = (steps) =>
        page.evaluate(([name, n]) => globalThis.bench.run(name, n), [c.name, steps]);
      return { check, run };
    },
    peak: () => page.evaluate(() => globalThis.bench.peak()),
    async close() {
      await browser.close();
      server.closeAllConnections();
      server.close();
    },
  };
}
