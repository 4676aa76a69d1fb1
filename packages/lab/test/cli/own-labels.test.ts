import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { inTree } from "../../../../tests/support/folder-tree.ts";
import { tinyConfig } from "../../../study/test/support/tiny-config.ts";
import { type Ended, mien } from "../support/mien-command.ts";

const EXAMPLE = fileURLToPath(new URL("../../../../examples/03-own-labels.mjs", import.meta.url));
const LABELS = ["nodding", "resting", "yawning"];

test(
  "virtual actors who rest, nod and yawn go through train, evaluate, predict, export and study",
  () =>
    inTree({}, async (root) => {
      const made = spawnSync(process.execPath, [EXAMPLE, join(root, "own.parquet")]);
      expect(String(made.stderr)).toBe("");
      const run = async (...args: string[]): Promise<Ended> => {
        const ended = await mien(args, { cwd: root });
        expect({ args, code: ended.code, said: ended.code === 0 ? "" : ended.stderr }).toEqual({
          args,
          code: 0,
          said: "",
        });
        return ended;
      };
      const small = ["--hidden", "8", "--epochs", "12", "--copies", "0", "--inner", "2"];

      await run("train", "parquet:own.parquet", "--out", "own.mien", "--no-evaluate", ...small);
      const info = JSON.parse((await run("model", "info", "own.mien", "--json")).stdout);
      expect(info.task).toEqual({ name: "own", labels: LABELS, exclusive: true });

      const evaluated = await run("evaluate", "parquet:own.parquet", "--folds", "2", ...small);
      for (const label of LABELS) expect(evaluated.stdout).toContain(label);
      expect(evaluated.stdout).not.toMatch(/happiness|six/);

      const linear = ["--folds", "2", "--json"];
      const baseline = await run("dataset", "baseline", "parquet:own.parquet", ...linear);
      expect(JSON.parse(baseline.stdout).task.labels).toEqual(LABELS);

      const predicted = await run("predict", "own.parquet", "--model", "own.mien", "--json");
      const summaries = predicted.stdout
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line))
        .filter(({ summary }) => summary === true);
      expect(Object.keys(summaries[0].probabilities)).toEqual(LABELS);
      const right = summaries.filter(({ recordingId, label }) =>
        recordingId.includes(`/${label}/`),
      );
      expect(right.length / summaries.length).toBeGreaterThan(0.8);
      const csv = await run("predict", "own.parquet", "--model", "own.mien", "--csv");
      expect(csv.stdout.split("\n")[0]).toContain("label,nodding,resting,yawning,shown,set");

      await run("export", "own.mien", "--onnx", "own.onnx");
      expect(readFileSync(join(root, "own.onnx")).includes("yawning")).toBe(true);

      const config = { ...tinyConfig(), data: ["parquet:own.parquet"] };
      writeFileSync(join(root, "study.json"), JSON.stringify(config));
      await run("study", "--config", "study.json", "--out", "study");
      expect(existsSync(join(root, "study/analysis.json"))).toBe(true);
      const report = readFileSync(join(root, "study/report.md"), "utf8");
      for (const label of LABELS) expect(report).toContain(label);
    }),
  600_000,
);
