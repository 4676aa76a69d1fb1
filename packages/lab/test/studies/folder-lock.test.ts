import { spawn } from "node:child_process";
import {
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { inTree } from "../../../../tests/support/folder-tree.ts";
import { type LockHolder, lockFolder } from "../../src/studies/index.ts";

const lockOf = (root: string) => join(root, "lock.json");
const readHolder = (root: string): LockHolder => JSON.parse(readFileSync(lockOf(root), "utf8"));

/** A lock as another machine's process left it, its last sign of life so many milliseconds ago. */
function leave(root: string, change: Partial<LockHolder>, ageMs: number): LockHolder {
  const lock = lockFolder(root);
  const holder = { ...readHolder(root), id: "left", ...change };
  lock.release();
  writeFileSync(lockOf(root), JSON.stringify(holder));
  const then = (Date.now() - ageMs) / 1000;
  utimesSync(lockOf(root), then, then);
  return holder;
}

const ada = { host: "ada", pid: 12, place: "ada another start", since: "2026-11-27T08:00:00.000Z" };

/** The number of a process that has ended. */
async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ["-e", ""]);
  await new Promise((resolve) => child.once("exit", resolve));
  return child.pid!;
}

describe("lockFolder", () => {
  test("makes the folder, names its holder, and leaves nothing behind", () =>
    inTree({}, (root) => {
      const folder = join(root, "a/b");
      const lock = lockFolder(folder);
      expect(readHolder(folder).pid).toBe(process.pid);
      expect(lock.tookOverFrom).toBeNull();
      lock.check();
      lock.release();
      lock.release();
      expect(readdirSync(folder)).toEqual([]);
    }));

  test("refuses a second holder on this machine, naming the first, before it writes", () =>
    inTree({}, (root) => {
      const lock = lockFolder(root);
      const { host, pid, since } = readHolder(root);
      expect(() => lockFolder(root)).toThrow(
        `${root}: is held by process ${pid} on ${host} since ${since}. One folder has one writer: `,
      );
      expect(readdirSync(root)).toEqual(["lock.json"]);
      lock.release();
      lockFolder(root).release();
    }));

  test("takes over at once from a process of this machine that is gone", () =>
    inTree({}, async (root) => {
      const left = leave(root, { pid: await deadPid() }, 0);
      const lock = lockFolder(root);
      expect(lock.tookOverFrom).toEqual(left);
      lock.release();
    }));

  const noProc = existsSync("/proc/self/stat") ? null : "no /proc";
  test.skipIf(noProc !== null)("takes over where the number is another process's by now", () =>
    inTree({}, (root) => {
      leave(root, { started: "1" }, 0);
      const lock = lockFolder(root);
      expect(lock.tookOverFrom?.id).toBe("left");
      lock.release();
    }),
  );

  test("waits for the time of another machine's lock, and says how long it is", () =>
    inTree({}, (root) => {
      leave(root, ada, 20_000);
      expect(() => lockFolder(root, { staleMs: 60_000 })).toThrow(
        /held by process 12 on ada since 2026-11-27T08:00:00\.000Z, last heard of 2[01] s ago; if it is gone, the folder is free in (39|40) s\. One folder/,
      );
      expect(readdirSync(root)).toEqual(["lock.json"]);
    }));

  test("takes over another machine's lock after its time", () =>
    inTree({}, (root) => {
      leave(root, ada, 61_000);
      const lock = lockFolder(root, { staleMs: 60_000 });
      expect(lock.tookOverFrom?.host).toBe("ada");
      expect(readHolder(root).pid).toBe(process.pid);
      lock.release();
    }));

  test("a file that is no lock counts by its age alone", () =>
    inTree({ "lock.json": "{" }, (root) => {
      expect(() => lockFolder(root)).toThrow("a file lock.json that names nobody, last heard of");
      utimesSync(lockOf(root), 1, 1);
      lockFolder(root).release();
    }));

  test("gives signs of life", () =>
    inTree({}, async (root) => {
      const lock = lockFolder(root, { heartbeatMs: 20 });
      utimesSync(lockOf(root), 1, 1);
      await expect.poll(() => Date.now() / 1000 - statSeconds(root)).toBeLessThan(60);
      expect(readHolder(root).pid).toBe(process.pid);
      lock.release();
    }));

  test("tells a holder that it was taken over, and its release leaves the new one's lock", () =>
    inTree({}, (root) => {
      const lock = lockFolder(root);
      writeFileSync(lockOf(root), JSON.stringify({ ...readHolder(root), ...ada, id: "other" }));
      expect(() => lock.check()).toThrow(
        `${root}: this process has lost it (process 12 on ada since 2026-11-27T08:00:00.000Z holds it now)`,
      );
      lock.release();
      expect(readHolder(root).id).toBe("other");
    }));

  test("of many that ask at once for a dead one's folder, one gets it", () =>
    inTree({}, (root) => {
      leave(root, ada, 1e9);
      const got = Array.from({ length: 8 }, () => {
        try {
          return lockFolder(root);
        } catch {
          return null;
        }
      }).filter((lock) => lock !== null);
      expect(got).toHaveLength(1);
      got[0]!.release();
    }));
});

const statSeconds = (root: string) => statSync(lockOf(root)).mtimeMs / 1000;
