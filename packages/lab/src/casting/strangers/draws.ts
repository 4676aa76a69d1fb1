import { exp, type Random } from "@mien/core/math";

/** Uniform in [low, high). */
export function uniform(random: Random, low: number, high: number): number {
  return low + (high - low) * random.uniform();
}

/** Lognormal with median 1: e^(sd N(0, 1)). */
export function lognormal(random: Random, sd: number): number {
  return exp(sd * random.normal());
}

/** N(0, sd^2), drawn back to [-most, most]. */
export function bounded(random: Random, sd: number, most: number): number {
  return limit(sd * random.normal(), -most, most);
}

export function limit(x: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, x));
}

/** One of the items, each as likely as its weight over the sum of all. */
export function oneOf<T>(random: Random, items: readonly (readonly [weight: number, T])[]): T {
  const total = items.reduce((sum, [weight]) => sum + weight, 0);
  let left = random.uniform() * total;
  for (const [weight, item] of items) {
    left -= weight;
    if (left < 0) return item;
  }
  return items[items.length - 1]![1];
}

/** One of the items, all as likely. */
export function anyOf<T>(random: Random, items: readonly T[]): T {
  return items[random.below(items.length)]!;
}
