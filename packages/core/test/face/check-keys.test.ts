import { expect, test } from "vitest";
import { checkKeys } from "../../src/face/index.ts";

test("takes any of the keys, and none", () => {
  expect(() => checkKeys("tune:", {}, ["depth", "rate"])).not.toThrow();
  expect(() => checkKeys("tune:", { rate: undefined, depth: 3 }, ["depth", "rate"])).not.toThrow();
});

test("names the stray key and what may be there, even where its value is undefined", () => {
  expect(() => checkKeys("tune:", { rate: 1, dept: undefined }, ["depth", "rate"])).toThrow(
    "tune: has no key dept, expected depth, rate",
  );
  expect(() => checkKeys("spec: resample none", { stepMs: 4 }, [])).toThrow(
    "spec: resample none has no key stepMs, expected none",
  );
});
