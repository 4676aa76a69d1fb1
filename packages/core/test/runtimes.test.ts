/** The built package in every runtime that it supports: loads, computes in WASM, and asks for nothing elsewhere. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Browser, chromiumMissing, launchChromium } from "../../../tests/support/chromium.ts";
import { optionalTest } from "../../../tests/support/optional.ts";
import { evaluateInNode, nodeBinaries } from "./support/nodes.ts";
import type { Place } from "./support/portable-module.ts";

const PLACES: Place[] = ["main", "worker"];

/** One forward pass on WASM. JSON carries each logit whole: a double's shortest text reads back to the same double. */
const LOAD = `
import { createWasmBackend } from "@mien/core";
import { createRandom } from "@mien/core/math";
import { initializeParameters, Network, resolveNetworkSpec } from "@mien/core/nn";

export default async function () {
  const backend = await createWasmBackend();
  const spec = resolveNetworkSpec({ inputSize: 3, hiddenSize: 16 });
  const network = new Network(backend, spec, { sequences: 2, steps: 4 });
  network.setParameters(0, initializeParameters(spec, createRandom(1)));
  const input = Float32Array.from({ length: 24 }, (_, i) => i / 24);
  network.load({ shape: { N: 2, T: 4, F: 3 }, input, lengths: [4, 2] });
  network.select([0, 1]);
  const logits = network.forward(0);
  return { backend: backend.name, finite: logits.every(Number.isFinite), logits: [...logits.subarray(0, 2)] };
}`;

const running = nodeBinaries().find(({ path }) => path === process.execPath)!;
let here: unknown;
beforeAll(async () => {
  here = await evaluateInNode(running, LOAD);
});

test("here", () => {
  expect(here).toMatchObject({ backend: "wasm", finite: true });
});

describe("each Node, and a worker of it, gives the same", () => {
  for (const node of nodeBinaries()) {
    for (const place of PLACES) {
      optionalTest(`${node.name}, ${place}`, node.missing, async () => {
        expect(await evaluateInNode(node, LOAD, place)).toEqual(here);
      });
    }
  }

  test("a module's own error comes through", async () => {
    const faulty = 'export default () => { throw new Error("planted"); }';
    for (const place of PLACES) {
      const result = evaluateInNode(running, faulty, place);
      await expect(result).rejects.toThrow("planted");
    }
  });
});

describe("Chromium", () => {
  const missing = chromiumMissing();
  let browser: Browser;
  beforeAll(async () => {
    if (missing === null) browser = await launchChromium();
  });
  afterAll(async () => {
    if (missing === null) await browser.close();
  });

  for (const place of PLACES) {
    optionalTest(`${place} gives the same, and nothing leaves the origin`, missing, async () => {
      const before = browser.requests.length;
      expect(await browser.evaluateModule(LOAD, place)).toEqual(here);
      const made = browser.requests.slice(before);
      expect(made).toContain(
        `${browser.origin}/${place === "main" ? "core/index.js" : "worker.js"}`,
      );
      expect(made.filter((url) => !url.startsWith(`${browser.origin}/`))).toEqual([]);
    });

    optionalTest(`${place}: a request elsewhere would be seen`, missing, async () => {
      const server = createServer((_, response) => response.end());
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const elsewhere = `http://127.0.0.1:${(server.address() as AddressInfo).port}/planted-${place}`;
      const source = `export default () => fetch("${elsewhere}", { mode: "no-cors" }).then(() => 1)`;
      expect(await browser.evaluateModule(source, place)).toBe(1);
      server.close();
      expect(browser.requests).toContain(elsewhere);
    });

    optionalTest(`${place}: a module's own error comes through`, missing, async () => {
      const faulty = 'export default () => { throw new Error("planted"); }';
      await expect(browser.evaluateModule(faulty, place)).rejects.toThrow("planted");
    });
  }
});

describe("a page whose content security policy allows its own scripts alone", () => {
  const START = `import { createWasmBackend } from "@mien/core";
    export default () => createWasmBackend().then(({ name }) => name, (error) => error.message);`;
  const answerUnder = async (policy: string) => {
    const browser = await launchChromium(policy);
    try {
      return await browser.evaluateModule(START);
    } finally {
      await browser.close();
    }
  };

  optionalTest("is told what to add to it, and that is enough", chromiumMissing(), async () => {
    expect(await answerUnder("script-src 'self'")).toContain(
      "createWasmBackend: the page's content security policy forbids WebAssembly; " +
        "add 'wasm-unsafe-eval' to its script-src",
    );
    expect(await answerUnder("script-src 'self' 'wasm-unsafe-eval'")).toBe("wasm");
  });
});
