import { getEventListeners } from "node:events";
import { describe, expect, test } from "vitest";
import { extractInWorkers, type Source } from "../src/index.ts";

/** A photo that is not there: it fails before any model is asked for. */
const missing = (id: string): Source => ({
  kind: "photo",
  id,
  subjectId: id,
  path: `/nowhere/${id}.png`,
  files: [`/nowhere/${id}.png`],
  frameRate: null,
});

describe("extractInWorkers", () => {
  test.each([
    ["workers", 0],
    ["workers", Number.NaN],
    ["faces", 1.5],
  ])("refuses %s of %d", (name, count) =>
    expect(
      extractInWorkers([missing("a")], { model: "none", [name]: count }, () => {}),
    ).rejects.toThrow(`extractInWorkers: ${name} must be an integer >= 1, got ${count}`),
  );

  test("reports each source, and leaves nothing at the signal", async () => {
    const { signal } = new AbortController();
    const ids: string[] = [];
    const sources = ["a", "b", "c"].map(missing);
    await extractInWorkers(sources, { model: "none", workers: 2, signal }, ({ source }) => {
      ids.push(source.id);
    });
    expect(ids.sort()).toEqual(["a", "b", "c"]);
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  test("ends all of its threads where report throws, and throws that", async () => {
    let reports = 0;
    const sources = Array.from({ length: 40 }, (_, i) => missing(String(i)));
    const work = extractInWorkers(sources, { model: "none", workers: 2 }, () => {
      reports++;
      throw new Error("disk full");
    });
    await expect(work).rejects.toThrow("disk full");
    const then = reports;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(reports).toBe(then);
    expect(reports).toBeLessThanOrEqual(2);
  });
});
