import { checkBetween, checkOneOf, resolveOptions } from "./checks.ts";
import { fisherF } from "./distributions/fisher-f.ts";
import { type EtaSquared, partialEtaSquared } from "./eta-squared.ts";
import { type FactorialTable, type Term, termsOf } from "./factorial-table.ts";
import { projectionOf } from "./projection.ts";
import { mean, square } from "./samples.ts";

/** Options of `factorialAnova`. */
export interface FactorialAnovaOptions {
  /**
   * Of the sums of squares; default 2. They agree where every cell of factors and blocks has as
   * many observations.
   */
  readonly type?: 2 | 3;
  /** Of partial eta squared's interval; default 0.9, which goes with tests at 0.05. */
  readonly confidence?: number;
}

/** A line of the table: a main effect, an interaction or a block. */
export interface AnovaEffect {
  /** Such as "architecture" or "architecture:loss". */
  readonly name: string;
  readonly factors: readonly string[];
  readonly sumOfSquares: number;
  readonly df: number;
  readonly f: number;
  readonly p: number;
  readonly partialEtaSquared: EtaSquared;
}

/** The table of an analysis of variance. */
export interface FactorialAnova {
  readonly type: 2 | 3;
  /** Main effects, then interactions by their order. */
  readonly effects: readonly AnovaEffect[];
  readonly blocks: readonly AnovaEffect[];
  readonly residual: { readonly sumOfSquares: number; readonly df: number };
  /** Observations. */
  readonly n: number;
}

/**
 * Analysis of variance of a factorial experiment with any number of named factors, all their
 * interactions, and additive blocks. Type II: each term beside all terms that do not contain it.
 * Type III: each beside all others, in sum-to-zero columns. F is SS / df over the residual's; where
 * the model leaves no residual (but rounding) F and p are NaN. To about 1e-12; O(N P^2) for each of
 * the terms, P parameters.
 *
 * @throws on columns of unequal length, a response that is not finite, a factor of one level, a
 *   cell of factors without an observation, blocks that cannot be told from the factors, no factor,
 *   an unknown key or a bad option
 */
export function factorialAnova(
  table: FactorialTable,
  options: FactorialAnovaOptions = {},
): FactorialAnova {
  const { type, confidence } = resolveOptions<Required<FactorialAnovaOptions>>(
    "factorialAnova",
    options,
    { type: 2, confidence: 0.9 },
  );
  checkOneOf("factorialAnova", "type", type, [2, 3]);
  checkBetween("factorialAnova", "confidence", confidence, 0, 1);
  const { effects, blocks } = termsOf("factorialAnova", table);
  if (effects.length === 0) throw new Error("factorialAnova: expected at least 1 factor, got 0");
  const terms = [...blocks, ...effects];
  const response = centred(table.response);
  const residual = residualOf(response, terms);
  const error = residual.sumOfSquares / residual.df;
  const rounding = roundingOf(table.response);
  const test = (term: Term): AnovaEffect => {
    const others = terms.filter(
      (other) => other !== term && (type === 3 || !contains(other, term)),
    );
    const beside = modelOf(response, others);
    const { sumOfSquares, df } = beside.add(term.columns);
    const f = residual.df > 0 && error > rounding ? sumOfSquares / df / error : Number.NaN;
    const p = Number.isNaN(f) ? Number.NaN : fisherF(df, residual.df).upper(f);
    const eta = partialEtaSquared(f, df, residual.df, response.length, confidence);
    const { name, factors } = term;
    return { name, factors, sumOfSquares, df, f, p, partialEtaSquared: eta };
  };
  return {
    type,
    effects: effects.map(test),
    blocks: blocks.map(test),
    residual,
    n: response.length,
  };
}

/**
 * The response about its mean: what the model's constant leaves, with more digits than the response
 * itself.
 */
function centred(response: ArrayLike<number>): Float64Array {
  const centre = mean(response);
  return Float64Array.from(response, (y) => y - centre);
}

/**
 * A mean square below this is what rounding leaves of a response that the model explains wholly.
 */
function roundingOf(response: ArrayLike<number>): number {
  const largest = Array.from(response).reduce((most, y) => Math.max(most, Math.abs(y)), 0);
  return square(16 * Number.EPSILON * largest);
}

const contains = (outer: Term, inner: Term) =>
  inner.factors.every((name) => outer.factors.includes(name));

function modelOf(response: Float64Array, terms: readonly Term[]) {
  const model = projectionOf(response);
  model.add([new Float64Array(response.length).fill(1)]);
  for (const { columns } of terms) model.add(columns);
  return model;
}

/** @throws unless all columns of the whole model are independent */
function residualOf(response: Float64Array, terms: readonly Term[]) {
  const model = modelOf(response, terms);
  const parameters = terms.reduce((sum, { columns }) => sum + columns.length, 1);
  if (model.rank < parameters) {
    throw new Error(
      `factorialAnova: expected an observation in every cell, and ${parameters} independent parameters, got ${model.rank}`,
    );
  }
  return { sumOfSquares: model.residual(), df: response.length - parameters };
}
