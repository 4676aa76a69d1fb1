import { z } from "zod";
import { configHash } from "./journal.ts";
import type { JournalRecord, RunRecord, StudyRecord, TrialRecord } from "./records.ts";

/** A line that does not stay, and why. */
export interface LineAside {
  /** From 1. */
  readonly line: number;
  readonly reason: string;
  readonly text: string;
}

export interface RepairedJournal {
  /** What a journal's reader takes, of whole lines. */
  readonly text: string;
  readonly kept: number;
  readonly aside: readonly LineAside[];
}

interface Line {
  readonly line: number;
  readonly text: string;
  readonly record: JournalRecord;
}

const KEY = z.looseObject({ key: z.string().min(1) });
const TRIAL = z.looseObject({
  number: z.int().min(0),
  params: z.record(z.string(), z.json()),
  state: z.enum(["complete", "pruned", "failed"]),
  value: z.number().nullable(),
  reports: z.array(z.tuple([z.int(), z.number().nullable()])),
});
const list = z.array(z.unknown());
const RECORD = z.discriminatedUnion("kind", [
  z.looseObject({ kind: z.literal("study"), config: z.looseObject({}), configHash: z.string() }),
  KEY.extend({ kind: z.literal("trial"), trial: TRIAL, seconds: z.number() }),
  KEY.extend({
    kind: z.literal("run"),
    condition: z.looseObject({ id: z.string() }),
    replicate: z.looseObject({ data: z.string(), fold: z.int(), seed: z.int() }),
    recipe: z.looseObject({}),
    losses: list,
    bestEpoch: list,
    trials: z.array(TRIAL),
    predictions: list,
    measured: z.looseObject({}),
  }),
  KEY.extend({
    kind: z.literal("failure"),
    condition: z.looseObject({ id: z.string() }),
    replicate: z.looseObject({ data: z.string(), fold: z.int(), seed: z.int() }),
    reason: z.string(),
  }),
  z.looseObject({ kind: z.literal("measurement"), measurements: list }),
]);

/**
 * What is whole of a journal in which two processes wrote, or a disk lost bytes: lines that are whole records of its first
 * study. What stands twice and differs stays neither time, for one of them is wrong, and it is run again; so are the trials
 * of a search behind a batch that lacks one.
 *
 * @throws where no line holds the study's configuration
 */
export function repairJournal(path: string, text: string): RepairedJournal {
  const aside: LineAside[] = [];
  const drop = ({ line, text: own }: Pick<Line, "line" | "text">, reason: string) =>
    void aside.push({ line, text: own, reason });
  const whole = readWhole(text, drop);
  const first = whole.find(({ record }) => record.kind === "study");
  if (first === undefined) {
    throw new Error(
      `${path}: cannot be repaired: no whole line holds the study's configuration, without which no other line has a meaning`,
    );
  }
  const own = ofOneStudy(whole, first, drop);
  const agreeing = withoutContradictions(own, drop);
  const batchSize = (first.record as StudyRecord).config.tuning.batchSize;
  const kept = [first, ...withoutGaps(agreeing, batchSize, drop)];
  return {
    text: kept.map((one) => `${one.text}\n`).join(""),
    kept: kept.length,
    aside: aside.sort((a, b) => a.line - b.line),
  };
}

type Drop = (line: Pick<Line, "line" | "text">, reason: string) => void;

function readWhole(text: string, drop: Drop): Line[] {
  const lines = text.split("\n");
  const isTorn = lines.at(-1) !== "";
  if (!isTorn) lines.pop();
  return lines.flatMap((own, i) => {
    const at = { line: i + 1, text: own };
    const record = parse(own);
    if (typeof record !== "string") return [{ ...at, record }];
    drop(at, isTorn && i === lines.length - 1 ? "cut off" : record);
    return [];
  });
}

/** @returns what is wrong, where it is no whole record */
function parse(text: string): JournalRecord | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return "no JSON";
  }
  const parsed = RECORD.safeParse(value);
  if (!parsed.success)
    return `no whole record (${parsed.error.issues[0]!.path.join(".") || "kind"})`;
  const record = value as JournalRecord;
  const isAltered = record.kind === "study" && configHash(record.config) !== record.configHash;
  return isAltered ? "a configuration that was altered" : record;
}

/** Behind the configuration of another study no line can be told to be of this one. */
function ofOneStudy(lines: readonly Line[], first: Line, drop: Drop): Line[] {
  const hashOf = ({ record }: Line) => (record as StudyRecord).configHash;
  let isOther = false;
  return lines.filter((one) => {
    if (one === first) return false;
    const isStudy = one.record.kind === "study";
    if (isStudy && hashOf(one) !== hashOf(first)) isOther = true;
    if (isOther) drop(one, "of another configuration, or behind one");
    else if (isStudy) drop(one, "the study's configuration again");
    return !isOther && !isStudy;
  });
}

/** What a record says apart from how long it took. */
function meaningOf({ record }: Line): { readonly name: string; readonly text: string } | null {
  if (record.kind === "run") {
    const { measured: _, ...rest } = record;
    return { name: `run ${record.key}`, text: JSON.stringify(rest) };
  }
  if (record.kind !== "trial") return null;
  const { key, trial } = record;
  return { name: `trial ${trial.number} of ${key}`, text: JSON.stringify(trial) };
}

function withoutContradictions(lines: readonly Line[], drop: Drop): Line[] {
  const texts = new Map<string, Set<string>>();
  for (const one of lines) {
    const meaning = meaningOf(one);
    if (meaning === null) continue;
    texts.set(meaning.name, (texts.get(meaning.name) ?? new Set()).add(meaning.text));
  }
  const seen = new Set<string>();
  return lines.filter((one) => {
    const meaning = meaningOf(one);
    if (meaning === null) return true;
    const { name } = meaning;
    const differs = texts.get(name)!.size > 1;
    if (differs) drop(one, `${name} stands twice and differs`);
    else if (seen.has(name)) drop(one, `${name} again`);
    const stays = !differs && !seen.has(name);
    seen.add(name);
    return stays;
  });
}

/** A search asks a batch when the one before has ended: behind a lost trial its own batch may stay, no later one. */
function withoutGaps(lines: readonly Line[], batchSize: number, drop: Drop): Line[] {
  const numbers = new Map<string, Set<number>>();
  const runs = new Set<string>();
  for (const { record } of lines) {
    if (record.kind === "run") runs.add((record as RunRecord).key);
    if (record.kind !== "trial") continue;
    const own = numbers.get(record.key) ?? new Set();
    numbers.set(record.key, own.add(record.trial.number));
  }
  const limitOf = (key: string) => {
    let next = 0;
    while (numbers.get(key)!.has(next)) next++;
    return (Math.floor(next / batchSize) + 1) * batchSize;
  };
  return lines.filter((one) => {
    if (one.record.kind !== "trial") return true;
    const { key, trial } = one.record as TrialRecord;
    if (runs.has(key) || trial.number < limitOf(key)) return true;
    drop(one, `trial ${trial.number} of ${key} came after one that is lost`);
    return false;
  });
}
