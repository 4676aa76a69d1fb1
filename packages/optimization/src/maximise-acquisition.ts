import { exp, type Random } from "@mien/core/math";
import type { Acquisition } from "./log-expected-improvement.ts";
import { minimiseInBox } from "./minimise-in-box.ts";

/**
 * A coordinate of the unit cube: an interval, or `points` on a grid (those of a categorical one
 * have no order).
 */
export type Coordinate =
  | { readonly kind: "interval" }
  | {
      readonly kind: "grid";
      readonly points: number;
      readonly ordered: boolean;
      at(i: number): number;
    };

/** How thoroughly to look. */
export interface MaximiseOptions {
  /** Random points, from which the starts of the local searches are drawn. */
  readonly samples: number;
  readonly localSearches: number;
}

interface Found {
  readonly x: Float64Array;
  readonly value: number;
}

/** Up to so many points of an ordered grid are tried one by one. */
const EXHAUSTIVE = 16;
const MAX_ROUNDS = 20;

/**
 * The point of greatest acquisition, as Optuna's `optim_mixed` looks for it: random points, of
 * which the best and others drawn by their acquisition start a local search each, beside the best
 * observation; a local search climbs along the intervals and then along each grid, until neither
 * helps.
 *
 * @param lengths [D] of the kernel: they scale the climb
 * @param incumbent [D] the best observation
 */
export function maximiseAcquisition(
  acquisition: Acquisition,
  coordinates: readonly Coordinate[],
  lengths: Float64Array,
  incumbent: Float64Array,
  random: Random,
  { samples, localSearches }: MaximiseOptions,
): Float64Array {
  const drawn = Array.from({ length: samples }, () => {
    const x = Float64Array.from(coordinates, (coordinate) => drawCoordinate(coordinate, random));
    return { x, value: acquisition.value(x) };
  });
  const start = { x: incumbent, value: acquisition.value(incumbent) };
  const starts = [...chooseStarts(drawn, localSearches - 1, random), start];
  const found = starts.map((from) => localSearch(acquisition, coordinates, lengths, from));
  return found.reduce((best, next) => (next.value > best.value ? next : best)).x;
}

function drawCoordinate(coordinate: Coordinate, random: Random): number {
  if (coordinate.kind === "interval") return random.uniform();
  return coordinate.at(random.below(coordinate.points));
}

/** The best, and others without replacement in proportion to expected improvement. */
function chooseStarts(drawn: readonly Found[], count: number, random: Random): Found[] {
  const best = drawn.reduce((a, b) => (b.value > a.value ? b : a));
  const weights = drawn.map((one) => (one === best ? 0 : exp(one.value - best.value)));
  const chosen = [best];
  while (chosen.length < count) {
    const total = weights.reduce((sum, w) => sum + w, 0);
    if (!(total > 0)) break;
    let left = random.uniform() * total;
    let i = weights.findIndex((w) => {
      left -= w;
      return left < 0;
    });
    // Rounding may leave a crumb after the last weight.
    if (i < 0) i = weights.findIndex((w) => w > 0);
    chosen.push(drawn[i]!);
    weights[i] = 0;
  }
  return chosen;
}

function localSearch(
  acquisition: Acquisition,
  coordinates: readonly Coordinate[],
  lengths: Float64Array,
  start: Found,
): Found {
  let best = start;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const before = best.value;
    best = climb(acquisition, coordinates, lengths, best);
    const climbed = best.value;
    coordinates.forEach((coordinate, p) => {
      if (coordinate.kind === "grid") best = searchGrid(acquisition, coordinate, p, best);
    });
    if (best.value === climbed || best.value === before) break;
  }
  return best;
}

/**
 * Gradient ascent over the intervals, in units of the kernel's lengths: there all directions curve
 * alike.
 */
function climb(
  acquisition: Acquisition,
  coordinates: readonly Coordinate[],
  lengths: Float64Array,
  from: Found,
): Found {
  const moving = [...coordinates.keys()].filter((p) => coordinates[p]!.kind === "interval");
  if (moving.length === 0) return from;
  const x = from.x.slice();
  const whole = new Float64Array(x.length);
  const objective = (scaled: Float64Array, gradient: Float64Array) => {
    moving.forEach((p, i) => {
      x[p] = scaled[i]! * lengths[p]!;
    });
    const value = acquisition.withGradient(x, whole);
    moving.forEach((p, i) => {
      gradient[i] = -whole[p]! * lengths[p]!;
    });
    return -value;
  };
  const box = {
    low: new Float64Array(moving.length),
    high: Float64Array.from(moving, (p) => 1 / lengths[p]!),
  };
  const start = Float64Array.from(moving, (p) => from.x[p]! / lengths[p]!);
  const minimum = minimiseInBox(objective, start, box, 1e-2, 50);
  if (!(-minimum.value > from.value)) return from;
  moving.forEach((p, i) => {
    x[p] = Math.min(minimum.x[i]! * lengths[p]!, 1);
  });
  return { x, value: -minimum.value };
}

type Grid = Extract<Coordinate, { kind: "grid" }>;

/**
 * The best of all points of a short or unordered grid; on a long one downhill in strides that
 * halve.
 */
function searchGrid(acquisition: Acquisition, grid: Grid, p: number, from: Found): Found {
  const at = (i: number): Found => {
    const x = from.x.slice();
    x[p] = grid.at(i);
    return { x, value: acquisition.value(x) };
  };
  let best = from;
  const consider = (i: number): boolean => {
    if (i < 0 || i >= grid.points) return false;
    const there = at(i);
    if (!(there.value > best.value)) return false;
    best = there;
    return true;
  };
  if (!grid.ordered || grid.points <= EXHAUSTIVE) {
    for (let i = 0; i < grid.points; i++) if (grid.at(i) !== from.x[p]) consider(i);
    return best;
  }
  let place = nearestPlace(grid, from.x[p]!);
  for (let stride = Math.ceil(grid.points / 4); stride >= 1; stride = Math.floor(stride / 2)) {
    if (consider(place - stride)) place -= stride;
    else if (consider(place + stride)) place += stride;
  }
  return best;
}

/** Of the grid's ascending points the last at or below x. */
function nearestPlace(grid: Grid, x: number): number {
  let low = 0;
  let high = grid.points - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (grid.at(middle) <= x) low = middle;
    else high = middle - 1;
  }
  return low;
}
