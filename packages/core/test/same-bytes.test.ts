/** The same seed gives the same bytes: on every backend, Node, in the browser and in workers, K together and K alone. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Browser, chromiumMissing, launchChromium } from "../../../tests/support/chromium.ts";
import { optionalTest } from "../../../tests/support/optional.ts";
import * as math from "../src/math/index.ts";
import * as nn from "../src/nn/index.ts";
import { testBackends } from "./support/backends.ts";
import { evaluateInNode, nodeBinaries } from "./support/nodes.ts";
import { trainHashes } from "./support/train-hashes.mjs";

/** sha256 of six models' trained parameters. A change of these is a change of every result that mien gives. */
const GOLDEN = JSON.parse(
  readFileSync(new URL("fixtures/trained-sha256.json", import.meta.url), "utf8"),
) as string[];

const PORTABLE = `${readFileSync(new URL("support/train-hashes.mjs", import.meta.url), "utf8")}
import { createWasmBackend } from "@mien/core";
import * as math from "@mien/core/math";
import * as nn from "@mien/core/nn";
export default async () => trainHashes({ math, nn }, await createWasmBackend(__OPTIONS__));`;
const NARROW = PORTABLE.replace("__OPTIONS__", "{}");
const WIDE = PORTABLE.replace("__OPTIONS__", "{ wideTiles: true }");

const backends = await testBackends();

describe("in this process", () => {
  for (const { name, backend } of backends.present) {
    if (name.startsWith("reference")) continue; // Math.exp and float64 sums: another arithmetic, held to bounds elsewhere
    test(`${name} gives the golden bytes`, () => {
      expect(trainHashes({ math, nn }, backend)).toEqual(GOLDEN);
    });
    test(`${name} trains K models together as it trains each alone`, () => {
      expect(trainHashes({ math, nn }, backend, false)).toEqual(GOLDEN);
    });
  }
  for (const { name, reason } of backends.missing) optionalTest(name, reason, () => {});
});

describe("in each Node", () => {
  for (const node of nodeBinaries()) {
    for (const place of ["main", "worker"] as const) {
      optionalTest(`${node.name}, ${place}`, node.missing, async () => {
        expect(await evaluateInNode(node, NARROW, place)).toEqual(GOLDEN);
      });
    }
    if (Number(node.name.split(" ")[1]) < 24) continue; // the flag is unknown to Node 20 and has no effect in 22
    optionalTest(`${node.name}, widened to 256 bits`, node.missing, async () => {
      const flags = ["--experimental-wasm-revectorize"];
      expect(await evaluateInNode(node, WIDE, "main", flags)).toEqual(GOLDEN);
    });
  }
});

describe("in Chromium", () => {
  const missing = chromiumMissing();
  let browser: Browser;
  beforeAll(async () => {
    if (missing === null) browser = await launchChromium();
  });
  afterAll(async () => {
    if (missing === null) await browser.close();
  });
  for (const place of ["main", "worker"] as const) {
    optionalTest(place, missing, async () => {
      expect(await browser.evaluateModule(NARROW, place)).toEqual(GOLDEN);
    });
  }
});
