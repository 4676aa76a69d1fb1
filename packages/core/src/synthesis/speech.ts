import type { ActionUnit } from "../face/index.ts";
import type { Random } from "../math/index.ts";
import { between, chance } from "./draws.ts";
import { minimumJerk } from "./timing.ts";

/** A mouth shape to reach at a time. */
interface Viseme {
  readonly atMs: number;
  readonly shape: ReadonlyMap<string, number>;
}

/** Mouth movements that look like talk: no expression, but far from still. */
export interface Speech {
  readonly visemes: readonly Viseme[];
}

/** Movements of some mouth shapes of English speech, at full size. */
const SHAPES: readonly Readonly<Record<string, number>>[] = [
  {},
  { jawOpen: 0.45 },
  { jawOpen: 0.25, mouthStretch: 0.3 },
  { jawOpen: 0.2, mouthFunnel: 0.55 },
  { mouthPucker: 0.6, jawOpen: 0.06 },
  { mouthPress: 0.5, mouthRollLower: 0.3, mouthRollUpper: 0.3 },
  { mouthRollLower: 0.45, mouthUpperUp: 0.2, jawOpen: 0.05 },
  { mouthLowerDown: 0.35, mouthUpperUp: 0.2, jawOpen: 0.12 },
];

/** The same in action units, with intensities: talk whose units are known. */
export const UNIT_SHAPES: readonly Readonly<Partial<Record<ActionUnit, number>>>[] = [
  {},
  { AU25: 0.5, AU26: 0.7 },
  { AU20: 0.2, AU25: 0.5, AU26: 0.4 },
  { AU22: 0.5, AU25: 0.3, AU26: 0.2 },
  { AU18: 0.55 },
  { AU24: 0.5 },
  { AU16: 0.15, AU25: 0.4, AU26: 0.1 },
  { AU16: 0.35, AU25: 0.4, AU26: 0.2 },
];

/** A run of mouth shapes, 90 to 220 ms each, with pauses. Shapes name movements where none are given. */
export function drawSpeech(
  random: Random,
  durationMs: number,
  shapes: readonly Readonly<Record<string, number>>[] = SHAPES,
): Speech {
  const visemes: Viseme[] = [{ atMs: 0, shape: new Map() }];
  let atMs = 0;
  while (atMs < durationMs) {
    atMs += chance(random, 0.12) ? between(random, 250, 600) : between(random, 90, 220);
    const size = between(random, 0.4, 1.1);
    const shape = shapes[random.below(shapes.length)]!;
    visemes.push({ atMs, shape: new Map(Object.entries(shape).map(([k, v]) => [k, v * size])) });
  }
  return { visemes };
}

/** Weight of each movement at a time: from one shape to the next by the smoothest way. */
export function speechAt({ visemes }: Speech, timeMs: number): ReadonlyMap<string, number> {
  const next = visemes.findIndex(({ atMs }) => atMs > timeMs);
  const to = visemes[next < 0 ? visemes.length - 1 : next]!;
  const from = visemes[next < 0 ? visemes.length - 1 : Math.max(0, next - 1)]!;
  const span = to.atMs - from.atMs;
  const t = span > 0 ? minimumJerk((timeMs - from.atMs) / span) : 1;
  const weights = new Map<string, number>();
  for (const [name, weight] of from.shape) weights.set(name, (1 - t) * weight);
  for (const [name, weight] of to.shape) weights.set(name, (weights.get(name) ?? 0) + t * weight);
  return weights;
}
