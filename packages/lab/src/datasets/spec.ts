import { DatasetError, quote } from "./dataset-error.ts";

/** Kinds of data sets, what follows the colon, and what each is. */
export const DATASET_KINDS = {
  cast: [null, "the rendered actors that ship with mien"],
  "ck+": ["PATH", "CK+'s pictures, through the landmarker"],
  "ck+landmarks": ["PATH", "CK+'s own 68 points"],
  oulu: ["PATH", "Oulu-CASIA: P001/Anger/000.jpeg"],
  mmi: ["PATH", "MMI: Sessions/12/S003-012.avi"],
  ravdess: ["PATH", "RAVDESS: Actor_12/02-01-06-01-02-01-12.mp4"],
  folder: ["PATH", "subject/expression/clip"],
  openface: ["FILE", "OpenFace's CSV, or a folder of them"],
  pyfeat: ["FILE", "py-feat's CSV, or a folder of them"],
  mediapipe: ["FILE", "MediaPipe's landmarks in CSV or JSON lines, or a folder of them"],
  blendshapes: ["FILE", "blendshapes without landmarks: Live Link Face, MediaPipe"],
  parquet: ["FILE", "mien's recordings, or a table with their columns"],
  npz: ["FILE", "NumPy arrays"],
} as const satisfies Readonly<Record<string, readonly [path: string | null, about: string]>>;

export type DatasetKind = keyof typeof DATASET_KINDS;

/** A data set as a user names it, `kind` or `kind:path`. */
export interface DatasetSpec {
  readonly kind: DatasetKind;
  /** Empty for a kind without one. */
  readonly path: string;
}

/** `cast, ck+:PATH, ...` */
export const DATASET_FORMS = Object.entries(DATASET_KINDS)
  .map(([kind, [path]]) => (path === null ? kind : `${kind}:${path}`))
  .join(", ");

/** @throws DatasetError on an unknown kind, or a path that is missing or too much */
export function parseDatasetSpec(text: string): DatasetSpec {
  const colon = text.indexOf(":");
  const kind = (colon < 0 ? text : text.slice(0, colon)).trim().toLowerCase();
  const path = colon < 0 ? "" : text.slice(colon + 1);
  const fail = (expected: string) => {
    throw new DatasetError({ file: "data set", expected, got: quote(text) });
  };
  if (!Object.hasOwn(DATASET_KINDS, kind)) return fail(`one of ${DATASET_FORMS}`);
  const [needed] = DATASET_KINDS[kind as DatasetKind];
  if (needed === null && path !== "") return fail(`${kind} alone`);
  if (needed !== null && path === "") return fail(`${kind}:${needed}`);
  return { kind: kind as DatasetKind, path };
}
