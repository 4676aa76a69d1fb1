import { checkLength } from "./checks.ts";
import { cohenDz, type EffectSize } from "./effect-sizes.ts";
import { type FactorialTable, levelsOf, type Term, termsOf } from "./factorial-table.ts";
import { type PairedT, type PairedTOptions, pairedT } from "./paired-t.ts";
import { mean } from "./samples.ts";

/** Observations of a 2^k experiment that ran all its conditions on each replicate. */
export interface ReplicatedTable extends Pick<FactorialTable, "response" | "factors"> {
  /** [N] the fold, the seed or both that an observation comes from. */
  readonly replicate: readonly string[];
}

/** One effect of a 2^k experiment, tested within replicates. */
export interface FactorialContrast {
  /** Such as "architecture" or "architecture:loss". */
  readonly name: string;
  readonly factors: readonly string[];
  /** For each factor its two levels; the effect is the second minus the first. */
  readonly levels: readonly (readonly [string, string])[];
  /** [R] the contrast of each replicate, in the order of their first appearance. */
  readonly values: Float64Array;
  /**
   * Of the values; its t squared is the repeated-measures F with 1 and R - 1 degrees of freedom.
   */
  readonly test: PairedT;
  /** d_z of the values. */
  readonly effectSize: EffectSize;
}

/**
 * Every effect of a 2^k experiment as a contrast within each replicate, each with its own error, so
 * that no sphericity is assumed and what a replicate does to all conditions drops out. A main
 * effect is the mean of the second level minus that of the first, an interaction half the
 * difference of such differences (then a quarter, ...): sum(+-cell) / 2^(k - 1). Several
 * observations of one cell and replicate (expressions) are averaged first. With `testTrainRatio`
 * the tests are corrected for folds that share training items, as in `pairedT`.
 *
 * @throws on a factor that has not 2 levels, a replicate without one of the cells, or what
 *   `pairedT` throws on
 */
export function factorialContrasts(
  table: ReplicatedTable,
  options: PairedTOptions = {},
): FactorialContrast[] {
  const { effects } = termsOf("factorialContrasts", table);
  checkLength("factorialContrasts", "replicate", table.replicate, table.response.length);
  const levels = twoLevels(table);
  const replicates = completeReplicates(table, 2 ** levels.size);
  const { confidence = 0.95, testTrainRatio = 0 } = options;
  return effects.map((effect) => {
    const values = Float64Array.from(replicates, (cells) => contrastOf(effect, cells, table));
    return {
      name: effect.name,
      factors: effect.factors,
      levels: effect.factors.map((factor) => levels.get(factor)!),
      values,
      test: pairedT(values, options),
      effectSize: cohenDz(values, { confidence, testTrainRatio }),
    };
  });
}

/** sum(+-cell) / 2^(k - 1) over the cells' means; `cells` holds the rows of each. */
function contrastOf(
  effect: Term,
  cells: readonly (readonly number[])[],
  { response }: ReplicatedTable,
): number {
  // Sum-to-zero columns give a factor's first level +1: an odd number of factors turns the sign.
  const turned = effect.factors.length % 2 === 1 ? -1 : 1;
  const sign = (row: number) => turned * effect.columns[0]![row]!;
  const sum = cells.reduce(
    (total, rows) => total + sign(rows[0]!) * mean(rows.map((row) => response[row]!)),
    0,
  );
  return sum / (cells.length / 2);
}

function twoLevels(table: ReplicatedTable): Map<string, readonly [string, string]> {
  const entries = Object.entries(table.factors).map(([name, column]) => {
    const [first, second, ...more] = levelsOf(column);
    if (first === undefined || second === undefined || more.length > 0) {
      const got = levelsOf(column).length;
      throw new Error(`factorialContrasts: factors.${name} must have 2 levels, got ${got}`);
    }
    return [name, [first, second]] as const;
  });
  return new Map(entries);
}

/** For each replicate, the rows of each of its cells. */
function completeReplicates(table: ReplicatedTable, cells: number): number[][][] {
  const columns = Object.values(table.factors);
  const groups = new Map<string, Map<string, number[]>>();
  table.replicate.forEach((replicate, row) => {
    const own = groups.get(replicate) ?? new Map<string, number[]>();
    groups.set(replicate, own);
    const cell = JSON.stringify(columns.map((column) => column[row]));
    own.set(cell, [...(own.get(cell) ?? []), row]);
  });
  return [...groups].map(([name, own]) => {
    if (own.size === cells) return [...own.values()];
    throw new Error(
      `factorialContrasts: replicate ${name} must have all ${cells} conditions, got ${own.size}`,
    );
  });
}
