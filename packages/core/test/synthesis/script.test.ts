import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ActionUnit, Label } from "../../src/face/index.ts";
import { createRandom } from "../../src/math/index.ts";
import { type Cue, drawScript, ENACTED_UNITS } from "../../src/synthesis/index.ts";

const DURATION_MS = 1200;
const options = { durationMs: DURATION_MS };

const cueOf = (course: Cue["course"], ...labels: Label[]): Cue => ({
  subject: "expression",
  course,
  labels,
});
const calm: Cue = { subject: "calm", course: "hold", labels: [] };

/** Sum of the intensities of some units, both sides. */
function shown(intensities: Float64Array, units: readonly ActionUnit[]): number {
  return units.reduce((sum, unit) => {
    const u = 2 * ENACTED_UNITS.indexOf(unit);
    return sum + intensities[u]! + intensities[u + 1]!;
  }, 0);
}

/** Mean over seeds. */
function meanOver(seeds: number, of: (seed: number) => number): number {
  return Array.from({ length: seeds }, (_, seed) => of(seed)).reduce((a, b) => a + b, 0) / seeds;
}

const courses = fc.constantFrom<Cue>(
  cueOf("photo", "disgust"),
  cueOf("apex", "anger"),
  cueOf("hold", "fear"),
  cueOf("return", "sadness", "happiness"),
  calm,
  { subject: "talk", course: "photo", labels: [] },
  { subject: "distraction", course: "apex", labels: [] },
  { subject: "units", course: "return", labels: [] },
);

