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
  for (const key of Object.keys(spec)) {
    if (key !== "kind" && !Object.hasOwn(fields, key)) {
      const known = Object.keys(fields).join(", ") || "none";
      throw new Error(`createLoss: ${spec.kind} has no key ${key}, expected ${known}`);
    }
  }
  const given = spec as unknown as Readonly<Record<string, unknown>>;
  for (const [key, [holds, expected]] of Object.entries(fields)) {
    const value = given[key];
    if (typeof value !== "number" || !holds(value)) {
      throw new Error(`createLoss: ${spec.kind} ${key} must be ${expected}, got ${String(value)}`);
    }
  }
}
