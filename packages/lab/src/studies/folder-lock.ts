import {
  closeSync,
  fstatSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { isGone, ownPlace } from "./process-place.ts";

/** Who writes in a folder, as its lock names it. */
const HOLDER = z.strictObject({
  /** The machine's name, for people. */
  host: z.string(),
  pid: z.int(),
  /** ISO 8601 */
  since: z.string(),
  /** What tells machines, restarts and containers apart; where it is another one's, process numbers say nothing. */
  place: z.string(),
  /** What tells two processes of one number apart. */
  started: z.string(),
  /** Of this lock alone. */
  id: z.string(),
});

export type LockHolder = z.infer<typeof HOLDER>;

export interface FolderLockOptions {
  /** Milliseconds between two signs of life. */
  readonly heartbeatMs?: number;
  /** Milliseconds without a sign of life after which a process that cannot be looked up counts as gone. */
  readonly staleMs?: number;
}

export interface FolderLock {
  /** Whose lock it was that was taken over; null where there was none. */
  readonly tookOverFrom: LockHolder | null;
  /** @throws where another process has taken the folder over meanwhile, as after a long sleep of this machine */
  check(): void;
  release(): void;
}

export const LOCK_NAME = "lock.json";
const HEARTBEAT_MS = 5_000;
const STALE_MS = 120_000;
/** More than any number of processes that ask at once can need. */
const TRIES = 20;

/**
 * Makes the folder and takes it for this process alone. The lock is a file that appears whole or not at all; a sign of life
 * writes its bytes again, so that its time is the file server's own. A lock whose process is gone is taken over: on this
 * machine by a look at the process, of another machine by the age of its last sign of life.
 *
 * @throws where another process holds it, naming that one, before anything is written; where the folder cannot be written
 */
export function lockFolder(
  folder: string,
  { heartbeatMs = HEARTBEAT_MS, staleMs = STALE_MS }: FolderLockOptions = {},
): FolderLock {
  attempt(folder, "made", () => mkdirSync(folder, { recursive: true }));
  const path = join(folder, LOCK_NAME);
  const id = `${process.pid}-${Date.now()}-${Math.random().toString(36).slice(2, 10)}`;
  const own = `${path}.${id}`;
  let tookOverFrom: LockHolder | null = null;
  for (let tries = 0; ; tries++) {
    const seen = readLock(path);
    if (seen !== null) {
      const age = ageOf(folder, id, seen.modifiedMs);
      if (tries === TRIES || !isFree(seen.holder, age, staleMs)) {
        throw new Error(heldSentence(folder, seen.holder, age, staleMs));
      }
      if (setAside(path, own, seen)) tookOverFrom = seen.holder;
    }
    const file = place(folder, path, own, id);
    if (file !== null) return keepLock(folder, path, file, id, { heartbeatMs, tookOverFrom });
  }
}

function keepLock(
  folder: string,
  path: string,
  file: number,
  id: string,
  { heartbeatMs, tookOverFrom }: { heartbeatMs: number; tookOverFrom: LockHolder | null },
): FolderLock {
  const bytes = readFileSync(path);
  let isOpen = true;
  const beat = () => {
    try {
      if (readLock(path)?.holder?.id === id) writeSync(file, bytes, 0, bytes.length, 0);
    } catch {
      // A server that is away for a moment; check() tells where the lock was lost.
    }
  };
  const timer = setInterval(beat, heartbeatMs);
  timer.unref();
  return {
    tookOverFrom,
    check() {
      const seen = readLock(path);
      if (seen?.holder?.id === id) return;
      const who = seen === null ? "nobody holds it now" : `${words(seen.holder)} holds it now`;
      throw new Error(
        `${folder}: this process has lost it (${who}); it writes no more, and what was written is kept`,
      );
    },
    release() {
      if (!isOpen) return;
      isOpen = false;
      clearInterval(timer);
      closeSync(file);
      if (readLock(path)?.holder?.id === id) rmSync(path, { force: true });
    },
  };
}

interface SeenLock {
  /** null where the file is no lock of mien's: its age alone counts. */
  readonly holder: LockHolder | null;
  readonly modifiedMs: number;
  readonly inode: number;
}

function readLock(path: string): SeenLock | null {
  try {
    const { mtimeMs, ino } = statSync(path);
    const parsed = HOLDER.safeParse(json(readFileSync(path, "utf8")));
    return { holder: parsed.success ? parsed.data : null, modifiedMs: mtimeMs, inode: ino };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw new Error(`${path}: cannot be read (${(error as Error).message})`);
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Milliseconds since a file was written by the file server's clock: that of another machine may be hours off. */
function ageOf(folder: string, id: string, modifiedMs: number): number {
  const probe = join(folder, `${LOCK_NAME}.${id}.now`);
  return attempt(folder, "written", () => {
    const file = openSync(probe, "w");
    writeSync(file, "now");
    const { mtimeMs } = fstatSync(file);
    closeSync(file);
    rmSync(probe);
    return Math.max(0, mtimeMs - modifiedMs);
  });
}

function isFree(holder: LockHolder | null, ageMs: number, staleMs: number): boolean {
  return (holder === null ? null : isGone(holder)) ?? ageMs > staleMs;
}

/** Moves a dead lock away; where another process was faster and this is that one's, it is put back. */
function setAside(path: string, own: string, seen: SeenLock): boolean {
  const aside = `${own}.old`;
  try {
    renameSync(path, aside);
  } catch {
    return false; // another has moved it
  }
  const isIt =
    statSync(aside).ino === seen.inode && readLock(aside)?.holder?.id === seen.holder?.id;
  if (!isIt) {
    try {
      linkSync(aside, path);
    } catch {
      // A third one is in; the lock's owner finds out before it writes.
    }
  }
  rmSync(aside, { force: true });
  return isIt;
}

/** @returns the open lock, or null where another process was faster */
function place(folder: string, path: string, own: string, id: string): number | null {
  const file = attempt(folder, "written", () => openSync(own, "wx"));
  try {
    const since = new Date().toISOString();
    attempt(folder, "written", () =>
      writeSync(file, `${JSON.stringify({ ...ownPlace(), since, id } satisfies LockHolder)}\n`),
    );
    linkSync(own, path);
    return file;
  } catch (error) {
    closeSync(file);
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return null;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

function heldSentence(
  folder: string,
  holder: LockHolder | null,
  ageMs: number,
  staleMs: number,
): string {
  const seconds = (ms: number) => `${Math.max(0, Math.ceil(ms / 1000))} s`;
  const when =
    holder !== null && isGone(holder) === false
      ? ""
      : `, last heard of ${seconds(ageMs)} ago; if it is gone, the folder is free in ${seconds(staleMs - ageMs)}`;
  return (
    `${folder}: is held by ${words(holder)}${when}. ` +
    "One folder has one writer: wait for it, stop it, or give another folder"
  );
}

const words = (holder: LockHolder | null): string =>
  holder === null
    ? `a file ${LOCK_NAME} that names nobody`
    : `process ${holder.pid} on ${holder.host} since ${holder.since}`;

function attempt<T>(folder: string, what: "made" | "written", act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw new Error(`${folder}: cannot be ${what} (${(error as Error).message})`);
  }
}
