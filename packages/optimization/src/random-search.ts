import type { Strategy } from "./strategy.ts";
import { fromUnit } from "./unit-interval.ts";

/**
 * Each parameter by itself, uniform in its range: on the grid, in the logarithm or over the
 * choices.
 */
export const randomSearch: Strategy = ({ searched, random }) =>
  searched.map(({ parameter }, p) => {
    const own = random.fork(p);
    if (parameter.type === "categorical") return own.below(parameter.choices.length);
    return fromUnit(parameter, own.uniform());
  });
