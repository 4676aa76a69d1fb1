/** MediaPipe's own page API in Chromium, everything served from 127.0.0.1. Chromium's CPU delegate carries pixels by WebGL. */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { chromium } from "playwright-core";
import { findChromium } from "../../../../tests/support/chromium.ts";

/** WebGL in software, so that it is there on every machine. */
const ARGS = [
  "--no-sandbox",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
  "--disable-background-networking",
];

export interface PageFrames {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly timestampsMs: readonly number[];
  /** [T, height, width, 4] */
  readonly rgba: Uint8Array;
}

/** How the page looks. */
export interface PageOptions {
  readonly mode: "image" | "video";
  readonly faces: number;
}

/** A face as the page saw it: landmarks [478 x 3], then blendshapes [52], then pose [16]. */
export type PageFace = readonly number[];

const PACKAGE = dirname(createRequire(import.meta.url).resolve("@mediapipe/tasks-vision"));
const packageFile = (name: string) => readFileSync(join(PACKAGE, name));

const PAGE = `<!doctype html><link rel=icon href=data:,><script type=module>
import { FaceLandmarker, FilesetResolver } from "/vision_bundle.mjs";
const landmarkers = {
  wasmLoaderPath: "/vision_wasm_internal.js",
  wasmBinaryPath: "/vision_wasm_internal.wasm",
};
const flat = (result) => result.faceLandmarks.map((points, k) => [
  ...points.flatMap(({ x, y, z }) => [x, y, z]),
  ...result.faceBlendshapes[k].categories.toSorted((a, b) => a.index - b.index).map(({ score }) => score),
  ...result.facialTransformationMatrixes[k].data,
]);
globalThis.seeFrames = async ({ widthPx, heightPx, timestampsMs, mode, faces }) => {
  const model = new Uint8Array(await (await fetch("/model")).arrayBuffer());
  const rgba = new Uint8ClampedArray(await (await fetch("/frames")).arrayBuffer());
  const landmarker = await FaceLandmarker.createFromOptions(landmarkers, {
    baseOptions: { modelAssetBuffer: model, delegate: "CPU" },
    runningMode: mode === "video" ? "VIDEO" : "IMAGE",
    numFaces: faces,
    outputFaceBlendshapes: true,
    outputFacialTransformationMatrixes: true,
  });
  const size = widthPx * heightPx * 4;
  return timestampsMs.map((time, t) => {
    const picture = new ImageData(rgba.slice(t * size, (t + 1) * size), widthPx);
    return flat(mode === "video" ? landmarker.detectForVideo(picture, time) : landmarker.detect(picture));
  });
};
globalThis.ready = true;
</script>`;

/** The faces of each frame. @throws where Chromium does not start, or the page fails */
export async function seeInChromium(
  modelPath: string,
  frames: PageFrames,
  options: PageOptions,
): Promise<PageFace[][]> {
  const files: Readonly<Record<string, readonly [type: string, body: string | Uint8Array]>> = {
    "/": ["text/html", PAGE],
    "/vision_bundle.mjs": ["text/javascript", packageFile("vision_bundle.mjs")],
    "/vision_wasm_internal.js": ["text/javascript", packageFile("wasm/vision_wasm_internal.js")],
    "/vision_wasm_internal.wasm": [
      "application/wasm",
      packageFile("wasm/vision_wasm_internal.wasm"),
    ],
    "/model": ["application/octet-stream", readFileSync(modelPath)],
    "/frames": ["application/octet-stream", frames.rgba],
  };
  const server = createServer((request, response) => {
    const file = files[request.url ?? ""];
    response.writeHead(file === undefined ? 404 : 200, {
      "content-type": file?.[0] ?? "text/plain",
    });
    response.end(file?.[1]);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const executablePath = findChromium();
  if (executablePath === null) throw new Error("seeInChromium: no Chromium");
  const browser = await chromium.launch({ executablePath, args: ARGS });
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.waitForFunction("globalThis.ready === true");
    const { widthPx, heightPx, timestampsMs } = frames;
    const asked = JSON.stringify({ widthPx, heightPx, timestampsMs, ...options });
    // As JSON: doubles go through it unchanged, and playwright's own serialiser is slow on long arrays.
    const json = await page.evaluate<string>(`seeFrames(${asked}).then(JSON.stringify)`);
    return JSON.parse(json) as PageFace[][];
  } finally {
    await browser.close();
    server.closeAllConnections();
    server.close();
  }
}
