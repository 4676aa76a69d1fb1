import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { inTree } from "../../../../tests/support/folder-tree.ts";
import { tinyConfig } from "../../../study/test/support/tiny-config.ts";
import { type Ended, mien } from "../support/mien-command.ts";

const CONFIG = { "tiny.json": JSON.stringify(tinyConfig()) };
const study = (root: string, options = {}) =>
  mien(["study", "--config", "tiny.json", "--out", "out"], { cwd: root, ...options });
const analysisOf = (root: string) => readFileSync(join(root, "out/analysis.json"), "utf8");

describe("two studies in one folder", () => {
  test("the first finishes, the second says who holds it and writes nothing", () =>
    inTree(CONFIG, async (root) => {
      let second: Promise<Ended> | undefined;
      let pid: number | undefined;
      const first = await study(root, {
        onStart: (child: { pid: number }) => {
          pid = child.pid;
          const timer = setInterval(() => {
            if (!existsSync(join(root, "out/journal.jsonl"))) return;
            clearInterval(timer);
            second = study(root);
          }, 5);
        },
      });
      expect(first).toMatchObject({ code: 0, stderr: "" });
      const { code, stdout, stderr } = await second!;
      expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
      expect(stderr).toMatch(
        new RegExp(
          `^mien: out: is held by process ${pid} on ${hostname()} since 20.+Z\\. One folder`,
        ),
      );
      expect(existsSync(join(root, "out/lock.json"))).toBe(false);
    }));
});

describe("mien report --repair", () => {
  test("keeps what is whole of a journal of two writers; the study goes on to the same bytes", () =>
    inTree(CONFIG, async (root) => {
      await study(root);
      const whole = analysisOf(root);
      const path = join(root, "out/journal.jsonl");
      const lines = readFileSync(path, "utf8").split("\n");
      const torn = `${lines[1]!.slice(0, 40)}${lines[2]}`;
      const hurt = [...lines.slice(0, 6), lines[0], torn, ...lines.slice(8)];
      writeFileSync(path, hurt.join("\n"));

      const before = await mien(["report", "out"], { cwd: root });
      expect(before.stderr).toMatch(/^mien: out\/journal\.jsonl:8: .*mien report out --repair/s);
      const { stderr } = await mien(["report", "out", "--repair"], { cwd: root });
      expect(stderr).toContain(
        `kept ${lines.length - 3} lines; moved 2 to out/journal.aside-1.txt:\n  line 7: the study's configuration again\n  line 8: no JSON\n`,
      );
      const aside = readFileSync(join(root, "out/journal.aside-1.txt"), "utf8");
      expect(aside).toBe(`${lines[0]}\n${torn}\n`);
      expect((await study(root)).code).toBe(0);
      expect(analysisOf(root)).toBe(whole);
      const again = await mien(["report", "out", "--repair"], { cwd: root });
      expect(again.stderr).toMatch(/^nothing to repair: all \d+ lines are whole\n$/);
    }));
});
