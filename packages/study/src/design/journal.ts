import { type ChosenLoss, EXPRESSION_TASK } from "@mien/core";
import { encodeUtf8, sha256 } from "@mien/core/math";
import type { StudyConfig } from "./config-schema.ts";
import type { Measurement } from "./measure-efficiency.ts";
import type {
  FailureRecord,
  JournalRecord,
  RunRecord,
  StudyRecord,
  TrialRecord,
} from "./records.ts";

/** A study's journal as read. */
export interface Journal {
  readonly study: StudyRecord;
  readonly runs: ReadonlyMap<string, RunRecord>;
  /** Runs that failed, by key; none of them is among the runs. */
  readonly failures: ReadonlyMap<string, FailureRecord>;
  /** Trials of searches, by run. */
  readonly trials: ReadonlyMap<string, readonly TrialRecord[]>;
  /** Empty until the study is finished. */
  readonly measurements: readonly Measurement[];
}

/** Where a study writes what it finds. */
export interface JournalWriter {
  /** Returns when the record is kept: on the disk, where the journal is a file. */
  append(record: JournalRecord): void;
  close(): void;
}

/** A journal in memory: what a page keeps, or stores where it likes. */
export interface TextJournal extends JournalWriter {
  /** One record a line, as the file of a study has them; `parseJournal` reads it. */
  text(): string;
}

/** @param text what an earlier one held, of whole lines */
export function createTextJournal(text = ""): TextJournal {
  const lines = [text];
  return {
    append: (record) => void lines.push(`${JSON.stringify(record)}\n`),
    close: () => undefined,
    text: () => lines.join(""),
  };
}

/** SHA-256 of the configuration's JSON. */
export const configHash = (config: StudyConfig): string =>
  sha256(encodeUtf8(JSON.stringify(config)));

/**
 * A journal from its text. A torn last line is passed over; any other damage is an error.
 *
 * @param path what errors call it
 * @returns null where there is nothing but a torn first line
 * @throws naming the line
 */
export function parseJournal(path: string, text: string): Journal | null {
  const [study, ...rest] = text
    .split("\n")
    .slice(0, -1)
    .map((line, i) => parseLine(path, line, i));
  if (study === undefined) return null;
  if (study.kind !== "study") {
    throw new Error(`${path}:1: expected the study's configuration, got ${study.kind}`);
  }
  if (study.version !== 1 && study.version !== 2) {
    throw new Error(
      `${path}:1: expected version 1 or 2, the newest that this release reads, got ${study.version}`,
    );
  }
  if (study.config === undefined || configHash(study.config) !== study.configHash) {
    throw new Error(`${path}:1: the configuration was altered: its hash does not fit`);
  }
  return { study: { ...study, task: study.task ?? EXPRESSION_TASK }, ...collect(path, rest) };
}

/** Version 1 called a head's label its expression. */
const upgradeRun = (run: RunRecord): RunRecord => ({
  ...run,
  losses: run.losses.map(
    ({ expression, ...loss }: ChosenLoss & { readonly expression?: string }) =>
      expression === undefined ? loss : { ...loss, label: expression },
  ),
});

/** Of a run or a trial that stands there twice, the first counts: both hold the same, for the seed decides it. */
function collect(path: string, records: readonly JournalRecord[]) {
  const runs = new Map<string, RunRecord>();
  const failures = new Map<string, FailureRecord>();
  const trials = new Map<string, TrialRecord[]>();
  let measurements: readonly Measurement[] = [];
  for (const [i, record] of records.entries()) {
    if (record.kind === "study") {
      throw new Error(`${path}:${i + 2}: expected one study a journal, got a second one`);
    }
    if (record.kind === "measurement") measurements = record.measurements;
    if (record.kind === "run" && !runs.has(record.key)) runs.set(record.key, upgradeRun(record));
    if (record.kind === "failure" && !failures.has(record.key)) failures.set(record.key, record);
    if (record.kind === "trial") {
      const own = trials.get(record.key) ?? [];
      if (own.every(({ trial }) => trial.number !== record.trial.number)) own.push(record);
      trials.set(record.key, own);
    }
  }
  // A run that failed and was repeated with success, as under a later release, has not failed.
  for (const key of runs.keys()) failures.delete(key);
  return { runs, failures, trials, measurements };
}

function parseLine(path: string, line: string, i: number): JournalRecord {
  try {
    const record = JSON.parse(line) as JournalRecord;
    if (["study", "trial", "run", "failure", "measurement"].includes(record.kind)) return record;
    throw new Error(`kind ${String(record.kind)}`);
  } catch (error) {
    throw new Error(
      `${path}:${i + 1}: expected a record of a study, trial or run, got ${(error as Error).message}`,
    );
  }
}