describe("a script", () => {
  test("is the same for the same seed, at any time and in any order; intensities lie in [0, 1]", () => {
    fc.assert(
      fc.property(
        fc.integer(),
        courses,
        fc.double({ min: 0, max: 1200, noNaN: true }),
        (seed, cue, timeMs) => {
          const [a, b] = [0, 1].map(() => drawScript(createRandom(seed), cue, options));
          b!.intensitiesAt(DURATION_MS - timeMs);
          const intensities = a!.intensitiesAt(timeMs);
          expect(intensities).toEqual(b!.intensitiesAt(timeMs));
          expect(a!.headAt(timeMs)).toEqual(b!.headAt(timeMs));
          expect(Math.min(...intensities)).toBeGreaterThanOrEqual(0);
          expect(Math.max(...intensities)).toBeLessThanOrEqual(1);
          expect(a!.restAt(timeMs)).toBeGreaterThanOrEqual(0);
        },
      ),
      { numRuns: 200 },
    );
  });

  test("codes lips that a dropped jaw parts, and lids that a blink shuts", () => {
    fc.assert(
      fc.property(fc.integer(), courses, (seed, cue) => {
        const script = drawScript(createRandom(seed), cue, { ...options, blinksPerMinute: 60 });
        for (let timeMs = 0; timeMs <= DURATION_MS; timeMs += 60) {
          const coded = script.intensitiesAt(timeMs);
          const at = (unit: ActionUnit, side: 0 | 1) =>
            coded[2 * ENACTED_UNITS.indexOf(unit) + side]!;
          for (const side of [0, 1] as const) {
            expect(at("AU25", side)).toBeGreaterThanOrEqual(at("AU26", side));
            expect(at("AU25", side)).toBeGreaterThanOrEqual(at("AU27", side));
            expect(at("AU43", side)).toBeGreaterThanOrEqual(script.shutAt(timeMs));
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  test("ends at the apex, holds it from the middle on, or comes back to rest, as its course says", () => {
    const smile = (cue: Cue, timeMs: number) =>
      meanOver(40, (seed) =>
        shown(drawScript(createRandom(seed), cue, options).intensitiesAt(timeMs), ["AU12"]),
      );
    const [apex, hold, back] = [
      cueOf("apex", "happiness"),
      cueOf("hold", "happiness"),
      cueOf("return", "happiness"),
    ];
    const full = smile(cueOf("photo", "happiness"), 0);
    for (const cue of [apex, hold, back]) expect(smile(cue, 0)).toBeLessThan(0.02);
    expect(smile(apex, DURATION_MS)).toBeGreaterThan(0.8 * full);
    expect(smile(apex, DURATION_MS / 2)).toBeLessThan(smile(hold, DURATION_MS / 2));
    expect(smile(hold, 0.6 * DURATION_MS)).toBeGreaterThan(0.8 * full);
    expect(smile(back, 0.45 * DURATION_MS)).toBeGreaterThan(0.6 * full);
    expect(smile(back, DURATION_MS)).toBeLessThan(0.05 * full);
  });

  test("shows two expressions one after the other, each in its segment", () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const cue = cueOf("return", "happiness", "surprise");
        const script = drawScript(createRandom(seed), cue, options);
        const [first, second] = script.segments;
        expect([first!.label, second!.label]).toEqual(["happiness", "surprise"]);
        for (const { startMs, apexStartMs, apexEndMs, endMs } of script.segments) {
          const times = [0, startMs, apexStartMs, apexEndMs, endMs, DURATION_MS];
          expect(times).toEqual([...times].sort((a, b) => a - b));
          expect(apexEndMs).toBeGreaterThan(startMs);
        }
        expect(first!.apexEndMs).toBeLessThan(second!.apexStartMs);
        const at = (segment: typeof first) =>
          script.intensitiesAt((segment!.apexStartMs + segment!.apexEndMs) / 2);
        expect(shown(at(first), ["AU12"])).toBeGreaterThan(0.2);
        expect(shown(at(second), ["AU1", "AU2"])).toBeGreaterThan(
          shown(at(first), ["AU1", "AU2"]) - 0.9,
        );
      }),
      { numRuns: 100 },
    );
  });

  test("of a photo has one segment of no length; of a face without expression none", () => {
    const photo = drawScript(createRandom(3), cueOf("photo", "fear"), { durationMs: 0 });
    expect(photo.segments).toEqual([
      { label: "fear", startMs: 0, apexStartMs: 0, apexEndMs: 0, endMs: 0 },
    ]);
    expect(drawScript(createRandom(3), calm, options).segments).toEqual([]);
  });

  test("of a calm face keeps every unit weak, and some look down", () => {
    const scripts = Array.from({ length: 300 }, (_, seed) =>
      drawScript(createRandom(seed), calm, { ...options, blinksPerMinute: 0 }),
    );
    const levels = scripts.map((script) => Math.max(...script.intensitiesAt(600)));
    // 0.4, and what the sides differ by: e^(0.15 x) with |x| below 4.
    expect(Math.max(...levels)).toBeLessThan(0.4 * Math.exp(0.6));
    expect(levels.filter((level) => level > 0.05).length).toBeGreaterThan(180);
    const down = scripts.filter((script) => script.lookDownAt(600) > 0.2).length;
    expect(down).toBeGreaterThan(10);
    expect(down).toBeLessThan(60);
  });

  test("lets talk part and press the lips, also in a photo", () => {
    const talk = (course: Cue["course"]): Cue => ({ subject: "talk", course, labels: [] });
    const lips: readonly ActionUnit[] = ["AU18", "AU22", "AU24", "AU25"];
    for (const course of ["photo", "hold"] as const) {
      const mean = meanOver(60, (seed) =>
        shown(drawScript(createRandom(seed), talk(course), options).intensitiesAt(0), lips),
      );
      // A clip's talk begins with the clip.
      expect(mean > 0.3).toBe(course === "photo");
    }
  });

  test("refuses labels that do not fit", () => {
    const draw = (cue: Cue) => () => drawScript(createRandom(1), cue, options);
    expect(draw(cueOf("hold"))).toThrow(
      "drawScript: expression as hold must have 1 or 2 labels, got 0",
    );
    expect(draw(cueOf("photo", "fear", "anger"))).toThrow(
      "drawScript: expression as photo must have 1 labels, got 2",
    );
    expect(draw({ ...calm, labels: ["neutral"] })).toThrow(
      "drawScript: calm as hold must have 0 labels, got 1",
    );
  });
});
