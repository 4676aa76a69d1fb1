import { readFileSync, truncateSync, writeFileSync } from "node:fs";
import type { LabelledRecording } from "@mien/core";
import { createRandom } from "@mien/core/math";
import { createInlineExecutor, type Executor } from "@mien/study";
import { beforeAll, describe, expect, test } from "vitest";
import { inTree } from "../../../../tests/support/folder-tree.ts";
import { tinyConfig } from "../../../study/test/support/tiny-config.ts";
import { createBackend } from "../../src/executors/index.ts";
import { readJournal, studyPaths } from "../../src/studies/index.ts";
import { analysisOf, fewActors, runTiny } from "../support/tiny-study.ts";

let items: readonly LabelledRecording[];
let whole: Buffer;
let bytes: string;
beforeAll(async () => {
  items = await fewActors();
  await inTree({}, async (root) => {
    bytes = analysisOf(await runTiny(root, tinyConfig(), { items }));
    whole = readFileSync(studyPaths(root).journal);
  });
});

/** Fits as always, but the nth ends in an error, or calls what is given. */
async function failing(nth: number, act: () => void): Promise<Executor> {
  const inner = createInlineExecutor(await createBackend());
  let fits = 0;
  return {
    ...inner,
    lanes: 2,
    run: async (task, signal) => {
      if (++fits === nth) act();
      signal?.throwIfAborted();
      return inner.run(task, signal);
    },
  };
}

describe("a study that was stopped", () => {
  const random = createRandom(11);
  const shares = Array.from({ length: 6 }, () => random.uniform());

  test.each(shares)("goes on from a journal cut off at %d of its bytes", (share) =>
    inTree({}, async (root) => {
      const { journal: path } = studyPaths(root);
      writeFileSync(path, whole);
      truncateSync(path, Math.floor(share * whole.length));
      const before = readJournal(path)?.runs ?? new Map();
      const after = await runTiny(root, tinyConfig(), { items });
      expect(analysisOf(after)).toBe(bytes);
      // What was done was not done again.
      for (const [key, run] of before) expect(after.runs.get(key)).toEqual(run);
    }),
  );

  test("keeps what is done when a fit fails: no lane writes after the error", () =>
    inTree({}, async (root) => {
      const executor = await failing(9, () => {
        throw new Error("no memory left");
      });
      const running = runTiny(root, tinyConfig(), { items, executor });
      await expect(running).rejects.toThrow("no memory left");
      const { journal: path } = studyPaths(root);
      const kept = readFileSync(path);
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(readFileSync(path).equals(kept)).toBe(true);
      expect(readJournal(path)!.tornBytes).toBe(0);
      expect(analysisOf(await runTiny(root, tinyConfig(), { items }))).toBe(bytes);
    }));

  test("stops at a signal, and goes on", () =>
    inTree({}, async (root) => {
      const controller = new AbortController();
      const executor = await failing(7, () => controller.abort(new Error("stopped")));
      const { signal } = controller;
      const running = runTiny(root, tinyConfig(), { items, executor, signal });
      await expect(running).rejects.toThrow("stopped");
      expect(analysisOf(await runTiny(root, tinyConfig(), { items }))).toBe(bytes);
    }));
});
