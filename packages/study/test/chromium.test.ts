import { createWasmBackend } from "@mien/core";
import { expect } from "vitest";
import { chromiumMissing, launchChromium } from "../../../tests/support/chromium.ts";
import { optionalTest } from "../../../tests/support/optional.ts";
import { conductStudy, createInlineExecutor } from "../src/index.ts";
import { bundlePage } from "./support/bundle-page.ts";
import { EXECUTOR_CONTRACT } from "./support/executor-contract.ts";
import { smallRecordings } from "./support/small-recordings.ts";
import { tinyConfig } from "./support/tiny-config.ts";

interface Found {
  readonly contract: Readonly<Record<string, string | null>>;
  readonly analysis: string;
}

optionalTest(
  "a study in a page, on web workers, gives Node's analysis.json byte for byte; its executor keeps the contract",
  chromiumMissing(),
  async () => {
    const browser = await launchChromium();
    try {
      const found = (await browser.evaluateModule(await bundlePage())) as Found;
      expect(found.contract).toEqual(
        Object.fromEntries(EXECUTOR_CONTRACT.map(({ name }) => [name, null])),
      );
      const executor = createInlineExecutor(await createWasmBackend());
      const now = () => performance.now();
      const { analysisJson } = await conductStudy(
        tinyConfig(),
        { cast: smallRecordings(6) },
        { executor, now },
      );
      expect(found.analysis).toBe(analysisJson);
      const elsewhere = browser.requests.filter((url) => !url.includes(browser.origin));
      expect(elsewhere).toEqual([]);
    } finally {
      await browser.close();
    }
  },
);
