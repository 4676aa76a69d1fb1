import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { chromium } from "playwright-core";
import { describe, expect, test } from "vitest";
import { chromiumMissing, findChromium } from "./support/chromium.ts";
import { MODEL } from "./support/face-landmarker-model.ts";
import { optionalTest } from "./support/optional.ts";
import { root } from "./support/sources.ts";
import { testData } from "./support/test-data.ts";

/** What an example prints. @throws with its error where it fails */
function run(name: string, ...args: string[]): string {
  const env = { ...process.env, MIEN_FACE_LANDMARKER: MODEL.path };
  const script = join(root, "examples", name);
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    encoding: "utf8",
    env,
  });
  if (status !== 0) throw new Error(`${name}: ended with ${status}\n${stderr}`);
  return stdout;
}

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
};

/** The repository's files over HTTP, as any static server gives them. */
async function serving<T>(use: (origin: string) => Promise<T>): Promise<T> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    try {
      const body = readFileSync(join(root, path));
      response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "text/plain" }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

describe("examples/", () => {
  test("01 follows a recording to its answer, the same as a whole and as a stream", () => {
    const said = run("01-follow-one-recording.mjs");
    expect(said).toContain("performed as surprise");
    expect(said).toMatch(/the whole recording at once: surprise; the same bits\n$/);
  });

  test("02 trains on some actors and is mostly right about others", () => {
    const said = run("02-train-and-predict.mjs");
    expect(said).toMatch(/sadness +\d+\.\d negatives to a positive: focal/);
    const [asked, right] = /; (\d+) performances .*:\n +(\d+) answered rightly/
      .exec(said)!
      .slice(1);
    expect(Number(right) / Number(asked)).toBeGreaterThan(0.7);
  });

  test("03 learns labels of its own", () => {
    const said = run("03-own-labels.mjs");
    expect(said).toContain("task gestures: nodding, resting, yawning");
    for (const label of ["nodding", "resting", "yawning"]) {
      expect(said).toMatch(new RegExp(`^${label} +1[4-6] of 16 right`, "m"));
    }
  });

  optionalTest("04 recognises a face in a page, and asks no other origin", chromiumMissing(), () =>
    serving(async (origin) => {
      const browser = await chromium.launch({
        executablePath: findChromium()!,
        args: ["--headless", "--no-sandbox", "--disable-gpu"],
      });
      try {
        const page = await browser.newPage();
        const asked: string[] = [];
        page.on("request", (request) => asked.push(request.url()));
        await page.goto(`${origin}/examples/04-a-page/index.html`);
        await page.waitForSelector("body[data-done]", { timeout: 50_000 });
        expect(await page.textContent("#answer")).toBe("happiness");
        expect(await page.locator("#bars tr").count()).toBe(6);
        const elsewhere = (url: string) => !url.startsWith(origin) && !url.startsWith("data:");
        expect(asked.filter(elsewhere)).toEqual([]);
      } finally {
        await browser.close();
      }
    }),
  );

  test("05 needs no face for its statistics", () => {
    // Checked against R 4: t.test(a, b, paired = TRUE), power.t.test(delta = .5, power = .8, type = "paired").
    const said = run("05-statistics-alone.mjs");
    expect(said).toContain("paired t(9) = -0.180, p = 0.861");
    expect(said).toContain("they are equivalent");
    expect(said).toContain("four times in five: 34 pairs");
  });

  const photo = testData("faces/multi_face.jpg");
  optionalTest("06 finds the faces of a photo", MODEL.missing ?? photo.missing, () => {
    const said = run("06-landmarker-alone.mjs", photo.path);
    const faces = Number(/faces: (\d)/.exec(said)![1]);
    expect(faces).toBeGreaterThan(1);
    expect(said.match(/478 points in the box/g)).toHaveLength(faces);
  });
});
