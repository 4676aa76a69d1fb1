import type { LabelledRecording } from "@mien/core";
import {
  analyzeEfficiency,
  analyzeStudy,
  type StudyAnalysis,
  type StudyEfficiency,
} from "./analysis/index.ts";
import {
  checkStudyData,
  createTextJournal,
  type Journal,
  type JournalRecord,
  type JournalWriter,
  loadStudyData,
  parseJournal,
  parseStudyConfig,
  runStudy,
  type StudyConfig,
  type StudyData,
  type StudyProgress,
  studyCommand,
  studyRecord,
} from "./design/index.ts";
import { analysisJson, reportHtml, reportMarkdown } from "./report/index.ts";
import type { Cancellation, Executor } from "./training/index.ts";

/** What a study is run with, none of which changes a byte of its analysis. */
export interface ConductStudyOptions {
  /** What runs the fits; which one changes no figure. It is left open. */
  readonly executor: Executor;
  /** Milliseconds of a clock that only rises, such as `() => performance.now()`. Times are in no analysis. */
  readonly now: () => number;
  /** Where each record is kept as it comes, so that a study that is stopped goes on. Default: nowhere. It is left open. */
  readonly journal?: JournalWriter;
  /** What an earlier call left in that journal. Default: nothing. */
  readonly earlier?: Journal | null;
  /** What the fits run in, for the record: such as "Node.js 24" or "Chromium 156". Default: "not recorded". */
  readonly runtime?: string;
  readonly signal?: Cancellation;
  readonly onProgress?: (progress: StudyProgress) => void;
}

/** A finished study. */
export interface ConductedStudy {
  readonly journal: Journal;
  readonly analysis: StudyAnalysis;
  /** What the clock said; differs from run to run. */
  readonly efficiency: StudyEfficiency;
  /** `analysis` as a file holds it: the same bytes on every machine. */
  readonly analysisJson: string;
  /** The report as one page without scripts or requests. */
  readonly html: string;
  /** The same words and tables in Markdown. */
  readonly markdown: string;
}

/**
 * A whole factorial study, from labelled recordings to its report: plan, folds, searches, runs, analysis. Portable: the same in Node and
 * in a page. What is kept apart by those who need the steps: `loadStudyData`, `runStudy`, `analyzeStudy`, `reportHtml`.
 *
 * @param config checked by `parseStudyConfig`; see `presetConfig` and `studyConfigSchema`
 * @param recordings of each data set that the configuration names, by that name
 * @throws on a bad configuration, a data set that is missing, recordings that changed since `earlier`, or a fit that fails
 */
export async function conductStudy(
  config: unknown,
  recordings: Readonly<Record<string, readonly LabelledRecording[]>>,
  options: ConductStudyOptions,
): Promise<ConductedStudy> {
  const { executor, now, earlier = null, runtime = "not recorded", signal, onProgress } = options;
  const checked = parseStudyConfig(config, "conductStudy");
  const data = await loadStudyData(checked, async (name) => {
    const items = recordings[name];
    if (items !== undefined) return items;
    const names = Object.keys(recordings).join(", ") || "none";
    throw new Error(`conductStudy: expected recordings of data set ${name}, got ${names}`);
  });
  if (earlier !== null) checkEarlier(earlier, checked, data);
  const kept = createTextJournal();
  for (const record of recordsOf(earlier)) kept.append(record);
  await runStudy(checked, {
    executor,
    data,
    journal: both(kept, options.journal),
    earlier,
    runtime,
    now,
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress }),
  });
  // From its text, as from a file: the figures are then those of any later reading.
  const journal = parseJournal("conductStudy", kept.text())!;
  const { study, runs, failures, measurements } = journal;
  const analysis = analyzeStudy(study, [...runs.values()], [...failures.values()]);
  const efficiency = analyzeEfficiency(study, [...runs.values()], measurements);
  const command = { command: studyCommand(checked) };
  return {
    journal,
    analysis,
    efficiency,
    analysisJson: analysisJson(analysis),
    html: reportHtml(analysis, efficiency, command),
    markdown: reportMarkdown(analysis, efficiency, command),
  };
}

function checkEarlier(
  { study }: Journal,
  config: StudyConfig,
  data: ReadonlyMap<string, StudyData>,
): void {
  const { configHash, data: records } = studyRecord(config, data);
  if (study.configHash !== configHash) {
    throw new Error(
      `conductStudy: expected an earlier journal of configuration ${configHash}, got one of ${study.configHash}`,
    );
  }
  checkStudyData("conductStudy", study.data, records);
}

/** Each record goes to both; an error of the second stops the study, with the first one whole. */
const both = (first: JournalWriter, second?: JournalWriter): JournalWriter => ({
  append(record) {
    second?.append(record);
    first.append(record);
  },
  close: () => undefined,
});

function recordsOf(journal: Journal | null): readonly JournalRecord[] {
  if (journal === null) return [];
  const { study, trials, runs, failures, measurements } = journal;
  return [
    study,
    ...[...trials.values()].flat(),
    ...runs.values(),
    ...failures.values(),
    ...(measurements.length === 0 ? [] : [{ kind: "measurement" as const, measurements }]),
  ];
}
