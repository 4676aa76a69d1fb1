export { createRandom, type Random } from "@mien/core/math";
export { benjaminiHochberg, holm } from "./adjust-p.ts";
export type { Alternative } from "./alternative.ts";
export { bayesianCorrelatedT, type CorrelatedT } from "./bayesian-correlated-t.ts";
export { bootstrapBca } from "./bootstrap-bca.ts";
export { type BrownForsythe, brownForsythe } from "./brown-forsythe.ts";
export { chiSquared } from "./distributions/chi-squared.ts";
export type { Distribution } from "./distributions/distribution.ts";
export { erf, erfc } from "./distributions/erf.ts";
export { fisherF } from "./distributions/fisher-f.ts";
export { noncentralF } from "./distributions/noncentral-f.ts";
export { noncentralT } from "./distributions/noncentral-t.ts";
export {
  inverseLogNormalCdf,
  logNormalCdf,
  logNormalMass,
  logNormalPdf,
  millsTail,
  normal,
  normalCdf,
  truncatedNormalQuantile,
} from "./distributions/normal.ts";
export { studentT } from "./distributions/student-t.ts";
export { studentizedRange } from "./distributions/studentized-range.ts";
export {
  cohenD,
  cohenDz,
  type EffectSize,
  type EffectSizeOptions,
  hedgesCorrection,
  hedgesG,
  hedgesGz,
  type PairedEffectSizeOptions,
} from "./effect-sizes.ts";
export { type EtaSquared, partialEtaSquared } from "./eta-squared.ts";
export {
  type AnovaEffect,
  type FactorialAnova,
  type FactorialAnovaOptions,
  factorialAnova,
} from "./factorial-anova.ts";
export {
  type FactorialContrast,
  factorialContrasts,
  type ReplicatedTable,
} from "./factorial-contrasts.ts";
export type { FactorialTable } from "./factorial-table.ts";
export { type Best, type Friedman, friedman } from "./friedman.ts";
export { type Nemenyi, type NemenyiOptions, nemenyi } from "./nemenyi.ts";
export { type PairedT, type PairedTOptions, pairedT } from "./paired-t.ts";
export {
  type AnovaDesign,
  cohenF,
  detectableEffectAnova,
  type PowerAnovaOptions,
  powerAnova,
  sampleSizeAnova,
} from "./power-anova.ts";
export {
  detectableEffectT,
  type PowerTOptions,
  powerT,
  sampleSizeT,
  type TDesign,
} from "./power-t.ts";
export { type PowerTostOptions, powerTost } from "./power-tost.ts";
export { quantile } from "./quantile.ts";
export {
  type BootstrapInterval,
  type BootstrapOptions,
  groupBySubject,
  resampleSubjects,
  resolveBootstrap,
} from "./resample-subjects.ts";
export { differences, mean, median, variance } from "./samples.ts";
export { type ShapiroWilk, shapiroWilk } from "./shapiro-wilk.ts";
export { type SignFlip, type SignFlipOptions, signFlip } from "./sign-flip.ts";
export { type Tost, type TostOptions, tostPaired } from "./tost-paired.ts";
export { leastWilcoxonP, type Wilcoxon, type WilcoxonOptions, wilcoxon } from "./wilcoxon.ts";
