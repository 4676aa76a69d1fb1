import { checkKeys } from "../../face/index.ts";
import type { LossSpec } from "./loss.ts";

type Check = readonly [holds: (x: number) => boolean, expected: string];

const POSITIVE: Check = [(x) => x > 0 && x < Number.POSITIVE_INFINITY, "positive and finite"];
const EXPONENT: Check = [(x) => x >= 0 && x <= 1e6, "in [0, 1e6]"];
const OPEN: Check = [(x) => x > 0 && x < 1, "in (0, 1)"];
const HALF_OPEN: Check = [(x) => x >= 0 && x < 1, "in [0, 1)"];
const COUNT: Check = [(x) => Number.isSafeInteger(x) && x >= 1, "an integer >= 1"];

const FIELDS: Readonly<Record<LossSpec["kind"], Readonly<Record<string, Check>>>> = {
  "binary-cross-entropy": {},
  "weighted-binary-cross-entropy": { positiveWeight: POSITIVE },
  focal: { alpha: OPEN, gamma: EXPONENT },
  "class-balanced": { beta: HALF_OPEN, positives: COUNT, negatives: COUNT },
  "label-smoothing": { epsilon: HALF_OPEN },
  asymmetric: { gammaPositive: EXPONENT, gammaNegative: EXPONENT, clip: HALF_OPEN },
  "logit-adjusted": { prior: OPEN, tau: EXPONENT },
  "softmax-cross-entropy": {},
};

/**
 * Checks a loss that may come from a file or a user.
 *
 * @throws on an unknown kind, a missing or unknown key, or a number out of range, naming it
 */
export function checkLossSpec(spec: LossSpec): void {
  if (!Object.hasOwn(FIELDS, spec.kind)) {
    throw new Error(
      `createLoss: kind must be one of ${Object.keys(FIELDS).join(", ")}, got ${String(spec.kind)}`,
    );
  }
  const fields = FIELDS[spec.kind];
  const { kind: _, ...given }: Readonly<Record<string, unknown>> = spec;
  checkKeys(`createLoss: ${spec.kind}`, given, Object.keys(fields));
  for (const [key, [holds, expected]] of Object.entries(fields)) {
    const value = given[key];
    if (typeof value !== "number" || !holds(value)) {
      throw new Error(`createLoss: ${spec.kind} ${key} must be ${expected}, got ${String(value)}`);
    }
  }
}

/** Lin et al. 2017; Cui et al. 2019; Szegedy et al. 2016; Ridnik et al. 2021; Menon et al. 2021. */
const DEFAULTS = {
  focal: { alpha: 0.25, gamma: 2 },
  "class-balanced": { beta: 0.999 },
  "label-smoothing": { epsilon: 0.1 },
  asymmetric: { gammaPositive: 0, gammaNegative: 4, clip: 0.05 },
  "logit-adjusted": { tau: 1 },
} as const;

type Optional<S, K extends PropertyKey> = Omit<S, K> & Partial<Pick<S, K & keyof S>>;
type Options<S extends LossSpec> = S extends { kind: infer K extends keyof typeof DEFAULTS }
  ? Optional<S, keyof (typeof DEFAULTS)[K]>
  : S;
/** A `LossSpec` whose constants may be left to the papers; what the training set decides may not. */
export type LossOptions = Options<LossSpec>;

/**
 * Fills in the papers' constants: focal alpha 0.25 and gamma 2, beta 0.999, epsilon 0.1, asymmetric exponents 0 and 4
 * with clip 0.05, tau 1.
 *
 * @throws as `checkLossSpec`
 */
export function resolveLossSpec(options: LossOptions): LossSpec {
  const defaults = Object.hasOwn(DEFAULTS, options.kind)
    ? DEFAULTS[options.kind as keyof typeof DEFAULTS]
    : {};
  const spec = { ...defaults, ...options } as LossSpec;
  checkLossSpec(spec);
  return spec;
}
