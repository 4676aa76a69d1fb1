import { expect, test } from "vitest";
import { ACTION_UNITS } from "../../src/face/index.ts";

test("names are AU and a number without padding, rising", () => {
  const numbers = Object.keys(ACTION_UNITS).map((name) => Number(/^AU([1-9]\d?)$/.exec(name)?.[1]));
  expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
  expect(ACTION_UNITS.AU12).toBe("lip corner puller");
});
