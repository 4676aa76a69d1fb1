import { describe, expect, test } from "vitest";
import { createFaceLimits } from "../../src/synthesis/index.ts";

const names = [
  "eyeBlink_L",
  "eyeSquint_L",
  "eyeWide_L",
  "eyeBlink_R",
  "eyeSquint_R",
  "eyeWide_R",
  "jawOpen",
  "mouthPress_L",
  "noseSneer_L",
];

describe("a face's limits", () => {
  const settled = (weights: Readonly<Record<string, number>>) => {
    const row = Float64Array.from(names, (name) => weights[name] ?? 0);
    createFaceLimits(names).settle(row);
    return Object.fromEntries(names.map((name, m) => [name, row[m]!]));
  };

  test("clamp each weight to its own range", () => {
    const beyond = settled({ eyeWide_R: 9, noseSneer_L: 9, jawOpen: -1 });
    expect(beyond).toMatchObject({ eyeWide_R: 2.2, noseSneer_L: 1.2, jawOpen: -0.11 });
  });

  test("still the other movements of lids that are shut, on that side alone", () => {
    const winking = settled({ eyeBlink_L: 1, eyeSquint_L: 1, eyeWide_L: 1, eyeSquint_R: 1 });
    expect(winking.eyeSquint_L).toBeCloseTo(0.2, 12);
    expect(winking).toMatchObject({ eyeWide_L: 0, eyeSquint_R: 1 });
  });

  test("let lips press less as the jaw opens", () => {
    const press = (jawOpen: number) => settled({ jawOpen, mouthPress_L: 1 }).mouthPress_L;
    expect([press(0), press(0.15), press(0.3), press(1)].map((x) => x!.toFixed(3))).toEqual([
      "1.000",
      "0.575",
      "0.150",
      "0.150",
    ]);
  });
});
