export { type JournalOnDisk, openJournal, readJournal } from "./journal-file.ts";
export { checkData, openStudyFolder, studyPaths } from "./study-folder.ts";
export { writeReport } from "./write-report.ts";
