import { fitGaussianProcess } from "./fit-gaussian-process.ts";
import { believe } from "./gaussian-process.ts";
import { createLogExpectedImprovement } from "./log-expected-improvement.ts";
import { type Coordinate, maximiseAcquisition } from "./maximise-acquisition.ts";
import { checkInteger, fillOptions } from "./options.ts";
import { type Choice, type Parameter, stepOf, toNumber } from "./search-space.ts";
import type { Searched, Strategy } from "./strategy.ts";
import type { Trial } from "./trial.ts";
import { fromUnit, toUnit } from "./unit-interval.ts";

/** Options of the Gaussian process. */
export interface GpOptions {
  /** Random trials until so many are complete; default 10. */
  readonly startupTrials: number;
  /** Random points at which the acquisition is looked up before it is climbed; default 512. */
  readonly samples: number;
  /** Climbs; default 8. */
  readonly localSearches: number;
}

export const GP_DEFAULTS: GpOptions = { startupTrials: 10, samples: 512, localSearches: 8 };

/**
 * Bayesian optimisation by a Gaussian process (Matern 5/2, a length for each parameter) and log
 * expected improvement, as Optuna's GPSampler does it. Learns from complete trials; what runs
 * counts as seen at its expected value.
 */
export function createGp(options: Partial<GpOptions>): Strategy {
  const filled = fillOptions("createGp", GP_DEFAULTS, options);
  checkInteger("createGp: startupTrials", filled.startupTrials, 1);
  checkInteger("createGp: samples", filled.samples, 1);
  checkInteger("createGp: localSearches", filled.localSearches, 2);
  return ({ searched, finished, running, random }) => {
    const complete = finished.filter(({ state }) => state === "complete");
    if (complete.length < filled.startupTrials) return null;
    const y = standardise(complete.map(({ value }) => -value!));
    const rows = complete.map((trial) => toCube(searched, trial));
    const fitted = fitGaussianProcess({
      x: Float64Array.from(rows.flat()),
      y,
      categorical: searched.map(({ parameter }) => parameter.type === "categorical"),
    });
    const process = believe(
      fitted,
      running.map((trial) => toCube(searched, trial)),
    );
    const most = y.reduce((a, b) => Math.max(a, b));
    const point = maximiseAcquisition(
      createLogExpectedImprovement(process, most),
      searched.map(({ parameter }) => toCoordinate(parameter)),
      fitted.kernel.inverseSquaredLengths.map((l) => 1 / Math.sqrt(l)),
      Float64Array.from(rows[y.indexOf(most)]!),
      random.fork(0),
      filled,
    );
    return searched.map(({ parameter }, p) =>
      parameter.type === "categorical" ? point[p]! : fromUnit(parameter, point[p]!),
    );
  };
}

/** To mean 0 and standard deviation 1; equal values to 0. */
function standardise(values: readonly number[]): Float64Array {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  const squares = values.reduce((sum, v) => sum + (v - mean) * (v - mean), 0);
  const deviation = Math.sqrt(squares / values.length);
  return Float64Array.from(values, (v) => (v - mean) / Math.max(deviation, 1e-10));
}

function toCube(searched: readonly Searched[], { params }: Trial): number[] {
  return searched.map(({ name, parameter }) => cubeValue(parameter, params[name]!));
}

function cubeValue(parameter: Parameter, value: Choice): number {
  const x = toNumber(parameter, value);
  return parameter.type === "categorical" ? x : toUnit(parameter, x);
}

function toCoordinate(parameter: Parameter): Coordinate {
  if (parameter.type === "categorical") {
    return { kind: "grid", points: parameter.choices.length, ordered: false, at: (i) => i };
  }
  const step = stepOf(parameter);
  if (step === 0) return { kind: "interval" };
  const points = Math.round((parameter.high - parameter.low) / step) + 1;
  return {
    kind: "grid",
    points,
    ordered: true,
    at: (i) => toUnit(parameter, parameter.low + i * step),
  };
}
