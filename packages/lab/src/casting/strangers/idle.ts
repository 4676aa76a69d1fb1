import type { Random } from "@mien/core/math";
import { MOUTHS } from "./calm.ts";
import { anyOf, bounded, limit, uniform } from "./draws.ts";

/** Movements by the kit's names without side, at one moment. */
export type Movements = Map<string, readonly [left: number, right: number]>;

/** Something that a face does by itself: adds what it does at a time. */
export type Habit = (timeMs: number, movements: Movements) => void;

const ease = (u: number) => u * u * (3 - 2 * u);

function add(movements: Movements, name: string, left: number, right = left): void {
  const [l, r] = movements.get(name) ?? [0, 0];
  movements.set(name, [l + left, r + right]);
}

/** Lids that close and open again within a quarter of a second, some blinks half. */
export function createBlinks(random: Random, perMinute: number, durationMs: number): Habit {
  const starts: { readonly atMs: number; readonly depth: number }[] = [];
  let atMs = 200;
  while (atMs < durationMs) {
    // A memoryless wait, in steps of 50 ms.
    if (random.uniform() < perMinute / 1200) {
      starts.push({ atMs, depth: random.uniform() < 0.25 ? uniform(random, 0.4, 0.8) : 1 });
      atMs += 400;
    } else atMs += 50;
  }
  return (timeMs, movements) => {
    for (const { atMs: from, depth } of starts) {
      const u = (timeMs - from) / 240;
      if (u <= 0 || u >= 1) continue;
      const shut = u < 0.35 ? ease(u / 0.35) : 1 - ease((u - 0.35) / 0.65);
      add(movements, "eyeBlink", depth * shut);
    }
  };
}

/** Small looks here and there, held for half a second to two. */
export function createGlances(random: Random, size: number, durationMs: number): Habit {
  const looks: { readonly toMs: number; readonly across: number; readonly up: number }[] = [];
  for (let toMs = 0; toMs < durationMs; ) {
    toMs += uniform(random, 450, 1900);
    looks.push({
      toMs,
      across: looks.length === 0 ? 0 : bounded(random, size, 0.8),
      up: looks.length === 0 ? 0 : bounded(random, 0.5 * size, 0.4),
    });
  }
  return (timeMs, movements) => {
    const { across, up } = looks.find(({ toMs }) => timeMs < toMs) ?? looks[looks.length - 1]!;
    addGaze(movements, across, up);
  };
}

/** @param across to the subject's left, @param up, both in [-1, 1] of the most an eye turns */
export function addGaze(movements: Movements, across: number, up: number): void {
  const [out, into] = [limit(across, 0, 1), limit(-across, 0, 1)];
  add(movements, "eyeLookOut", out, into);
  add(movements, "eyeLookIn", into, out);
  add(movements, up > 0 ? "eyeLookUp" : "eyeLookDown", Math.abs(up));
}

/** A mouth that talks: four to seven shapes a second, pauses now and then, brows that stress a word. */
export function createTalk(random: Random, durationMs: number): Habit {
  const shapes = Array.from({ length: Math.ceil(durationMs / 140) + 2 }, (_, i) => ({
    mouth: anyOf(random, MOUTHS),
    size: i === 0 || random.uniform() < 0.15 ? 0 : uniform(random, 0.6, 1.35),
    brows: random.uniform() < 0.12 ? uniform(random, 0.1, 0.35) : 0,
  }));
  const periodMs = uniform(random, 140, 230);
  const addShape = (movements: Movements, i: number, share: number) => {
    const { mouth, size, brows } = shapes[Math.min(i, shapes.length - 1)]!;
    for (const [name, value] of mouth) add(movements, name, value * size * share);
    add(movements, "browInnerUp", brows * share);
    add(movements, "browOuterUp", brows * share);
  };
  return (timeMs, movements) => {
    const i = Math.floor(timeMs / periodMs);
    const u = ease(timeMs / periodMs - i);
    addShape(movements, i, 1 - u);
    addShape(movements, i + 1, u);
  };
}

/** Eyes down on a page, line after line; looks up once in a while. */
export function createReading(random: Random): Habit {
  const lineMs = uniform(random, 700, 1300);
  const depth = uniform(random, 0.45, 0.85);
  const width = uniform(random, 0.15, 0.4);
  const upFromMs = uniform(random, 600, 2500);
  const upForMs = random.uniform() < 0.4 ? uniform(random, 300, 700) : 0;
  return (timeMs, movements) => {
    const isUp = timeMs >= upFromMs && timeMs < upFromMs + upForMs;
    const along = (timeMs % lineMs) / lineMs;
    addGaze(movements, isUp ? 0 : width * (1 - 2 * along), isUp ? 0 : -depth);
  };
}
