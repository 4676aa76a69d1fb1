import type { Recording } from "@mien/core";
import { createRandom } from "@mien/core/math";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { loadMienCast } from "../../src/casting/index.ts";
import { type CrowdEvent, countSwitches, filmCrowd } from "../support/crowd.ts";

// A hundred films of 5 seconds, two or three people each: some seconds of one core, and the machine may be busy.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 120_000 });

let takesOf: Recording[][] = [];

beforeAll(async () => {
  const takes = new Map<string, Recording[]>();
  for (const { recording } of await loadMienCast()) {
    const { subjectId, detected } = recording;
    if (!detected.includes(0)) takes.set(subjectId, [...(takes.get(subjectId) ?? []), recording]);
  }
  takesOf = [...takes.values()];
});

const EVENTS: readonly (readonly CrowdEvent[])[] = [
  ["crossing"],
  ["absence"],
  ["crossing", "absence"],
  ["newcomer"],
  [],
];

describe("createTracker, on landmarks that MediaPipe saw of virtual actors", () => {
  test("takes a person for another, or for a new one, in at most 1 of 100 films of crossings and absences", () => {
    const films = Array.from({ length: 100 }, (_, k) => {
      const events = EVENTS[k % EVENTS.length]!;
      const film = filmCrowd(takesOf, 2 + (k % 2), events, createRandom(5000 + k));
      return { k, ...countSwitches(film) };
    });
    const switched = films.filter(({ switches }) => switches > 0);
    expect(switched.length, JSON.stringify(switched)).toBeLessThanOrEqual(1);
    const [lost, faces] = (["lost", "faces"] as const).map((key) =>
      films.reduce((sum, film) => sum + film[key], 0),
    );
    // Given to nobody: a face that has just come out from behind another.
    expect(lost! / faces!).toBeLessThan(0.005);
  });

  test("gives the same answers whatever order MediaPipe's faces come in", () => {
    const film = filmCrowd(takesOf, 3, ["crossing"], createRandom(77));
    const turned = film.map(({ timestampMs, faces }) => {
      return { timestampMs, faces: [...faces].reverse() };
    });
    expect(countSwitches(turned)).toEqual(countSwitches(film));
  });
});
