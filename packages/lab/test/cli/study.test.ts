import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { createRandom } from "@mien/core/math";
import { beforeAll, describe, expect, test } from "vitest";
import { inTree } from "../../../../tests/support/folder-tree.ts";
import { optionalTest } from "../../../../tests/support/optional.ts";
import { tinyConfig } from "../../../study/test/support/tiny-config.ts";
import { type Ended, mien, remarksOf } from "../support/mien-command.ts";

const CONFIG = { "tiny.json": JSON.stringify(tinyConfig()) };
const COMMAND = fileURLToPath(new URL("../../bin/mien.mjs", import.meta.url));

/** Runs in a folder that holds tiny.json; the study is in its folder `out`. */
const study = (root: string, args: readonly string[] = [], options = {}) =>
  mien(["study", "--config", "tiny.json", "--out", "out", ...args], { cwd: root, ...options });

const journalOf = (root: string) => join(root, "out/journal.jsonl");
const analysisOf = (root: string) => readFileSync(join(root, "out/analysis.json"), "utf8");
const sizeOf = (path: string) => (existsSync(path) ? statSync(path).size : 0);

/** Every file below a folder with its bytes. */
function contents(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    files
      .filter((file) => file.isFile())
      .map((file) => join(file.parentPath, file.name))
      .map((path) => [relative(folder, path), readFileSync(path, "latin1")]),
  );
}

let analysis: string;
let journalBytes: number;
let said: Ended;
let made: Record<string, string>;
beforeAll(() =>
  inTree(CONFIG, async (root) => {
    said = await study(root, ["--workers", "2"]);
    analysis = analysisOf(root);
    journalBytes = sizeOf(journalOf(root));
    made = contents(join(root, "out"));
  }),
);

describe("mien study", () => {
  test("ends with the table and the report's path, and is quiet and plain off a terminal", () => {
    expect([said.code, remarksOf(said)]).toEqual([0, ""]);
    expect(said.stdout).toContain("predefined/advanced");
    expect(said.stdout).toContain("the paper's claim");
    expect(said.stdout.trimEnd().split("\n").at(-1)).toBe("Report: out/report.html");
    expect(said.stdout).not.toContain("\u001b");
  });

  test("writes what the docs name, and each claim with its verdict", () => {
    for (const name of ["journal.jsonl", "config.json", "efficiency.json", "report.md"]) {
      expect(Object.keys(made)).toContain(name);
    }
    const names = Object.keys(made).filter((name) => name.startsWith("tables"));
    expect(names.some((name) => name.endsWith(".tex"))).toBe(true);
    expect(names.some((name) => name.endsWith(".csv"))).toBe(true);
    expect(JSON.parse(made["config.json"]!)).toEqual(tinyConfig());
    for (const claim of JSON.parse(analysis).claims) {
      expect(Object.keys(claim)).toEqual(
        expect.arrayContaining(["id", "statement", "paper", "value", "interval", "verdict"]),
      );
      expect(["holds", "does not hold", "undecided"]).toContain(claim.verdict);
    }
  });

  test("gives the same bytes with one worker and in WASM, and prints JSON", () =>
    inTree(CONFIG, async (root) => {
      const ended = await study(root, ["--workers=1", "--backend=wasm", "--json"]);
      expect(remarksOf(ended)).toBe("");
      expect(analysisOf(root)).toBe(analysis);
      expect(JSON.parse(ended.stdout)).toMatchObject({
        out: "out",
        analysis: "out/analysis.json",
        report: "out/report.html",
        claims: JSON.parse(analysis).claims,
      });
    }));

  test("prints the schema of its configuration", async () => {
    const { stdout } = await mien(["study", "--print-schema"]);
    expect(JSON.parse(stdout)).toMatchObject({ type: "object", additionalProperties: false });
  });

  test("goes on to the same bytes after kill -9 at ten random moments", () =>
    inTree(CONFIG, async (root) => {
      const random = createRandom(2026);
      const moments = Array.from({ length: 10 }, () => random.uniform()).sort((a, b) => a - b);
      for (const moment of moments) {
        const { code } = await study(root, ["--workers", "2"], killing(root, moment));
        expect(code).toBeNull();
      }
      expect(existsSync(join(root, "out/analysis.json"))).toBe(false);
      const ended = await study(root, ["--resume"]);
      expect(ended.code).toBe(0);
      expect(remarksOf(ended)).toMatch(/^\d runs are there already\n$/);
      expect(analysisOf(root)).toBe(analysis);
    }));

  test("ends with 130 after Ctrl-C, says how to go on, and goes on", () =>
    inTree(CONFIG, async (root) => {
      const ended = await study(root, [], killing(root, 0.2, "SIGINT"));
      expect([ended.code, ended.stdout]).toEqual([130, ""]);
      expect(remarksOf(ended)).toBe(
        "interrupted: what is done is kept in out; the same command goes on\n",
      );
      expect((await study(root)).code).toBe(0);
      expect(analysisOf(root)).toBe(analysis);
    }));
});

/** Ends the command with a signal once its journal has that share of the bytes of a whole one. */
function killing(root: string, share: number, signal: NodeJS.Signals = "SIGKILL") {
  const onStart = (child: { kill: (signal: NodeJS.Signals) => boolean }) => {
    const timer = setInterval(() => {
      if (sizeOf(journalOf(root)) < share * journalBytes) return;
      clearInterval(timer);
      child.kill(signal);
    }, 2);
  };
  return { onStart };
}

