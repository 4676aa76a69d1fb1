import { log } from "@mien/core/math";

/** From values to pixels, with the values that get a tick. */
export interface Scale {
  (value: number): number;
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
  /** Decimals that the ticks need. */
  readonly digits: number;
}

type Pair = readonly [number, number];

const STEPS = [1, 2, 5, 10];

/** Linear, its ends moved out to ticks; about `count` of them. One value alone gets room on both sides. */
export function linearScale([from, to]: Pair, [left, right]: Pair, count = 5): Scale {
  const [low, high] = from < to ? [from, to] : [from - 0.5, from + 0.5];
  const { step, digits } = niceStep((high - low) / count);
  // A whole multiple of the step within rounding is that multiple.
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  const ticks = Array.from({ length: last - first + 1 }, (_, i) =>
    Number(((first + i) * step).toFixed(digits)),
  );
  const domain: Pair = [ticks[0]!, ticks.at(-1)!];
  const scale = (value: number) =>
    left + ((value - domain[0]) / (domain[1] - domain[0])) * (right - left);
  return Object.assign(scale, { domain, ticks, digits });
}

function niceStep(rough: number): { readonly step: number; readonly digits: number } {
  const exponent = Math.floor(log(rough) / log(10) + 1e-9);
  const power = Number(`1e${exponent}`);
  const factor = STEPS.find((s) => s * power >= rough * 0.9) ?? 10;
  return { step: factor * power, digits: Math.max(0, -exponent - (factor === 10 ? 1 : 0)) };
}

/** Logarithmic, ticks at 1, 2, 3, 5 times the powers of ten inside the domain. Expects 0 < from < to. */
export function logScale([from, to]: Pair, [left, right]: Pair): Scale {
  const [a, b] = [log(from), log(to)];
  const scale = (value: number) => left + ((log(value) - a) / (b - a)) * (right - left);
  const ticks = [];
  for (let e = -6; e <= 6; e++) {
    for (const factor of [1, 2, 3, 5]) {
      const tick = Number(`${factor}e${e}`);
      if (tick >= from && tick <= to) ticks.push(tick);
    }
  }
  const digits = ticks.some((tick) => tick < 1) ? 1 : 0;
  return Object.assign(scale, { domain: [from, to] as const, ticks, digits });
}

/** The least and the greatest of the defined values; [0, 1] where there is none. */
export function extent(values: readonly (number | null)[]): Pair {
  const defined = values.filter((v): v is number => v !== null && Number.isFinite(v));
  return defined.length === 0 ? [0, 1] : [Math.min(...defined), Math.max(...defined)];
}
