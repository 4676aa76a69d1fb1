import { log, type Random } from "../math/index.ts";

/** Starts of blinks: a Poisson process, with at least half a second between two. */
export function drawBlinks(random: Random, durationMs: number, perMinute: number): number[] {
  const starts: number[] = [];
  if (perMinute === 0) return starts;
  let time = -250;
  for (;;) {
    time += -log(1 - random.uniform()) * (60000 / perMinute);
    if (time > durationMs) return starts;
    starts.push(time);
    time += 500;
  }
}
