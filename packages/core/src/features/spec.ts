import { checkKeys } from "../face/index.ts";

/**
 * Notations: T frames, P points of a topology, B base features of a frame (before baseline, norm and velocity), F features
 * of a frame as they come out.
 */

/**
 * - `landmarks`: coordinates of points with pose and scale removed
 * - `geometry`: symmetric distances (in outer canthal distances) and angles (radians) on the points that schemes share
 * - `blendshapes`: MediaPipe's coefficients
 */
export type FeatureSet = "landmarks" | "geometry" | "blendshapes";

/** When feature frames come: with the recording's frames, at a fixed step, or `frames` of them spread evenly. */
export type Resampling =
  | { readonly kind: "none" }
  | { readonly kind: "step"; readonly stepMs: number }
  | { readonly kind: "length"; readonly frames: number };

/** How a recording becomes a feature sequence. Plain JSON: a model file keeps it. */
export interface FeatureSpec {
  /** In this order, each at most once. */
  readonly sets: readonly FeatureSet[];
  /** Rotation removed: in space, in the picture's plane, none, or (auto) in space where the scheme has depth. */
  readonly pose: "auto" | "3d" | "2d" | "none";
  /** What is subtracted: the first frame's features, a person's own calm face's, a generic neutral's, nothing. */
  readonly baseline: "first-frame" | "person" | "generic" | "none";
  /** Divides each set's displacement d by sqrt(|d|^2 + floor^2), and adds |d| as a feature. Needs a baseline. */
  readonly unit: boolean;
  /**
   * All base features' displacement together as a unit vector in units of how calm faces differ, and the logarithm of its
   * length (see Whitening): what tells people apart counts for little then. A sequence keeps the plain displacement, with
   * `displacement.norm` after it; the scaler, fitted on training faces at rest, does the rest. Needs a baseline; left out
   * where false.
   */
  readonly whiten?: boolean;
  /** Adds each base feature's change a second. */
  readonly velocity: boolean;
  /** Points of `landmarks`: those that the schemes share, or all (models are then of one topology). */
  readonly points: "named" | "all";
  /** Whether `landmarks` has z. */
  readonly depth: boolean;
  /** Coefficients of `blendshapes`: all but the nearly dead, or all. */
  readonly blendshapes: "live" | "all";
  /** Coefficients as they are, or ln(p / (1 - p)) of p kept in [0.001, 0.999]. */
  readonly blendshapeScale: "share" | "logit";
  readonly resample: Resampling;
}

const DEFAULTS: FeatureSpec = {
  sets: ["geometry"],
  pose: "auto",
  baseline: "first-frame",
  unit: false,
  velocity: false,
  points: "named",
  depth: false,
  blendshapes: "live",
  blendshapeScale: "share",
  resample: { kind: "none" },
};

const SETS: readonly unknown[] = ["landmarks", "geometry", "blendshapes"];
const CHOICES: Readonly<Partial<Record<keyof FeatureSpec, readonly unknown[]>>> = {
  pose: ["auto", "3d", "2d", "none"],
  baseline: ["first-frame", "person", "generic", "none"],
  unit: [true, false],
  velocity: [true, false],
  points: ["named", "all"],
  depth: [true, false],
  blendshapes: ["live", "all"],
  blendshapeScale: ["share", "logit"],
};

/**
 * Fills in the defaults: geometry, pose by the scheme, first-frame baseline, no norm, no velocity, the recording's frames.
 *
 * @throws on an unknown key, a value out of range or a combination that means nothing, naming it
 */
export function resolveFeatureSpec(options: Partial<FeatureSpec> = {}): FeatureSpec {
  checkKeys("feature spec:", options, [...Object.keys(DEFAULTS), "whiten"]);
  const { whiten = false, ...rest } = options;
  // A key of a newer mien is there only where it is used: older specs keep their bytes in files and hashes.
  const spec: FeatureSpec = { ...DEFAULTS, ...rest, ...(whiten === false ? {} : { whiten }) };
  for (const [key, choices] of Object.entries(CHOICES)) {
    const value: unknown = spec[key as keyof FeatureSpec];
    if (!choices.includes(value)) throw mustBe(key, choices.join(" or "), value);
  }
  checkSets(spec.sets);
  if (spec.whiten !== undefined) checkWhiten(spec);
  checkResampling(spec.resample);
  if (spec.unit && spec.baseline === "none") {
    throw mustBe("baseline", "other than none where unit is true", spec.baseline);
  }
  return { ...spec, sets: [...spec.sets], resample: { ...spec.resample } };
}

const mustBe = (key: string, expected: string, got: unknown) =>
  new Error(`feature spec: ${key} must be ${expected}, got ${String(got)}`);

function checkWhiten({ whiten, unit, velocity, baseline }: FeatureSpec): void {
  if (whiten !== true) throw mustBe("whiten", "true or false", whiten);
  if (unit)
    throw mustBe("unit", "false where whiten is true, which has a unit length of its own", unit);
  if (velocity) throw mustBe("velocity", "false where whiten is true", velocity);
  if (baseline === "none")
    throw mustBe("baseline", "other than none where whiten is true", baseline);
}

function checkSets(sets: unknown): void {
  const isList = Array.isArray(sets) && sets.length > 0 && sets.every((set) => SETS.includes(set));
  if (!isList || new Set(sets).size !== sets.length) {
    throw mustBe("sets", `one or more of ${SETS.join(", ")}, each once`, sets);
  }
}

function checkResampling(resample: unknown): void {
  const given = (resample ?? {}) as Readonly<Record<string, unknown>>;
  const keys: Readonly<Record<string, string | null>> = {
    none: null,
    step: "stepMs",
    length: "frames",
  };
  const kind = String(given.kind);
  if (!Object.hasOwn(keys, kind)) throw mustBe("resample.kind", "none, step or length", given.kind);
  const own = keys[kind] ?? null;
  const { kind: _, ...sizes } = given;
  checkKeys(`feature spec: resample ${kind}`, sizes, own === null ? [] : [own]);
  const { stepMs, frames } = given;
  if (kind === "step" && !(typeof stepMs === "number" && stepMs > 0 && Number.isFinite(stepMs))) {
    throw mustBe("resample.stepMs", "a finite number > 0", stepMs);
  }
  if (kind === "length" && !(Number.isInteger(frames) && (frames as number) >= 2)) {
    throw mustBe("resample.frames", "an integer >= 2", frames);
  }
}

/**
 * Whether each feature frame needs only what came before it, so that a stream can give it. All specs are but those of a
 * fixed length, which need the recording's duration.
 */
export const isCausal = (spec: FeatureSpec): boolean => spec.resample.kind !== "length";
