import { checkFinite, checkLength } from "./checks.ts";

/** Observations of an experiment with named factors, in columns of one length N. */
export interface FactorialTable {
  /** [N] what was measured. */
  readonly response: ArrayLike<number>;
  /**
   * [N] level of each factor, by the factor's name. All interactions of factors are in the model.
   */
  readonly factors: Readonly<Record<string, readonly string[]>>;
  /**
   * [N] level of each block, by the block's name: what raises or lowers all conditions alike.
   * Blocks enter additively.
   */
  readonly blocks?: Readonly<Record<string, readonly string[]>>;
}

/** A factor, a block or an interaction, and its columns in the model. */
export interface Term {
  /** Such as "architecture" or "architecture:loss". */
  readonly name: string;
  /** The factors in it, one for a main effect. */
  readonly factors: readonly string[];
  readonly columns: readonly Float64Array[];
}

/** Levels in the order of their first appearance. */
export const levelsOf = (column: readonly string[]): string[] => [...new Set(column)];

/**
 * Sum-to-zero columns (R's contr.sum) of each factor and of every product of factors, main effects
 * first. In them a main effect is about the plain mean over the other factors' levels, which type
 * III needs.
 *
 * @throws on columns of unequal length, a response that is not finite, or a factor of one level
 */
export function termsOf(where: string, table: FactorialTable) {
  const { response, factors, blocks = {} } = table;
  checkFinite(where, "response", response);
  const single = (kind: string, columns: Readonly<Record<string, readonly string[]>>) =>
    Object.entries(columns).map(([name, column]): Term => {
      checkLength(where, `${kind}.${name}`, column, response.length);
      return { name, factors: [name], columns: sumToZero(where, `${kind}.${name}`, column) };
    });
  const mains = single("factors", factors);
  let crossed: Term[] = [];
  for (const main of mains)
    crossed = [...crossed, main, ...crossed.map((term) => cross(term, main))];
  const place = (term: Term) => term.factors.map((name) => Object.keys(factors).indexOf(name));
  crossed.sort((a, b) => compareLists(place(a), place(b)));
  return { effects: crossed, blocks: single("blocks", blocks) };
}

function sumToZero(where: string, name: string, column: readonly string[]): Float64Array[] {
  const levels = levelsOf(column);
  if (levels.length < 2) {
    throw new Error(`${where}: ${name} must have at least 2 levels, got ${levels.length}`);
  }
  const last = levels.pop();
  return levels.map((level) =>
    Float64Array.from(column, (x) => (x === level ? 1 : x === last ? -1 : 0)),
  );
}

const cross = (a: Term, b: Term): Term => ({
  name: `${a.name}:${b.name}`,
  factors: [...a.factors, ...b.factors],
  columns: a.columns.flatMap((x) => b.columns.map((y) => x.map((value, i) => value * y[i]!))),
});

/** Shorter first, then by the first place that differs. */
function compareLists(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) return a.length - b.length;
  const at = a.findIndex((value, i) => value !== b[i]);
  return at < 0 ? 0 : a[at]! - b[at]!;
}
