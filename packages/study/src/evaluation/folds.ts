import { createRandom, permutation } from "@mien/core/math";
import { checkKeys } from "@mien/core/options";

/**
 * How subjects are dealt to folds. All schemes keep a subject whole.
 *
 * - `id-order-modulo`: subjects in order of id; the i-th goes to fold i mod k.
 * - `id-order-blocks`: subjects in order of id, cut into k runs as equal as can be, the longer ones first.
 * - `stratified-group`: subjects in seeded random order, those with the most uneven labels first; each goes to the fold that
 *   keeps the class shares of the folds most alike (scikit-learn's StratifiedGroupKFold).
 * - `leave-one-subject-out`: a fold for each subject, in order of id.
 */
export const FOLD_SCHEMES = [
  "id-order-modulo",
  "id-order-blocks",
  "stratified-group",
  "leave-one-subject-out",
] as const;

/** One of FOLD_SCHEMES. */
export type FoldScheme = (typeof FOLD_SCHEMES)[number];

/** How many folds, and how subjects are dealt to them. */
export interface FoldOptions {
  readonly scheme: FoldScheme;
  /** k; left out for leave-one-subject-out, otherwise default 10. */
  readonly folds?: number;
  /** Of stratified-group; default 0. */
  readonly seed?: number;
}

/** Item indices of one fold, rising. */
export interface Fold {
  readonly training: Int32Array;
  readonly test: Int32Array;
}

/**
 * Divides items into folds so that no subject is on both sides of any.
 *
 * @param subjects [N] subject of each item
 * @param labels [N] class of each item; only stratified-group reads them
 * @throws on an unknown scheme or key, a bad k or seed, or fewer subjects than folds
 */
export function createFolds(
  subjects: readonly string[],
  labels: readonly string[],
  options: FoldOptions,
): Fold[] {
  const { scheme, folds, seed } = resolve(options, new Set(subjects).size);
  if (labels.length !== subjects.length) {
    throw new Error(`createFolds: labels.length must be ${subjects.length}, got ${labels.length}`);
  }
  const names = [...new Set(subjects)].sort(compareIds);
  const foldOf = dealSubjects(scheme, names, { subjects, labels, folds, seed });
  const assigned = subjects.map((subject) => foldOf.get(subject)!);
  const items = (keep: (fold: number) => boolean) =>
    Int32Array.from(assigned.keys()).filter((i) => keep(assigned[i]!));
  return Array.from({ length: folds }, (_, k) => ({
    training: items((fold) => fold !== k),
    test: items((fold) => fold === k),
  }));
}

function resolve(options: FoldOptions, subjects: number): Required<FoldOptions> {
  checkKeys("createFolds:", options, ["scheme", "folds", "seed"]);
  const { scheme, seed = 0 } = options;
  if (!FOLD_SCHEMES.includes(scheme)) {
    const got = String(scheme);
    throw new Error(`createFolds: scheme must be ${FOLD_SCHEMES.join(" or ")}, got ${got}`);
  }
  const everyone = scheme === "leave-one-subject-out";
  if (everyone && options.folds !== undefined) {
    throw new Error("createFolds: leave-one-subject-out takes no folds, it has one a subject");
  }
  const folds = everyone ? subjects : (options.folds ?? 10);
  if (!Number.isSafeInteger(folds) || folds < 2) {
    const expected = everyone ? "at least 2 subjects" : "folds to be an integer >= 2";
    throw new Error(`createFolds: expected ${expected}, got ${folds}`);
  }
  if (subjects < folds) {
    throw new Error(`createFolds: ${folds} folds need at least ${folds} subjects, got ${subjects}`);
  }
  return { scheme, folds, seed };
}

/** Text order, but runs of digits by their number: S5 before S10. No locale, the same everywhere. */
export function compareIds(a: string, b: string): number {
  const parts = (text: string) => text.match(/\d+|\D+/g) ?? [];
  const [left, right] = [parts(a), parts(b)];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const [x, y] = [left[i]!, right[i]!];
    const [m, n] = [Number(x), Number(y)];
    if (Number.isNaN(m) || Number.isNaN(n) || m === n) {
      if (x !== y) return x < y ? -1 : 1;
    } else return m - n;
  }
  return left.length - right.length;
}

interface Deal {
  readonly subjects: readonly string[];
  readonly labels: readonly string[];
  readonly folds: number;
  readonly seed: number;
}

function dealSubjects(
  scheme: FoldScheme,
  names: readonly string[],
  deal: Deal,
): ReadonlyMap<string, number> {
  if (scheme === "stratified-group") return dealStratified(names, deal);
  if (scheme !== "id-order-blocks") {
    return new Map(names.map((name, i) => [name, i % deal.folds]));
  }
  const [size, longer] = [Math.floor(names.length / deal.folds), names.length % deal.folds];
  const edge = longer * (size + 1);
  return new Map(
    names.map((name, i) => [
      name,
      i < edge ? Math.floor(i / (size + 1)) : longer + Math.floor((i - edge) / size),
    ]),
  );
}

function dealStratified(names: readonly string[], deal: Deal): Map<string, number> {
  const classes = [...new Set(deal.labels)].sort();
  const none = () => new Array<number>(classes.length).fill(0);
  const total = none();
  const counts = new Map(names.map((name) => [name, none()]));
  deal.subjects.forEach((subject, i) => {
    const c = classes.indexOf(deal.labels[i]!);
    counts.get(subject)![c]!++;
    total[c]!++;
  });
  const shuffled = permutation(createRandom(deal.seed), names.length);
  const order = Array.from(shuffled, (i) => names[i]!);
  const uneven = new Map(names.map((name) => [name, deviation(counts.get(name)!)]));
  order.sort((a, b) => uneven.get(b)! - uneven.get(a)!);
  const inFold = Array.from({ length: deal.folds }, none);
  const held = new Array<number>(deal.folds).fill(0);
  const foldOf = new Map<string, number>();
  order.forEach((name, i) => {
    // The last subjects go to folds that are still empty: each fold has one at least.
    const empty = held.filter((n) => n === 0).length;
    const open = held.map((n) => order.length - i > empty || n === 0);
    const fold = bestFold(inFold, counts.get(name)!, total, open);
    inFold[fold] = inFold[fold]!.map((n, c) => n + counts.get(name)![c]!);
    held[fold]!++;
    foldOf.set(name, fold);
  });
  return foldOf;
}

/** The open fold in which `added` keeps the folds' shares of each class most alike; ties to the one with fewest items. */
function bestFold(
  inFold: readonly (readonly number[])[],
  added: readonly number[],
  total: readonly number[],
  open: readonly boolean[],
): number {
  const candidates = inFold
    .map((own, k) => {
      const spread = total.map((of, c) => {
        const shares = inFold.map((f, j) => (f[c]! + (j === k ? added[c]! : 0)) / of);
        return deviation(shares);
      });
      const items = own.reduce((a, b) => a + b, 0);
      return { k, items, cost: spread.reduce((a, b) => a + b, 0) / total.length };
    })
    .filter(({ k }) => open[k]);
  candidates.sort((a, b) =>
    Math.abs(a.cost - b.cost) > 1e-12 ? a.cost - b.cost : a.items - b.items || a.k - b.k,
  );
  return candidates[0]!.k;
}

/** Population standard deviation. */
function deviation(values: readonly number[]): number {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return Math.sqrt(values.reduce((s, x) => s + (x - mean) ** 2, 0) / values.length);
}
