import { readFileSync } from "node:fs";

type Numbers = readonly number[];
type ByAlternative = Readonly<Record<"two-sided" | "greater" | "less", number>>;
type ByDesign = Readonly<Record<"independent" | "paired", number>>;

interface GoldenTerm {
  readonly sumOfSquares: number;
  readonly df: number;
  readonly f: number;
  readonly p: number;
  /** Value, low, high at a confidence of 0.9. */
  readonly eta: Numbers;
}

/** The fixture that reference/statistical_tests.py writes by scipy and statsmodels. */
export interface Golden {
  readonly paired: readonly (Record<
    | "ratio"
    | "margin"
    | "rho"
    | "t"
    | "p"
    | "low"
    | "high"
    | "greater"
    | "less"
    | "correctedT"
    | "correctedP"
    | "correctedLow"
    | "correctedHigh"
    | "tostP"
    | "correctedTostP"
    | "left"
    | "rope"
    | "right",
    number
  > &
    Record<"differences" | "tostAbove" | "tostBelow", Numbers>)[];
  readonly wilcoxon: readonly (Record<
    "exact" | "normal" | "continuity" | "pratt",
    ByAlternative
  > & {
    readonly differences: Numbers;
  })[];
  readonly signFlip: readonly (ByAlternative & { readonly differences: Numbers })[];
  readonly effects: readonly (Record<"a" | "b" | "d" | "dz", Numbers> & { readonly j: number })[];
  readonly power: {
    readonly t: readonly (Record<keyof ByAlternative, ByDesign> &
      Record<"n" | "effectSize", number>)[];
    readonly f: readonly Record<"dfEffect" | "parameters" | "n" | "effectSize" | "power", number>[];
    readonly tost: readonly Record<
      "n" | "margin" | "effectSize" | "testTrainRatio" | "alpha" | "power",
      number
    >[];
    readonly oneWay: Record<"groups" | "n" | "effectSize" | "power", number>;
    readonly detectable: readonly (ByDesign & { readonly n: number })[];
    readonly sampleSize: readonly (ByDesign & { readonly effectSize: number })[];
  };
  readonly adjusted: readonly Record<"p" | "holm" | "bh", number[]>[];
  readonly friedman: readonly (Record<"chiSquared" | "p" | "criticalDifference", number> &
    Record<"rows" | "pairs", readonly Numbers[]> & { readonly ranks: Numbers })[];
  readonly shapiro: readonly { readonly values: Numbers; readonly w: number; readonly p: number }[];
  readonly brownForsythe: readonly {
    readonly groups: readonly Numbers[];
    readonly f: number;
    readonly p: number;
  }[];
  readonly bca: readonly (Record<"value" | "confidence" | "low" | "high", number> &
    Record<"values" | "replicates" | "without", Numbers>)[];
  readonly anova: readonly {
    readonly response: Numbers;
    readonly factors: Readonly<Record<string, readonly string[]>>;
    readonly block: readonly string[];
    readonly residual: { readonly sumOfSquares: number; readonly df: number };
    readonly type2: Readonly<Record<string, GoldenTerm>>;
    readonly type3: Readonly<Record<string, GoldenTerm>>;
  }[];
  readonly repeated: readonly {
    readonly response: Numbers;
    readonly factors: Readonly<Record<string, readonly string[]>>;
    readonly replicate: readonly string[];
    readonly effects: Readonly<Record<string, Record<"f" | "p" | "df" | "estimate", number>>>;
  }[];
}

export const golden = JSON.parse(
  readFileSync(new URL("./fixtures/statistics.json", import.meta.url), "utf8"),
) as Golden;

export const ALTERNATIVES = ["two-sided", "greater", "less"] as const;
