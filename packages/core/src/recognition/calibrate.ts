import { EXPRESSIONS } from "../face/index.ts";
import { sigmoid } from "../math/index.ts";
import { conformalThreshold } from "./conformal.ts";
import { writeDistribution } from "./distribution.ts";
import { fitGate, type NeutralGate } from "./gate.ts";
import { type CalibrationMethod, fitPlatt, type Platt } from "./platt.ts";
import { fitTemperature } from "./temperature.ts";
import { bestF1Threshold } from "./thresholds.ts";

export interface CalibrationOptions {
  /** Default platt. */
  readonly method: CalibrationMethod;
  /** Of the conformal set. Default 0.9. */
  readonly coverage: number;
  /** Of the neutral gate, where there are neutral recordings. Default 0.05. */
  readonly falseAlarms: number;
  /** Of the neutral gate, where there are none. Default 0.01. */
  readonly misses: number;
}

/** What turns a head's scores into probabilities and answers. Fitted on recordings of subjects that no head had seen. */
export interface Calibration {
  readonly method: CalibrationMethod;
  /** Of each head [6]. */
  readonly platt: readonly Platt[];
  /** Probability from which each head says yes [6]: the best F1 on the calibration recordings. */
  readonly thresholds: readonly number[];
  /** Of the six-way distribution. */
  readonly temperature: number;
  readonly conformal: { readonly coverage: number; readonly threshold: number | null };
  /** Where the person's own face is subtracted. */
  readonly gate: NeutralGate | null;
  /** Where the generic neutral is; null, or missing in older files, where no recording did so: `gate` serves then. */
  readonly genericGate?: NeutralGate | null;
  readonly recordings: number;
  readonly subjects: number;
}

/** Scores of recordings of subjects that the scoring model had not seen. */
export interface HeldOutScores {
  /** [N, 6] log-odds */
  readonly scores: Float64Array;
  /** [N] index into EXPRESSIONS or -1 */
  readonly classes: ArrayLike<number>;
  /** [N] 1 where the face is at rest */
  readonly neutral: ArrayLike<number>;
  /** [N] 1 where the generic neutral was subtracted; default: nowhere */
  readonly generic?: ArrayLike<number>;
  /** [N] */
  readonly subjectIds: readonly string[];
  /** [N] largest displacement from the neutral; NaN where unknown */
  readonly peaks: ArrayLike<number>;
}

const C = EXPRESSIONS.length;
const DEFAULTS: CalibrationOptions = {
  method: "platt",
  coverage: 0.9,
  falseAlarms: 0.05,
  misses: 0.01,
};

/**
 * Least probability of an expression that is named: one in four where the person's own face at rest is known; more likely
 * than not where displacements also hold what tells the person from others.
 */
const LEAST = [0.25, 0.5] as const;

/**
 * Fits all of a calibration: each head's Platt scaling and threshold; the gates, on faces at rest where there are any; the
 * distribution's temperature and the conformal threshold on the recordings of the six expressions.
 *
 * @throws on an unknown option or a value out of range
 */
export function calibrate(
  held: HeldOutScores,
  options: Partial<CalibrationOptions> = {},
): Calibration {
  const { method, coverage, falseAlarms, misses } = resolveCalibrationOptions(options);
  const { classes, subjectIds, peaks } = held;
  const N = classes.length;
  const all = Array.from({ length: N }, (_, n) => n);
  const platt = EXPRESSIONS.map((_, k) =>
    fitPlatt(
      Float64Array.from(all, (n) => held.scores[n * C + k]!),
      all.map((n) => Number(classes[n] === k)),
      method,
    ),
  );
  const logit = (n: number, k: number) =>
    platt[k]!.slope * held.scores[n * C + k]! + platt[k]!.intercept;
  const gateOf = (isGeneric: 0 | 1) => {
    const own = all.filter((n) => (held.generic?.[n] ?? 0) === isGeneric);
    const item = (n: number) => ({
      peak: peaks[n]!,
      probabilities: EXPRESSIONS.map((_, k) => sigmoid(logit(n, k))),
    });
    return fitGate(
      own.filter((n) => held.neutral[n] === 1).map(item),
      own.filter((n) => classes[n]! >= 0).map(item),
      { falseAlarms, misses, least: LEAST[isGeneric] },
    );
  };
  const genericGate = gateOf(1);
  const gate = gateOf(0) ?? genericGate;
  const shown = all.filter((n) => classes[n]! >= 0);
  const logits = Float64Array.from(shown.flatMap((n) => EXPRESSIONS.map((_, k) => logit(n, k))));
  const shownClasses = shown.map((n) => classes[n]!);
  const temperature = method === "none" ? 1 : fitTemperature(logits, shownClasses, C);
  const scores = nonconformity(logits, shownClasses, temperature);
  const threshold = conformalThreshold(
    scores,
    shown.map((n) => subjectIds[n]!),
    coverage,
  );
  return {
    method,
    platt,
    thresholds: EXPRESSIONS.map((_, k) =>
      bestF1Threshold(
        Float64Array.from(all, (n) => sigmoid(logit(n, k))),
        all.map((n) => Number(classes[n] === k)),
      ),
    ),
    temperature,
    conformal: { coverage, threshold: Number.isFinite(threshold) ? threshold : null },
    gate,
    genericGate,
    recordings: N,
    subjects: new Set(subjectIds).size,
  };
}

/** 1 - probability of the true class, for each row of logits. */
function nonconformity(
  logits: Float64Array,
  classes: readonly number[],
  temperature: number,
): Float64Array {
  const q = new Float64Array(C);
  return Float64Array.from(classes, (c, i) => {
    writeDistribution(logits.subarray(i * C, (i + 1) * C), temperature, q);
    return 1 - q[c]!;
  });
}

export function resolveCalibrationOptions(
  options: Partial<CalibrationOptions> = {},
): CalibrationOptions {
  for (const key of Object.keys(options)) {
    if (!Object.hasOwn(DEFAULTS, key)) {
      throw new Error(`calibrate: has no key ${key}, expected ${Object.keys(DEFAULTS).join(", ")}`);
    }
  }
  const resolved = { ...DEFAULTS, ...options };
  if (!["platt", "temperature", "none"].includes(resolved.method)) {
    throw new Error(
      `calibrate: method must be platt, temperature or none, got ${String(resolved.method)}`,
    );
  }
  for (const key of ["coverage", "falseAlarms", "misses"] as const) {
    if (!(resolved[key] > 0 && resolved[key] < 1)) {
      throw new Error(`calibrate: ${key} must be in (0, 1), got ${String(resolved[key])}`);
    }
  }
  return resolved;
}
