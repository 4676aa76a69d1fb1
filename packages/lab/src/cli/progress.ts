/**
 * How far a long job is: one line, redrawn, on a terminal; elsewhere a plain line every ten seconds, and what
 * is noted.
 */
import pc from "picocolors";

export interface ProgressOptions {
  readonly total: number;
  readonly label: string;
  /** Done before this process began; default 0. The time left is reckoned from what came after. */
  readonly from?: number;
  /** stderr where it is left out: stdout is for results. */
  readonly stream?: NodeJS.WriteStream;
}

export interface Progress {
  advance(n?: number): void;
  /** So much is done in all. */
  set(done: number): void;
  /** A few words after the bar. */
  status(text: string): void;
  /** A line of its own that stays. */
  note(line: string): void;
  /** Takes the bar away until it is next drawn, so that a result can be printed. */
  clear(): void;
  /** Takes the bar away. */
  finish(): void;
}

const WIDTH = 24;
const REDRAW_MS = 80;
/** Between the plain lines of a stream that is no terminal. */
const LINE_MS = 10_000;

function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  return `${minutes}:${String(rest).padStart(2, "0")}`;
}

export function createProgress(options: ProgressOptions): Progress {
  const { total, label, from = 0, stream = process.stderr } = options;
  const terminal = stream.isTTY === true;
  const started = performance.now();
  let [done, drawn, words] = [from, terminal ? Number.NEGATIVE_INFINITY : started, ""];
  const clear = () => {
    if (terminal) stream.write("\r\u001b[2K");
  };
  const counts = () => {
    const isUnderWay = done > from && done < total;
    const elapsed = performance.now() - started;
    const left = isUnderWay ? (elapsed * (total - done)) / (done - from) : 0;
    return `${done} of ${total}${left > 0 ? `, ${duration(left)} left` : ""}`;
  };
  const bar = () => {
    const share = total > 0 ? Math.min(1, done / total) : 1;
    const filled = Math.round(share * WIDTH);
    const blocks = "█".repeat(filled) + pc.dim("░".repeat(WIDTH - filled));
    return `${label} ${blocks} ${counts()}${words && `  ${pc.dim(words)}`}`;
  };
  const draw = (always: boolean) => {
    const now = performance.now();
    if (now - drawn < (terminal ? REDRAW_MS : LINE_MS) && !(always && terminal)) return;
    drawn = now;
    clear();
    stream.write(terminal ? bar() : `${label} ${counts()}${words && `; ${words}`}\n`);
  };
  const set = (count: number) => {
    done = count;
    draw(done >= total);
  };
  draw(true);
  return {
    advance: (n = 1) => set(done + n),
    set,
    status(text) {
      words = text;
      draw(false);
    },
    note(line) {
      clear();
      stream.write(`${line}\n`);
      draw(true);
    },
    clear,
    finish: clear,
  };
}
