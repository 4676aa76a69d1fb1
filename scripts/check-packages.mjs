// Whether each package is what somebody else would install: packed by npm, its tarball is looked through, judged by publint and
// are-the-types-wrong, installed in an empty project (with the tarballs of our own packages that it depends on), and the first
// block of its README runs there, in this Node and in those of scripts/other-nodes.mjs. The portable ones also have that
// block type-checked with skipLibCheck off, built by Vite and run in Chromium.
//
//   node scripts/check-packages.mjs [--json] [package ...]     all packages, or those named, such as core
//
// Prints a line a package and check: "ok", "skip" with what is missing, or "FAIL" with what is wrong. Exits 1 on a FAIL.
import { rmSync } from "node:fs";
import { checkInstalled } from "./packages/installed.mjs";
import { PACKAGES } from "./packages/list.mjs";
import { openStage } from "./packages/pack.mjs";
import { checkTarball } from "./packages/tarball.mjs";

const args = process.argv.slice(2);
const json = args.includes("--json");
const named = args.filter((arg) => !arg.startsWith("--"));
const unknown = named.find((name) => !Object.hasOwn(PACKAGES, name));
if (unknown !== undefined) {
  const known = Object.keys(PACKAGES).join(", ");
  throw new Error(`check-packages: expected packages out of ${known}, got ${unknown}`);
}

const results = [];
/** One check: its text is what is wrong; null where nothing is; { skip } where it cannot be made here. */
async function check(name, what, make) {
  let found;
  try {
    found = await make();
  } catch (error) {
    found = String(error?.message ?? error).trim();
  }
  const skip = found?.skip ?? null;
  const wrong = skip === null ? (found ?? null) : null;
  results.push({ package: name, check: what, skip, wrong });
  if (json) return;
  const state = wrong !== null ? "FAIL" : skip !== null ? "skip" : "ok  ";
  const reason = wrong ?? skip;
  console.log(`${state} ${name}: ${what}${reason === null ? "" : `: ${reason}`}`);
}

const stage = openStage();
try {
  for (const name of named.length > 0 ? named : Object.keys(PACKAGES)) {
    await checkTarball(name, stage, check);
    await checkInstalled(name, stage, check);
  }
} finally {
  rmSync(stage.folder, { recursive: true, force: true });
}
if (json) console.log(JSON.stringify(results));
if (results.some(({ wrong }) => wrong !== null)) process.exitCode = 1;
