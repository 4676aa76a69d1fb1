export { type JournalOnDisk, openJournal, readJournal } from "./journal-file.ts";
export { openStudyFolder, studyPaths } from "./study-folder.ts";
export { writeReport } from "./write-report.ts";
