import type { Figure } from "./figure.ts";
import {
  BINARY_METRICS,
  type BinaryMetric,
  type Claim,
  type Comparison,
  type Score,
  type StudyAnalysis,
} from "./types.ts";

/** Two studies side by side: what has the same name in both, and what only one has. */
export interface AnalysisComparison {
  readonly a: StudyHeading;
  readonly b: StudyHeading;
  /** Of the configuration, where they differ. */
  readonly settings: readonly { readonly key: string; readonly a: string; readonly b: string }[];
  readonly conditions: readonly {
    readonly id: string;
    readonly metric: BinaryMetric;
    readonly a: Score;
    readonly b: Score;
    /** b minus a. */
    readonly difference: Figure;
    /** Whether the two intervals share a point; not a test. */
    readonly intervalsOverlap: boolean | null;
  }[];
  readonly effects: readonly {
    readonly name: string;
    readonly from: string;
    readonly to: string;
    readonly metric: Comparison["metric"];
    readonly a: EffectHeading;
    readonly b: EffectHeading;
  }[];
  readonly claims: readonly {
    readonly id: string;
    readonly statement: string;
    readonly a: Pick<Claim, "value" | "interval" | "verdict">;
    readonly b: Pick<Claim, "value" | "interval" | "verdict">;
    readonly isSame: boolean;
  }[];
  readonly onlyInA: readonly string[];
  readonly onlyInB: readonly string[];
}

/** What tells one study of a comparison from the other: its name, data and runs. */
export interface StudyHeading {
  readonly name: string;
  readonly configHash: string;
  readonly data: readonly string[];
  readonly runs: StudyAnalysis["runs"];
}

/**
 * An effect's difference in the metric's own unit, on how many replicates it rests, and its
 * verdict.
 */
export type EffectHeading = Pick<Comparison, "estimate" | "n" | "verdict"> & {
  readonly low: Figure;
  readonly high: Figure;
  readonly pHolm: Figure;
};

/** Puts two analyses beside each other. It tests nothing between them: they may share subjects, or not. */
export function compareAnalyses(a: StudyAnalysis, b: StudyAnalysis): AnalysisComparison {
  const ids = (of: StudyAnalysis) => of.conditions.map(({ id }) => id);
  const missing = (of: StudyAnalysis, from: StudyAnalysis) =>
    ids(of).filter((id) => !ids(from).includes(id));
  return {
    a: headingOf(a),
    b: headingOf(b),
    settings: settingsOf(a, b),
    conditions: conditionsOf(a, b),
    effects: effectsOf(a, b),
    claims: a.claims.flatMap(({ id, statement, ...own }) => {
      const other = b.claims.find((claim) => claim.id === id);
      if (other === undefined) return [];
      const isSame = own.verdict === other.verdict;
      return [{ id, statement, a: claimHeading(own), b: claimHeading(other), isSame }];
    }),
    onlyInA: missing(a, b),
    onlyInB: missing(b, a),
  };
}

const claimHeading = ({ value, interval, verdict }: Omit<Claim, "id" | "statement">) => ({
  value,
  interval,
  verdict,
});

const headingOf = ({ name, configHash, data, runs }: StudyAnalysis): StudyHeading => ({
  name,
  configHash,
  data: data.map((record) => record.name),
  runs,
});

function settingsOf(a: StudyAnalysis, b: StudyAnalysis): AnalysisComparison["settings"] {
  const [left, right] = [flatten(a.config), flatten(b.config)];
  const keys = [...new Set([...left.keys(), ...right.keys()])].sort();
  return keys.flatMap((key) => {
    const [own, other] = [left.get(key) ?? "not set", right.get(key) ?? "not set"];
    return own === other ? [] : [{ key, a: own, b: other }];
  });
}

/** Leaves of nested objects by their path; a list is one leaf. */
function flatten(value: object, path = ""): Map<string, string> {
  return new Map(
    Object.entries(value).flatMap(([key, own]: [string, unknown]) => {
      const at = path === "" ? key : `${path}.${key}`;
      const isObject = typeof own === "object" && own !== null && !Array.isArray(own);
      return isObject ? [...flatten(own, at)] : [[at, JSON.stringify(own)] as const];
    }),
  );
}

function conditionsOf(a: StudyAnalysis, b: StudyAnalysis): AnalysisComparison["conditions"] {
  return a.conditions.flatMap((condition) => {
    const other = b.conditions.find(({ id }) => id === condition.id);
    if (other === undefined) return [];
    return BINARY_METRICS.map((metric) => {
      const [own, its] = [condition.mean[metric], other.mean[metric]];
      return {
        id: condition.id,
        metric,
        a: own,
        b: its,
        difference: own.value === null || its.value === null ? null : its.value - own.value,
        intervalsOverlap: overlap(own, its),
      };
    });
  });
}

function overlap(a: Score, b: Score): boolean | null {
  if (a.low === null || a.high === null || b.low === null || b.high === null) return null;
  return a.low <= b.high && b.low <= a.high;
}

function effectsOf(a: StudyAnalysis, b: StudyAnalysis): AnalysisComparison["effects"] {
  const all = (of: StudyAnalysis) => [...of.effects, ...of.levels, ...of.controls];
  return all(a).flatMap((own) => {
    const { name, from, to, metric } = own;
    const other = all(b).find(
      (its) => its.name === name && its.metric === metric && its.from === from && its.to === to,
    );
    return other === undefined
      ? []
      : [{ name, from, to, metric, a: effectHeading(own), b: effectHeading(other) }];
  });
}

const effectHeading = ({ estimate, n, verdict, t }: Comparison): EffectHeading => ({
  estimate,
  n,
  verdict,
  low: t.low,
  high: t.high,
  pHolm: t.pHolm,
});
