/**
 * Portable modules in a real browser: a page served from 127.0.0.1 that holds the built package and nothing else, with a
 * record of every request that the page or its workers make.
 */
import { accessSync, constants, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { delimiter, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import {
  addressCore,
  CORE_DIST,
  type Place,
} from "../../packages/core/test/support/portable-module.ts";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];
const QUIET = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".wasm": "application/wasm",
};

export interface Browser {
  /** Such as "156.0.8078.79". */
  readonly version: string;
  readonly origin: string;
  /** URLs asked for so far by the page and its workers, in order. */
  readonly requests: readonly string[];
  /** What the module's default export returns, in the page ("main") or in a module worker of it. */
  evaluateModule(source: string, place?: Place): Promise<unknown>;
  close(): Promise<void>;
}

/** The browser that MIEN_CHROMIUM names, or the first one on PATH; null where there is none. */
export function findChromium(): string | null {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const candidates = process.env.MIEN_CHROMIUM
    ? [process.env.MIEN_CHROMIUM]
    : NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return candidates.find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Why no test can run in a browser here; null where one can. */
export function chromiumMissing(): string | null {
  return findChromium() === null ? "no Chromium on PATH or in MIEN_CHROMIUM" : null;
}

const PAGE = "<!doctype html><meta charset=utf-8><link rel=icon href=data:,><title>mien</title>";
const WORKER = `self.onmessage = async ({ data }) => {
  try { self.postMessage({ json: JSON.stringify(await (await import(data)).default()) }); }
  catch (error) { self.postMessage({ error: String(error?.stack ?? error) }); }
};`;

/** Files by path on the server: the page, the worker, one module an evaluation, and the package under /core/. */
function serve(modules: ReadonlyMap<string, string>, policy: string | null): Promise<Server> {
  const read = (path: string): string | Buffer | undefined => {
    if (modules.has(path)) return modules.get(path);
    const inside = path.startsWith("/core/") && !path.includes("..");
    return inside
      ? readFileSync(fileURLToPath(new URL(path.slice("/core/".length), CORE_DIST)))
      : undefined;
  };
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    try {
      const body = read(path);
      response.writeHead(body === undefined ? 404 : 200, {
        "content-type": TYPES[extname(path) || ".html"] ?? "application/octet-stream",
        ...(policy === null ? {} : { "content-security-policy": policy }),
      });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

function script(module: string, place: Place): string {
  const path = JSON.stringify(module);
  if (place === "main") return `import(${path}).then((m) => m.default()).then(JSON.stringify)`;
  return `new Promise((resolve, reject) => {
    const worker = new Worker("/worker.js", { type: "module" });
    worker.onerror = (event) => reject(new Error(event.message));
    worker.onmessage = ({ data }) => {
      worker.terminate();
      if (data.error === undefined) resolve(data.json); else reject(new Error(data.error));
    };
    worker.postMessage(${path});
  })`;
}

/**
 * @param policy the pages' content security policy; none where it is left out
 * @throws where no Chromium is found, or it does not start
 */
export async function launchChromium(policy: string | null = null): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error(`launchChromium: ${chromiumMissing()}`);
  const modules = new Map([
    ["/", PAGE],
    ["/worker.js", WORKER],
  ]);
  const server = await serve(modules, policy);
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const browser = await chromium.launch({ executablePath, args: QUIET });
  const context = await browser.newContext();
  const requests: string[] = [];
  context.on("request", (request) => requests.push(request.url()));
  const page = await context.newPage();
  await page.goto(`${origin}/`);
  return {
    version: browser.version(),
    origin,
    requests,
    async evaluateModule(source, place = "main") {
      const path = `/module-${modules.size}.js`;
      modules.set(path, addressCore(source, "/core/"));
      return JSON.parse(await page.evaluate<string>(script(path, place)));
    },
    async close() {
      await browser.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
