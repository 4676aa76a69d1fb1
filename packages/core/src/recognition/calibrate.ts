import { checkKeys, type Task } from "../face/index.ts";
import { sigmoid } from "../math/index.ts";
import { conformalThreshold } from "./conformal.ts";
import { writeDistribution } from "./distribution.ts";
import { fitGate, type NeutralGate } from "./gate.ts";
import { type CalibrationMethod, fitPlatt, type Platt } from "./platt.ts";
import { fitTemperature } from "./temperature.ts";
import { bestF1Threshold } from "./thresholds.ts";

/** How scores become probabilities and answers; omitted keys take their defaults. */
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
  /** Of each head [C]. */
  readonly platt: readonly Platt[];
  /** Probability from which each head says yes [C]: the best F1 on the calibration recordings. */
  readonly thresholds: readonly number[];
  /** Of the distribution over the labels; 1 where the task is not exclusive. */
  readonly temperature: number;
  /** Of the conformal set; threshold null where subjects are too few, or the task is not exclusive. */
  readonly conformal: { readonly coverage: number; readonly threshold: number | null };
  /** Where the person's own face is subtracted; null where the task is not exclusive. */
  readonly gate: NeutralGate | null;
  /** Where the generic neutral is; null, or missing in older files, where no recording did so: `gate` serves then. */
  readonly genericGate?: NeutralGate | null;
  readonly recordings: number;
  readonly subjects: number;
}

/** Scores of recordings of subjects that the scoring model had not seen: N recordings, C labels of the task. */
export interface HeldOutScores {
  readonly task: Task;
  /** [N, C] log-odds */
  readonly scores: Float64Array;
  /** [N] index into the task's labels or -1 */
  readonly classes: ArrayLike<number>;
  /** [N, C] 1 where the face shows the label */
  readonly targets: ArrayLike<number>;
  /** [N, C] 0 where nothing is known of the label */
  readonly known: ArrayLike<number>;
  /** [N] 1 where the face is at rest */
  readonly neutral: ArrayLike<number>;
  /** [N] 1 where the generic neutral was subtracted; default: nowhere */
  readonly generic?: ArrayLike<number>;
  /** [N] */
  readonly subjectIds: readonly string[];
  /** [N] largest displacement from the neutral; NaN where unknown */
  readonly peaks: ArrayLike<number>;
}

const DEFAULTS: CalibrationOptions = {
  method: "platt",
  coverage: 0.9,
  falseAlarms: 0.05,
  misses: 0.01,
};

/**
 * Least probability of a label that is named: one in four where the person's own face at rest is known; more likely than
 * not where displacements also hold what tells the person from others.
 */
const LEAST = [0.25, 0.5] as const;

/**
 * Fits all of a calibration: each head's Platt scaling and threshold, on the recordings whose target is known; and of an
 * exclusive task the gates, on faces at rest where there are any, the distribution's temperature and the conformal
 * threshold, on the recordings that show one of its labels.
 *
 * @throws on an unknown option or a value out of range
 */
export function calibrate(
  held: HeldOutScores,
  options: Partial<CalibrationOptions> = {},
): Calibration {
  const resolved = resolveCalibrationOptions(options);
  const heads = held.task.labels.map((_, k) => calibrateHead(held, k, resolved.method));
  const platt = heads.map((head) => head.platt);
  const own = held.task.exclusive
    ? calibrateClasses(held, platt, resolved)
    : {
        temperature: 1,
        conformal: { coverage: resolved.coverage, threshold: null },
        gate: null,
        genericGate: null,
      };
  return {
    method: resolved.method,
    platt,
    thresholds: heads.map(({ threshold }) => threshold),
    ...own,
    recordings: held.classes.length,
    subjects: new Set(held.subjectIds).size,
  };
}

/** One head, on the recordings whose target it knows. */
function calibrateHead(
  { task, scores, targets, known }: HeldOutScores,
  k: number,
  method: CalibrationMethod,
): { readonly platt: Platt; readonly threshold: number } {
  const C = task.labels.length;
  const rows = Array.from({ length: scores.length / C }, (_, n) => n * C + k).filter(
    (at) => known[at] === 1,
  );
  const own = Float64Array.from(rows, (at) => scores[at]!);
  const truth = rows.map((at) => targets[at]!);
  const platt = fitPlatt(own, truth, method);
  const { slope, intercept } = platt;
  const probabilities = own.map((score) => sigmoid(slope * score + intercept));
  return { platt, threshold: bestF1Threshold(probabilities, truth) };
}

/** What an exclusive task has besides its heads. */
function calibrateClasses(
  held: HeldOutScores,
  platt: readonly Platt[],
  { method, coverage, falseAlarms, misses }: CalibrationOptions,
): Pick<Calibration, "temperature" | "conformal" | "gate" | "genericGate"> {
  const { classes, neutral, subjectIds, peaks } = held;
  const C = platt.length;
  const logits = held.scores.map(
    (score, at) => platt[at % C]!.slope * score + platt[at % C]!.intercept,
  );
  const row = (n: number) => logits.subarray(n * C, (n + 1) * C);
  const all = Array.from({ length: classes.length }, (_, n) => n);
  const gateOf = (isGeneric: 0 | 1) => {
    const own = all.filter((n) => (held.generic?.[n] ?? 0) === isGeneric);
    const item = (n: number) => ({
      peak: peaks[n]!,
      probabilities: Array.from(row(n), sigmoid),
    });
    return fitGate(
      own.filter((n) => neutral[n] === 1).map(item),
      own.filter((n) => classes[n]! >= 0).map(item),
      { falseAlarms, misses, least: LEAST[isGeneric] },
    );
  };
  const genericGate = gateOf(1);
  const gate = gateOf(0) ?? genericGate;
  const shown = all.filter((n) => classes[n]! >= 0);
  const shownLogits = Float64Array.from(shown.flatMap((n) => [...row(n)]));
  const shownClasses = shown.map((n) => classes[n]!);
  const temperature = method === "none" ? 1 : fitTemperature(shownLogits, shownClasses, C);
  const threshold = conformalThreshold(
    nonconformity(shownLogits, shownClasses, temperature, C),
    shown.map((n) => subjectIds[n]!),
    coverage,
  );
  return {
    temperature,
    conformal: { coverage, threshold: Number.isFinite(threshold) ? threshold : null },
    gate,
    genericGate,
  };
}

/** 1 - probability of the true class, for each row of logits. */
function nonconformity(
  logits: Float64Array,
  classes: readonly number[],
  temperature: number,
  C: number,
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
  checkKeys("calibrate:", options, Object.keys(DEFAULTS));
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
