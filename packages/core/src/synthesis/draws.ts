import { exp, type Random } from "../math/index.ts";

/** Uniform in [low, high). */
export function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random.uniform();
}

/** Lognormal with median 1: e^(sd N(0, 1)). */
export function gain(random: Random, sd: number): number {
  return exp(sd * random.normal());
}

/** True with this probability. */
export function chance(random: Random, probability: number): boolean {
  return random.uniform() < probability;
}

/** One of the items, each with its weight; weights need not sum to 1. */
export function pick<T>(random: Random, items: readonly T[], weight: (item: T) => number): T {
  let left = random.uniform() * items.reduce((sum, item) => sum + weight(item), 0);
  for (const item of items) {
    left -= weight(item);
    if (left < 0) return item;
  }
  return items[items.length - 1]!;
}

export function clamp(x: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, x));
}
