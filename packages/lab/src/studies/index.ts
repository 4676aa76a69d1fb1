export {
  type FolderLock,
  type FolderLockOptions,
  type LockHolder,
  lockFolder,
} from "./folder-lock.ts";
export { type JournalOnDisk, openJournal, readJournal } from "./journal-file.ts";
export { type FolderRepair, repairFolder } from "./repair-folder.ts";
export { readAnalysis, reportStudyFolder } from "./report-study-folder.ts";
export { type RunStudyFolderOptions, runStudyFolder } from "./run-study-folder.ts";
export { openStudyFolder, studyPaths } from "./study-folder.ts";
export { writeReport } from "./write-report.ts";
