import { loadBlendshapeFiles } from "./blendshape-table.ts";
import { loadCkPlus } from "./ck-plus.ts";
import {
  CONTEMPT_POLICIES,
  type ContemptPolicy,
  type Dataset,
  type SourceRecording,
} from "./dataset.ts";
import { DatasetError, systemMessage } from "./dataset-error.ts";
import { type TaskDataset, withTask } from "./dataset-task.ts";
import { withMarks } from "./marks-file.ts";
import { loadMediaPipe, MEDIAPIPE_ENDINGS } from "./mediapipe.ts";
import { loadMmi } from "./mmi.ts";
import { withNeutralFirstFrames } from "./neutral-first-frame.ts";
import { loadNpz } from "./npz.ts";
import { loadOpenFace } from "./openface.ts";
import { loadPyFeat } from "./pyfeat.ts";
import { loadRavdess } from "./ravdess.ts";
import { type DatasetKind, parseDatasetSpec } from "./spec.ts";
import { loadOuluCasia, loadPlainFolder } from "./subject-folders.ts";
import { loadTableFiles } from "./table-files.ts";

/** What other rooms read: this one knows no Parquet and no cast. */
export interface DatasetSources {
  readonly readRecordings: (
    path: string,
    onRemark: (remark: string) => void,
  ) => Promise<readonly SourceRecording[]>;
  readonly readCast: () => Promise<readonly SourceRecording[]>;
}

export interface LoadOptions {
  /** Default "negative": kept, as an item that is none of the six. */
  readonly contempt?: ContemptPolicy;
  /** Also add first frames, labelled neutral; for data sets that start from a calm face alone. Default false. */
  readonly neutralFirstFrame?: boolean;
}

/** Kinds whose every sequence starts from a calm face. */
const STARTS_CALM: readonly DatasetKind[] = ["cast", "ck+", "ck+landmarks", "oulu"];

type Load = (path: string, sources: DatasetSources) => Dataset | Promise<Dataset>;
const LOADERS: Readonly<Record<DatasetKind, Load>> = {
  cast: (_, sources) => fromRecordings("cast", sources.readCast),
  "ck+": (path) => loadCkPlus(path, "images"),
  "ck+landmarks": (path) => loadCkPlus(path, "landmarks"),
  oulu: loadOuluCasia,
  mmi: loadMmi,
  ravdess: loadRavdess,
  folder: loadPlainFolder,
  openface: (path) => loadTableFiles(path, loadOpenFace),
  pyfeat: (path) => loadTableFiles(path, loadPyFeat),
  mediapipe: (path) => loadTableFiles(path, loadMediaPipe, MEDIAPIPE_ENDINGS),
  blendshapes: loadBlendshapeFiles,
  parquet: (path, sources) =>
    fromRecordings(path, (onRemark) => sources.readRecordings(path, onRemark)),
  npz: loadNpz,
};

/**
 * Loads the data set that `spec` names. What is broken in it becomes a problem of the summary; what it lacks altogether
 * throws.
 *
 * @throws DatasetError on a spec that names nothing, or a path that holds no such data set
 * @throws Error on an unknown key or option
 */
export async function loadDataset(
  spec: string,
  sources: DatasetSources,
  options: LoadOptions = {},
): Promise<TaskDataset> {
  const { contempt, neutralFirstFrame } = resolve(options);
  const { kind, path } = parseDatasetSpec(spec);
  const read = withMarks(await LOADERS[kind](path, sources), path);
  const { task, ...loaded } = withTask(read, path === "" ? kind : path);
  const kept = contempt === "out" ? withoutContempt(loaded) : loaded;
  if (!neutralFirstFrame) return { ...kept, task };
  if (!STARTS_CALM.includes(kind)) {
    const expected = `neutralFirstFrame with ${STARTS_CALM.join(", ")} alone`;
    throw new DatasetError({ file: "data set", expected, got: kind });
  }
  return { ...withNeutralFirstFrames(kept), task };
}

function resolve(options: LoadOptions): Required<LoadOptions> {
  const resolved = { contempt: "negative" as const, neutralFirstFrame: false, ...options };
  for (const key of Object.keys(options)) {
    if (key !== "contempt" && key !== "neutralFirstFrame") {
      throw new Error(`loadDataset: has no key ${key}, expected contempt, neutralFirstFrame`);
    }
  }
  if (!CONTEMPT_POLICIES.includes(resolved.contempt)) {
    const expected = CONTEMPT_POLICIES.join(" or ");
    throw new Error(`loadDataset: contempt must be ${expected}, got ${String(resolved.contempt)}`);
  }
  return resolved;
}

async function fromRecordings(
  file: string,
  read: (onRemark: (remark: string) => void) => Promise<readonly SourceRecording[]>,
): Promise<Dataset> {
  let recordings: readonly SourceRecording[];
  const remarks: string[] = [];
  try {
    recordings = await read((remark) => remarks.push(remark));
  } catch (error) {
    const message = systemMessage(error);
    const got = message.startsWith(`${file}: `) ? message.slice(file.length + 2) : message;
    throw new DatasetError({ file, expected: "mien's recordings", got });
  }
  const loaded = recordings.length;
  const summary = { found: loaded, loaded, skipped: {}, problems: [], remarks };
  return { recordings, clips: [], summary };
}

function withoutContempt(dataset: Dataset): Dataset {
  const keep = ({ label }: { readonly label: unknown }) => label !== "contempt";
  const [recordings, clips] = [dataset.recordings.filter(keep), dataset.clips.filter(keep)];
  const loaded = recordings.length + clips.length;
  const left = dataset.summary.loaded - loaded;
  const skipped = { ...dataset.summary.skipped, ...(left > 0 && { "contempt left out": left }) };
  return { recordings, clips, summary: { ...dataset.summary, loaded, skipped } };
}
