/** A block as the script of a page that Vite builds and Debian's Chromium opens, served from 127.0.0.1. */
import { accessSync, constants, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { delimiter, extname, join } from "node:path";
import { chromium } from "playwright-core";
import { build } from "vite";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];
const QUIET = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"];
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" };
const LONGEST_MS = 60_000;

/** As tests/support/chromium.ts finds it; null where there is none. */
function findChromium() {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const candidates = process.env.MIEN_CHROMIUM
    ? [process.env.MIEN_CHROMIUM]
    : NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  const found = candidates.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
  return found ?? null;
}

/** The lines that the block prints in the page; `missing` says why there is none. */
export async function runInPage(project, code) {
  const executablePath = findChromium();
  if (executablePath === null) {
    return { lines: [], missing: "no Chromium on PATH or in MIEN_CHROMIUM" };
  }
  await buildPage(project, code);
  const server = await serve(join(project, "page"));
  const browser = await chromium.launch({ executablePath, args: QUIET });
  try {
    const page = await browser.newPage();
    const lines = [];
    const ended = new Promise((resolve, reject) => {
      page.on("pageerror", reject);
      page.on("console", (message) => {
        if (message.text() === "[ended]") resolve();
        else lines.push(message.text());
      });
      setTimeout(() => reject(new Error("the page did not come to its end")), LONGEST_MS).unref();
    });
    await page.goto(`http://127.0.0.1:${server.address().port}/index.html`);
    await ended;
    return { lines, missing: null };
  } finally {
    await browser.close();
    server.closeAllConnections();
    server.close();
  }
}

/** A user's own project has no configuration beyond the target: top-level await and WASM SIMD need a browser of today. */
async function buildPage(project, code) {
  const head =
    "<!doctype html><meta charset=utf-8><link rel=icon href=data:,><title>README</title>";
  writeFileSync(
    join(project, "index.html"),
    `${head}<script type="module" src="/page.js"></script>`,
  );
  writeFileSync(join(project, "page.js"), `${code}\nconsole.log("[ended]");\n`);
  await build({
    root: project,
    configFile: false,
    logLevel: "error",
    build: { target: "es2022", outDir: "page", minify: true },
  });
}

function serve(folder) {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    try {
      const body = readFileSync(join(folder, path.replaceAll("..", "")));
      response.writeHead(200, {
        "content-type": TYPES[extname(path)] ?? "application/octet-stream",
      });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}
