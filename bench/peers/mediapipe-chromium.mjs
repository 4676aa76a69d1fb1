// MediaPipe's own page API, CPU delegate, in headless Chromium: detection alone, on frames that were decoded beforehand.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { findChromium } from "./mien-chromium.mjs";

const labRequire = createRequire(import.meta.resolve("@mien/lab"));
const PAGE = `<!doctype html><link rel=icon href=data:,><script type=module>
import { FaceLandmarker } from "/vision_bundle.mjs";
const bytesOf = async (path) => (await fetch(path)).arrayBuffer();
let landmarker, frames;
let time = 0;
globalThis.prepare = async (width, height) => {
  landmarker = await FaceLandmarker.createFromOptions(
    { wasmLoaderPath: "/vision_wasm_internal.js", wasmBinaryPath: "/vision_wasm_internal.wasm" },
    {
      baseOptions: { modelAssetBuffer: new Uint8Array(await bytesOf("/model")), delegate: "CPU" },
      runningMode: "VIDEO",
      numFaces: 1,
      outputFaceBlendshapes: true,
      outputFacialTransformationMatrixes: true,
    },
  );
  const rgba = new Uint8ClampedArray(await bytesOf("/frames"));
  const size = width * height * 4;
  frames = Array.from({ length: rgba.length / size }, (_, t) =>
    new ImageData(rgba.subarray(t * size, (t + 1) * size), width));
};
globalThis.run = () => {
  const from = performance.now();
  let found = 0;
  for (const frame of frames) {
    time += 1000 / 30;
    found += landmarker.detectForVideo(frame, time).faceLandmarks.length;
  }
  return { seconds: (performance.now() - from) / 1000, frames: frames.length, found };
};
globalThis.ready = true;
</script>`;

/** @returns {Promise<{version: string, run(): Promise<{seconds: number, frames: number, found: number}>, close(): Promise<void>}>} */
export async function createMediaPipePage({ modelPath, rgba, widthPx, heightPx }) {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error("no Chromium on PATH or in MIEN_CHROMIUM");
  const { chromium } = await import("playwright-core");
  const mediaPipe = dirname(labRequire.resolve("@mediapipe/tasks-vision"));
  const script = (name) => ["text/javascript", readFileSync(join(mediaPipe, name))];
  const files = {
    "/": ["text/html", PAGE],
    "/vision_bundle.mjs": script("vision_bundle.mjs"),
    "/vision_wasm_internal.js": script("wasm/vision_wasm_internal.js"),
    "/vision_wasm_internal.wasm": [
      "application/wasm",
      readFileSync(join(mediaPipe, "wasm/vision_wasm_internal.wasm")),
    ],
    "/model": ["application/octet-stream", readFileSync(modelPath)],
    "/frames": ["application/octet-stream", rgba],
  };
  const server = createServer((request, response) => {
    const [type, body] = files[request.url] ?? ["text/plain", null];
    response.writeHead(body === null ? 404 : 200, { "content-type": type }).end(body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const args = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"];
  const browser = await chromium.launch({ executablePath, args });
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.waitForFunction("globalThis.ready === true");
  await page.evaluate(`prepare(${widthPx}, ${heightPx})`);
  return {
    version: `Chromium ${browser.version()}`,
    run: () => page.evaluate("run()"),
    async close() {
      await browser.close();
      server.closeAllConnections();
      server.close();
    },
  };
}
