import type { Random } from "../math/index.ts";
import { between, clamp } from "./draws.ts";

/** How a movement rises from 0 to 1: three speeds of attack, mixed. */
export interface Timing {
  readonly startMs: number;
  /** Time from start to full. */
  readonly onsetMs: number;
  /** When it begins to fall; infinite where it stays. */
  readonly releaseMs: number;
  readonly offsetMs: number;
  /** 0: as slow at the start as at the end; 1: fast at the start. */
  readonly attack: number;
}

/** 10 u^3 - 15 u^4 + 6 u^5 on [0, 1]: the smoothest rise between two rests (minimum jerk; Flash & Hogan 1985). */
export function minimumJerk(u: number): number {
  const x = clamp(u, 0, 1);
  return Math.min(1, x * x * x * (10 + x * (6 * x - 15))); // rounding goes above 1
}

/**
 * Level in [0, 1] at a time: it rises without falling during the onset, holds, and falls without rising during the
 * offset.
 */
export function levelAt(timing: Timing, timeMs: number): number {
  const u = clamp((timeMs - timing.startMs) / timing.onsetMs, 0, 1);
  const rest = 1 - u;
  const fast = 1 - rest * rest * rest;
  const rise = (1 - timing.attack) * minimumJerk(u) + timing.attack * fast;
  return rise * (1 - minimumJerk((timeMs - timing.releaseMs) / timing.offsetMs));
}

/** Lids' closure in [0, 1] during a blink that starts at 0: shut in 80 ms, open again after 250 (VanderWerf et al. 2003). */
export function blinkAt(timeMs: number): number {
  if (timeMs <= 0 || timeMs >= 250) return 0;
  return timeMs < 80 ? minimumJerk(timeMs / 80) : 1 - minimumJerk((timeMs - 80) / 170);
}

/** The timing of one unit within that of the whole display: a little later, a little faster, its own attack. */
export function drawLag(random: Random, whole: Timing): Timing {
  const delay = between(random, 0, 0.3) * whole.onsetMs;
  return {
    ...whole,
    startMs: whole.startMs + delay,
    onsetMs: (whole.onsetMs - delay) * between(random, 0.7, 1),
    releaseMs: whole.releaseMs + between(random, -0.1, 0.1) * whole.offsetMs,
    attack: clamp(whole.attack + 0.2 * random.normal(), 0, 1),
  };
}
