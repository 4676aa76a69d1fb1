import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { blinkAt, levelAt, minimumJerk } from "../../src/synthesis/index.ts";

const timings = fc.record({
  startMs: fc.double({ min: 0, max: 500, noNaN: true }),
  onsetMs: fc.double({ min: 50, max: 1000, noNaN: true }),
  offsetMs: fc.double({ min: 50, max: 1000, noNaN: true }),
  attack: fc.double({ min: 0, max: 1, noNaN: true }),
});

describe("levelAt", () => {
  test("rises without falling, holds, and falls without rising", () => {
    fc.assert(
      fc.property(timings, (drawn) => {
        const releaseMs = drawn.startMs + drawn.onsetMs + 100;
        const timing = { ...drawn, releaseMs };
        let before = 0;
        for (let t = 0; t <= releaseMs + drawn.offsetMs + 50; t += 10) {
          const level = levelAt(timing, t);
          expect(level).toBeGreaterThanOrEqual(0);
          expect(level).toBeLessThanOrEqual(1);
          if (t <= releaseMs) expect(level).toBeGreaterThanOrEqual(before - 1e-12);
          else expect(level).toBeLessThanOrEqual(before + 1e-12);
          before = level;
        }
        expect(levelAt(timing, drawn.startMs)).toBe(0);
        expect(levelAt(timing, releaseMs)).toBeCloseTo(1, 12);
        expect(levelAt(timing, releaseMs + drawn.offsetMs)).toBeCloseTo(0, 12);
      }),
    );
  });

  test("an infinite release stays at the apex", () => {
    const timing = {
      startMs: 0,
      onsetMs: 10,
      releaseMs: Number.POSITIVE_INFINITY,
      offsetMs: 1,
      attack: 0,
    };
    expect(levelAt(timing, 1e9)).toBe(1);
  });
});

test("minimumJerk is 10 u^3 - 15 u^4 + 6 u^5, still at both ends", () => {
  expect([-1, 0, 0.5, 1, 2].map(minimumJerk)).toEqual([0, 0, 0.5, 1, 1]);
  expect(minimumJerk(0.25)).toBeCloseTo(10 / 64 - 15 / 256 + 6 / 1024, 12);
});

test("a blink shuts faster than it opens", () => {
  expect([0, 80, 250, 300].map(blinkAt)).toEqual([0, 1, 0, 0]);
  expect(blinkAt(40)).toBeCloseTo(0.5, 12);
  expect(blinkAt(165)).toBeCloseTo(0.5, 12);
});
