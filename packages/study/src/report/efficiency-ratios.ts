import type {
  ConditionAnalysis,
  Figure,
  StudyAnalysis,
  StudyEfficiency,
} from "../analysis/index.ts";
import { isDefined } from "./numbers.ts";

/** GRU over LSTM in two conditions that differ in nothing else. */
export interface ArchitectureRatio {
  /** The levels that they share. */
  readonly label: string;
  readonly gru: string;
  readonly lstm: string;
  /** By arithmetic, each as trained: a search may give them unequal sizes. */
  readonly multiplyAdds: Figure;
  readonly parameters: Figure;
  /** By the clock: medians of the final fit, and of a frame in a stream. */
  readonly fitSeconds: Figure;
  readonly streamMicroseconds: Figure;
}

/** Pairs in the order of the conditions; empty where the architecture does not vary. */
export function architectureRatios(
  { conditions, complexity }: StudyAnalysis,
  efficiency: StudyEfficiency,
): ArchitectureRatio[] {
  const theory = new Map(complexity.conditions.map((one) => [one.id, one]));
  const clock = new Map(efficiency.conditions.map((one) => [one.id, one]));
  return architecturePairs(conditions).map(({ label, gru, lstm }) => {
    const [a, b] = [theory.get(gru), theory.get(lstm)];
    const [s, t] = [clock.get(gru), clock.get(lstm)];
    const stream = (one: typeof s) => one?.measurement?.streamMicrosecondsPerFrame?.median ?? null;
    return {
      label,
      gru,
      lstm,
      multiplyAdds: over(a?.multiplyAddsPerFrame.median, b?.multiplyAddsPerFrame.median),
      parameters: over(a?.parameters.median, b?.parameters.median),
      fitSeconds: over(s?.fitSeconds.median, t?.fitSeconds.median),
      streamMicroseconds: over(stream(s), stream(t)),
    };
  });
}

const over = (a: Figure | undefined, b: Figure | undefined): Figure =>
  isDefined(a ?? null) && isDefined(b ?? null) && b !== 0 ? a! / b! : null;

function architecturePairs(conditions: readonly ConditionAnalysis[]) {
  const others = ({ levels }: ConditionAnalysis) =>
    Object.entries(levels)
      .filter(([factor]) => factor !== "architecture")
      .map(([, level]) => level)
      .join("/");
  const cells = conditions.filter((one) => !one.isControl && "architecture" in one.levels);
  return cells
    .filter(({ architecture }) => architecture === "gru")
    .flatMap((gru) => {
      const label = others(gru);
      const lstm = cells.find((one) => one.architecture === "lstm" && others(one) === label);
      return lstm === undefined ? [] : [{ label: label || "only", gru: gru.id, lstm: lstm.id }];
    });
}
