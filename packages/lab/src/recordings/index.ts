export { type ExtractOptions, type ExtractResult, extract } from "./extract.ts";
export { readRecordings, type WritableRecording, writeRecordings } from "./recording-file.ts";
export type { StoredRecording } from "./recording-table.ts";
export { type RecordingsSummary, summarizeRecordings } from "./summarize-recordings.ts";
export { drawTraces } from "./trace-chart.ts";
export { type Trace, traceRecording } from "./traces.ts";