describe("what can go wrong with mien study", () => {
  test("a changed configuration under the same folder: each change named, nothing lost", () =>
    inTree({ ...CONFIG, ...tree("out") }, async (root) => {
      const { code, stderr } = await study(root, ["--trials", "3"]);
      expect(code).toBe(1);
      expect(stderr).toBe(
        "mien: out/journal.jsonl: holds a study of another configuration (tuning.trials: 2 there, 3 asked). Give the same configuration to go on, or another --out\n",
      );
      expect(contents(join(root, "out"))).toEqual(made);
    }));

  test("a file where the folder should be", () =>
    inTree({ ...CONFIG, out: "" }, async (root) => {
      const { code, stderr } = await study(root);
      expect({ code, stderr }).toMatchObject({
        code: 1,
        stderr: expect.stringContaining("mien: out: cannot be made (EEXIST"),
      });
    }));

  test("a journal that cannot be opened", () =>
    inTree({ ...CONFIG, "out/journal.jsonl/x": "" }, async (root) => {
      const { code, stderr } = await study(root);
      expect(code).toBe(1);
      expect(stderr).toContain("mien: out/journal.jsonl: cannot be read (EISDIR");
    }));

  test("--resume with nothing there, a file that is no JSON, a flag that is no number", () =>
    inTree({ ...CONFIG, "bad.json": "{" }, async (root) => {
      const resumed = await study(root, ["--resume"]);
      expect(resumed.stderr).toBe("mien: --resume: out holds no study to go on from\n");
      const bad = await mien(["study", "--config", "bad.json"], { cwd: root });
      expect(bad.stderr).toContain("mien: bad.json: expected JSON, got");
      const flag = await study(root, ["--folds", "1"]);
      expect([resumed.code, bad.code, flag.code]).toEqual([1, 1, 1]);
      expect(flag.stderr).toContain("--folds");
    }));

  const noShell = process.platform === "win32" ? "no ulimit here" : null;
  optionalTest("a file that may grow no more: a clear error, and it goes on", noShell, () =>
    inTree(CONFIG, async (root) => {
      const limited = await inShell(root, "ulimit -f 200");
      expect(limited.code).toBe(1);
      expect(limited.stderr).toMatch(
        /^mien: out\/journal\.jsonl: cannot be written \(EFBIG.*\); what it holds is kept, and the same command goes on from it\n$/,
      );
      expect((await study(root)).code).toBe(0);
      expect(analysisOf(root)).toBe(analysis);
    }),
  );

  optionalTest("a full disk: a clear error, and it goes on where there is room", noTmpfs(), () =>
    inTree({ ...CONFIG, "out/there": "" }, async (root) => {
      const out = join(root, "out");
      mount("size=200k", out);
      try {
        const full = await study(root);
        expect(full.code).toBe(1);
        expect(full.stderr).toContain("mien: out/journal.jsonl: cannot be written (ENOSPC");
        mount("remount,size=16m", out);
        expect((await study(root)).code).toBe(0);
        expect(analysisOf(root)).toBe(analysis);
      } finally {
        spawnSync("umount", [out]);
      }
    }),
  );
});

function mount(options: string, folder: string): boolean {
  return spawnSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", folder]).status === 0;
}

/** Why no small disk can be had, or null. */
function noTmpfs(): string | null {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return "needs root on Linux";
  const probe = spawnSync("sh", ["-c", "d=$(mktemp -d) && mount -t tmpfs tmpfs $d && umount $d"]);
  return probe.status === 0 ? null : "this root may mount nothing";
}

/** Runs the study in a shell after another command. */
function inShell(root: string, first: string): Promise<{ code: number | null; stderr: string }> {
  const script = `${first}; exec "$0" "$1" study --config tiny.json --out out`;
  const child = spawn("sh", ["-c", script, process.execPath, COMMAND], {
    cwd: root,
    env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, stderr })));
}

describe("mien report", () => {
  test("makes every file again, byte for byte, from the journal alone", () =>
    inTree({ "old/journal.jsonl": Buffer.from(made["journal.jsonl"]!, "latin1") }, async (root) => {
      const { code, stderr } = await mien(["report", "old"], { cwd: root });
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(contents(join(root, "old"))).toEqual(made);
    }));

  test("says where there is nothing", () =>
    inTree({ "old/x": "" }, async (root) => {
      const { code, stderr } = await mien(["report", "old"], { cwd: root });
      expect({ code, stderr }).toEqual({
        code: 1,
        stderr: "mien: old: holds no study (no journal.jsonl)\n",
      });
    }));
});

describe("mien compare", () => {
  test("sets two studies side by side", () =>
    inTree({ ...tree("a"), ...tree("b") }, async (root) => {
      const text = await mien(["compare", "a", "b"], { cwd: root });
      expect(text).toMatchObject({ code: 0, stderr: "" });
      expect(text.stdout).toContain("predefined/standard");
      const { stdout } = await mien(["compare", "a", "b", "--json"], { cwd: root });
      expect(typeof JSON.parse(stdout)).toBe("object");
    }));

  test("says which folder holds no analysis", () =>
    inTree({ ...tree("a"), "b/x": "" }, async (root) => {
      const { code, stderr } = await mien(["compare", "a", "b"], { cwd: root });
      expect({ code, stderr }).toEqual({
        code: 1,
        stderr: "mien: b: holds no analysis.json; mien report makes it\n",
      });
    }));
});

/** The undisturbed study's files under a folder. */
const tree = (folder: string) =>
  Object.fromEntries(
    Object.entries(made).map(([name, text]) => [`${folder}/${name}`, Buffer.from(text, "latin1")]),
  );
