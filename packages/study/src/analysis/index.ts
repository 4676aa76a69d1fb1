export { analyzeStudy } from "./analyze-study.ts";
export {
  type AnalysisComparison,
  compareAnalyses,
  type EffectHeading,
  type StudyHeading,
} from "./compare-analyses.ts";
export { analyzeEfficiency } from "./efficiency.ts";
export type {
  EfficiencyMeasurement,
  MeasuredSpread,
  StudyEfficiency,
  TimesOfRuns,
} from "./efficiency-types.ts";
export type { Figure } from "./figure.ts";
export { countWord, isExpressionTask, labelNoun, taskOf } from "./task-words.ts";
export {
  type AnovaAnalysis,
  type AnovaTerm,
  BINARY_METRICS,
  type BinaryMetric,
  type Claim,
  type ClaimVerdict,
  type Comparison,
  type ComparisonKind,
  type ComparisonVerdict,
  type ConditionAnalysis,
  EFFECT_METRICS,
  type EffectInterval,
  type EffectMetric,
  type ExpressionAnalysis,
  type ExpressionEffect,
  MULTICLASS_METRICS,
  type MulticlassAnalysis,
  type MulticlassMetric,
  type PlainBin,
  type RankingAnalysis,
  type Score,
  type StudyAnalysis,
} from "./types.ts";
export type {
  ComplexityAnalysis,
  FlipCost,
  MeanDifference,
  RuleAnalysis,
  RuleOfExpression,
  Spread,
  TuningAnalysis,
  TuningOfCondition,
} from "./types-of-parts.ts";
