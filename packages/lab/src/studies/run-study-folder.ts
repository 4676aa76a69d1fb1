import {
  type Cancellation,
  checkStudyData,
  countRuns,
  type Executor,
  type JournalWriter,
  loadStudyData,
  measuredRecognizers,
  measureEfficiency,
  type ReadLabelled,
  runStudy,
  type StudyConfig,
  type StudyProgress,
  studyRecord,
} from "@mien/study";
import { type BackendName, createBackend } from "../executors/index.ts";
import { type FolderLock, lockFolder } from "./folder-lock.ts";
import { openJournal, readJournal } from "./journal-file.ts";
import { openStudyFolder, studyPaths } from "./study-folder.ts";

export interface RunStudyFolderOptions {
  /** Recordings of a data set by name. */
  readonly readLabelled: ReadLabelled;
  /** Makes the executor when there is something to run; it is closed at the end. */
  readonly createExecutor: () => Promise<Executor>;
  /** Kernels that the recognisers are timed on, when all is run; default auto. */
  readonly backend?: BackendName;
  /** One run alone, by its key; default all. */
  readonly only?: string;
  readonly signal?: Cancellation;
  /** Called before the first run: how many there are, and how many an earlier process has left. */
  readonly onStart?: (total: number, kept: number) => void;
  readonly onProgress?: (progress: StudyProgress) => void;
}

/**
 * Runs a study in a folder, or goes on with the one that is there, until every run is in its journal and
 * the efficiency of each condition's recogniser is measured. What is done is on disk as soon as it is
 * done: after a stop or a kill, the same call goes on. While it runs, the folder is locked for others.
 *
 * @throws where another process holds the folder, naming it; where the folder holds a study of another configuration or of data that has changed since, or
 * cannot be written; and what runStudy throws once the signal has ended it
 */
export async function runStudyFolder(
  config: StudyConfig,
  folder: string,
  options: RunStudyFolderOptions,
): Promise<void> {
  const lock = lockFolder(folder);
  try {
    await runInLocked(config, folder, options, lock);
  } finally {
    lock.release();
  }
}

async function runInLocked(
  config: StudyConfig,
  folder: string,
  options: RunStudyFolderOptions,
  lock: FolderLock,
): Promise<void> {
  const earlier = openStudyFolder(folder, config);
  const data = await loadStudyData(config, options.readLabelled);
  const { journal: path } = studyPaths(folder);
  if (earlier !== null) checkStudyData(path, earlier.study.data, studyRecord(config, data).data);
  const kept = (earlier?.runs.size ?? 0) + (earlier?.failures.size ?? 0);
  options.onStart?.(countRuns(config, data), kept);
  const { only, signal, onProgress } = options;
  const journal = openJournal(path, lock.check);
  try {
    const executor = await options.createExecutor();
    try {
      await runStudy(config, {
        data,
        journal,
        earlier,
        executor,
        runtime: process.versions.node,
        now: () => performance.now(),
        ...(only === undefined ? {} : { only }),
        ...(signal && { signal }),
        ...(onProgress && { onProgress }),
      });
    } finally {
      await executor.close();
    }
    if (only === undefined) await measureOnce(path, journal, options.backend);
  } finally {
    journal.close();
  }
}

/** Beside nothing else, when the workers are gone. */
async function measureOnce(path: string, journal: JournalWriter, name?: BackendName) {
  const done = readJournal(path)!;
  if (done.measurements.length > 0) return;
  const backend = await createBackend(name);
  const measurements = measureEfficiency(backend, measuredRecognizers(done), () =>
    performance.now(),
  );
  journal.append({ kind: "measurement", measurements });
}
