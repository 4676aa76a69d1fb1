/** The README's lines print what it says, and that is what R finds (reference/readme_examples.R). */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { codeBlocks, readReadme, runBlock, saidOutput } from "../../../tests/support/readme.ts";
import {
  differences,
  factorialAnova,
  holm,
  pairedT,
  powerT,
  sampleSizeT,
  tostPaired,
  wilcoxon,
} from "../src/index.ts";
import { worstError } from "./support/worst-error.ts";

type Effect = Readonly<Record<"f" | "p" | "df", number>>;
interface ByR extends Readonly<Record<"tost" | "power" | "pairs", number>> {
  readonly first: readonly number[];
  readonly second: readonly number[];
  readonly paired: Readonly<Record<"estimate" | "t" | "p" | "low" | "high", number>>;
  readonly wilcoxon: { readonly positive: number; readonly p: number };
  readonly holm: readonly number[];
  readonly breaks: readonly number[];
  readonly anova: Readonly<Record<string, Effect>>;
}

const byR = JSON.parse(
  readFileSync(new URL("./fixtures/readme.json", import.meta.url), "utf8"),
) as ByR;
const FOLDER = "packages/statistics";
const blocks = codeBlocks(readReadme(FOLDER), "js");

test.each(blocks.map((code, i) => [i, code] as const))(
  "block %i prints what it says",
  (_, code) => {
    expect(saidOutput(code).length).toBeGreaterThan(0);
    expect(runBlock(FOLDER, code)).toEqual(saidOutput(code));
  },
);

describe("what the README shows is R's", () => {
  const gained = differences(byR.second, byR.first);

  test("the data", () => {
    const numbers = (name: string) => {
      const list = new RegExp(`const ${name} = \\[([^\\]]*)\\]`).exec(blocks.join("\n"))![1]!;
      return list
        .split(",")
        .filter((x) => x.trim() !== "")
        .map(Number);
    };
    expect(numbers("first")).toEqual(byR.first);
    expect(numbers("second")).toEqual(byR.second);
    expect(numbers("breaks")).toEqual(byR.breaks);
  });

  test("the paired tests", () => {
    const { estimate, t, p, low, high } = pairedT(gained);
    const { paired } = byR;
    const found = [estimate, t, p, low, high, tostPaired(gained, 0.5).p];
    const expected = [paired.estimate, paired.t, paired.p, paired.low, paired.high, byR.tost];
    expect(worstError(found, expected)).toBeLessThan(1e-12);
    const signed = wilcoxon(gained, { method: "normal" });
    expect(signed.positive).toBe(byR.wilcoxon.positive);
    expect(worstError([signed.p], [byR.wilcoxon.p])).toBeLessThan(1e-12);
  });

  test("the analysis of variance", () => {
    const wool = byR.breaks.map((_, i) => (i < 27 ? "A" : "B"));
    const tension = byR.breaks.map((_, i) => "LMH"[Math.floor(i / 9) % 3]!);
    const { effects } = factorialAnova({ response: byR.breaks, factors: { wool, tension } });
    expect(effects.map(({ name }) => name)).toEqual(Object.keys(byR.anova));
    for (const { name, df, f, p } of effects) {
      const row = byR.anova[name]!;
      expect(df).toBe(row.df);
      expect(worstError([f, p], [row.f, row.p])).toBeLessThan(1e-12);
    }
  });

  test("power, sample size and Holm's correction", () => {
    // R's noncentral t is good to 1e-9 or so (see docs of pt); ours is held to mpmath elsewhere.
    expect(worstError([powerT("paired", 10, 1)], [byR.power])).toBeLessThan(1e-9);
    expect(sampleSizeT("paired", 0.5, 0.9)).toBe(byR.pairs);
    expect(worstError(holm([0.012, 0.03, 0.04, 0.2]), byR.holm)).toBeLessThan(1e-15);
  });
});
