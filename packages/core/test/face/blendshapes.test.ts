import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { optionalTest } from "../../../../tests/support/optional.ts";
import { testData } from "../../../../tests/support/test-data.ts";
import { BLENDSHAPES, blendshapeMirror, NEARLY_DEAD_BLENDSHAPES } from "../../src/face/index.ts";

test("52 names, each once", () => {
  expect(BLENDSHAPES.length).toBe(52);
  expect(new Set(BLENDSHAPES).size).toBe(52);
});

test("the mirror is an involution that swaps Left and Right", () => {
  expect(Array.from(blendshapeMirror, (m) => blendshapeMirror[m])).toEqual(
    BLENDSHAPES.map((_, i) => i),
  );
  const image = (name: string) => BLENDSHAPES[blendshapeMirror[BLENDSHAPES.indexOf(name)]!];
  expect(image("mouthSmileLeft")).toBe("mouthSmileRight");
  expect(image("eyeLookInLeft")).toBe("eyeLookInRight");
  expect(image("jawOpen")).toBe("jawOpen");
});

test("the nearly dead are blendshapes, and so are their mirror images", () => {
  for (const name of NEARLY_DEAD_BLENDSHAPES) {
    const mirrored = blendshapeMirror[BLENDSHAPES.indexOf(name)];
    expect(NEARLY_DEAD_BLENDSHAPES, name).toContain(BLENDSHAPES[mirrored!]);
  }
});

const expected = testData("faces/portrait_expected_blendshapes.pbtxt");
optionalTest("MediaPipe's own list has this order", expected.missing, () => {
  const text = readFileSync(expected.path, "utf8");
  expect([...text.matchAll(/label: "(\w+)"/g)].map((match) => match[1])).toEqual([...BLENDSHAPES]);
});
