import { expect, test } from "vitest";
import * as face from "../src/face/index.ts";
import * as features from "../src/features/index.ts";
import * as index from "../src/index.ts";
import * as kernel from "../src/kernel/index.ts";
import * as nn from "../src/nn/index.ts";
import * as recognition from "../src/recognition/index.ts";
import * as tracking from "../src/tracking/index.ts";

/** Exported by `@mien/core/kernel` and `@mien/core/nn` alone, for the size of a page; `@mien/core/math` is left out whole. */
const ELSEWHERE = [
  "createReferenceBackend",
  "fromKeras",
  "fromOnnx",
  "fromPyTorch",
  "toKeras",
  "toOnnx",
  "toPyTorch",
];

test("the index has all that its rooms have, but what is named as left out", () => {
  const rooms = { ...face, ...features, ...kernel, ...nn, ...recognition, ...tracking };
  const own = ["MIEN_VERSION"];
  expect([...Object.keys(index), ...ELSEWHERE].sort()).toEqual(
    [...Object.keys(rooms), ...own].sort(),
  );
});
