import { type Condition, type StudyConfig, varyingFactors } from "../design/index.ts";

/** An effect as weights on the conditions: sum(weight * value) is the effect. */
export interface Contrast {
  readonly kind: "main" | "interaction" | "levels" | "control";
  readonly name: string;
  readonly factors: readonly string[];
  readonly from: string;
  readonly to: string;
  /** [conditions] they add up to 0; positive ones to 1, for all kinds. */
  readonly weights: readonly number[];
}

type Factor = ReturnType<typeof varyingFactors>[number];

const levelsOf = (config: StudyConfig, factor: Factor): string[] =>
  (config.factors[factor] ?? []).map(String);

/**
 * Main effects (second level minus first) and interactions of the factors with two levels: half the difference of differences,
 * then a quarter, as in `factorialContrasts`. Averaged over the levels of further factors; controls weigh nothing.
 */
export function effectContrasts(config: StudyConfig, conditions: readonly Condition[]): Contrast[] {
  const two = varyingFactors(config).filter((name) => levelsOf(config, name).length === 2);
  const cells = conditions.filter(({ isControl }) => !isControl).length;
  return subsets(two).map((factors) => {
    const weights = conditions.map(({ isControl, levels }) => {
      const signs = factors.map((f) => (levels[f] === levelsOf(config, f)[1] ? 1 : -1));
      return isControl ? 0 : signs.reduce<number>((a, b) => a * b, 1) / (cells / 2);
    });
    const [name, isMain] = [factors.join(":"), factors.length === 1];
    const [from, to] = [0, 1].map((i) => factors.map((f) => levelsOf(config, f)[i]!).join(":"));
    return { kind: isMain ? "main" : "interaction", name, factors, from: from!, to: to!, weights };
  });
}

/** Not empty; smaller ones first, then in the order of the list. */
function subsets(factors: readonly Factor[]): Factor[][] {
  const all = Array.from({ length: 2 ** factors.length }, (_, bits) =>
    factors.filter((_, i) => (bits >> i) & 1),
  ).slice(1);
  const place = (subset: readonly Factor[]) => subset.map((name) => factors.indexOf(name)).join("");
  return all.sort((a, b) => a.length - b.length || (place(a) < place(b) ? -1 : 1));
}

/** Every pair of levels of the factors with more than two. */
export function levelContrasts(config: StudyConfig, conditions: readonly Condition[]): Contrast[] {
  const many = varyingFactors(config).filter((name) => levelsOf(config, name).length > 2);
  return many.flatMap((name) => {
    const levels = levelsOf(config, name);
    const cells = conditions.filter(({ isControl }) => !isControl).length / levels.length;
    return levels.flatMap((from, i) =>
      levels.slice(i + 1).map((to): Contrast => {
        const weights = conditions.map(({ isControl, levels: own }) => {
          if (isControl || (own[name] !== from && own[name] !== to)) return 0;
          return (own[name] === to ? 1 : -1) / cells;
        });
        return { kind: "levels", name, factors: [name], from, to, weights };
      }),
    );
  });
}

/** Each control against the first cell of the factorial. */
export function controlContrasts(conditions: readonly Condition[]): Contrast[] {
  return conditions.flatMap((control, at): Contrast[] => {
    if (!control.isControl) return [];
    const weights = conditions.map((_, i) => (i === at ? 1 : i === 0 ? -1 : 0));
    const [from, to] = [conditions[0]!.id, control.id];
    return [{ kind: "control", name: control.id, factors: [], from, to, weights }];
  });
}

/** sum(weight * value); NaN where a value that counts is. */
export function contrastOf(weights: readonly number[], at: (c: number) => number): number {
  return weights.reduce((sum, weight, c) => (weight === 0 ? sum : sum + weight * at(c)), 0);
}
