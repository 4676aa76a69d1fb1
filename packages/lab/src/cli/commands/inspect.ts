import { writeFile } from "node:fs/promises";
import { assessQuality } from "@mien/landmarker";
import { type Command, InvalidArgumentError } from "commander";
import {
  drawTraces,
  readRecordings,
  type StoredRecording,
  summarizeRecordings,
  traceRecording,
} from "../../recordings/index.ts";
import { checkWritable } from "../check-out.ts";
import { formatQualities } from "../quality-table.ts";
import { sparkline } from "../sparkline.ts";
import { formatTable } from "../table.ts";

interface Flags {
  readonly recording?: readonly string[];
  readonly limit: number;
  readonly svg?: string;
  readonly json?: true;
}

/** Panels that a picture holds. */
const PANELS = 40;

function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0) return value;
  throw new InvalidArgumentError("expected an integer, 0 for all.");
}

function choose(
  file: string,
  stored: readonly StoredRecording[],
  { recording: ids }: Flags,
): StoredRecording[] {
  if (ids === undefined) return [...stored];
  return ids.map((id) => {
    const found = stored.find(({ recording }) => recording.id === id);
    if (found === undefined) throw new Error(`inspect: ${file} has no recording ${id}`);
    return found;
  });
}

/** What the file holds, in a line or two. */
function overview(stored: readonly StoredRecording[]): string {
  const { recordings, subjects, frames, labels, sources } = summarizeRecordings(stored);
  const counts = labels.map(({ label, count }) => `${label ?? "no label"} ${count}`);
  const head = `${recordings} recordings of ${subjects} subjects, ${frames} frames (${counts.join(", ")})`;
  return [head, ...sources].join("\n");
}

/** Sparklines of a recording's distances; none of a photo. */
function traceLines({ recording }: StoredRecording): string[] {
  if (recording.detected.length < 2) return [];
  const rows = traceRecording(recording).map(({ name, values }) => {
    const finite = [...values].filter(Number.isFinite);
    if (finite.length === 0) return [name, "", "no face"];
    const low = finite.reduce((least, value) => Math.min(least, value));
    const high = finite.reduce((most, value) => Math.max(most, value));
    return [name, sparkline(values, 60), `${low.toFixed(3)} to ${high.toFixed(3)}`];
  });
  return [
    "",
    formatTable([recording.id, "", "of the eyes' distance"], ["left", "left", "left"], rows),
  ];
}

async function run(file: string, flags: Flags): Promise<void> {
  if (flags.svg !== undefined) checkWritable("--svg", flags.svg);
  const all = await readRecordings(file, (remark) => console.error(remark));
  const stored = choose(file, all, flags);
  const qualities = stored.map(({ recording }) => assessQuality(recording));
  if (flags.json) {
    const listed = stored.map(({ recording, label, crop }, i) => {
      const { id, subjectId, topology, imageSize, provenance } = recording;
      return { id, subjectId, label, topology, imageSize, provenance, crop, quality: qualities[i] };
    });
    console.log(JSON.stringify(listed, null, 2));
  } else {
    const shown = flags.limit === 0 ? stored : stored.slice(0, flags.limit);
    console.log(`${overview(all)}\n`);
    console.log(formatQualities(shown, qualities));
    for (const line of shown.flatMap(traceLines)) console.log(line);
    const more = stored.length - shown.length;
    if (more > 0) console.log(`\n${more} more; --limit 0 shows all, --recording <id> one`);
  }
  if (flags.svg !== undefined) {
    const drawn = stored.slice(0, PANELS);
    const traces = drawn.map(({ recording }) => traceRecording(recording));
    await writeFile(flags.svg, drawTraces(drawn, traces));
    console.error(`${drawn.length} of ${stored.length} drawn in ${flags.svg}`);
  }
}

export function register(command: Command): void {
  command
    .argument("<file>", "a Parquet file that mien wrote")
    .option("--recording <id...>", "only these recordings")
    .option("--limit <n>", "recordings to show, 0 for all", wholeNumber, 20)
    .option("--svg <file>", "draw them too, as SVG")
    .option("--json", "print as JSON")
    .action(run);
}
