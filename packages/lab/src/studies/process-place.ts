import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** Where a process runs, and which of all that ever had its number it is. */
export interface ProcessPlace {
  readonly host: string;
  readonly pid: number;
  readonly place: string;
  readonly started: string;
}

/** This process. On Linux a place is a start of the machine and a space of process numbers: containers have their own. */
export function ownPlace(): ProcessPlace {
  const host = hostname();
  const boot = read("/proc/sys/kernel/random/boot_id");
  return {
    host,
    pid: process.pid,
    place: [host, boot, link("/proc/self/ns/pid")].join(" ").trim(),
    started: startOf(process.pid),
  };
}

/** @returns null where it cannot be known from here, because the process is another machine's */
export function isGone({ pid, place, started }: Omit<ProcessPlace, "host">): boolean | null {
  if (place !== ownPlace().place) return null;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
  return startOf(pid) !== started;
}

/** Clock ticks from the machine's start to the process's: field 22 of proc(5)'s stat; empty where there is no /proc. */
function startOf(pid: number): string {
  const stat = read(`/proc/${pid}/stat`);
  const behindName = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return behindName[19] ?? "";
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return "";
  }
}

function link(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}
