export { type JournalOnDisk, openJournal, readJournal } from "./journal-file.ts";
export { readAnalysis, reportStudyFolder } from "./report-study-folder.ts";
export { type RunStudyFolderOptions, runStudyFolder } from "./run-study-folder.ts";
export { openStudyFolder, studyPaths } from "./study-folder.ts";
export { writeReport } from "./write-report.ts";
