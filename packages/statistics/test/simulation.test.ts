/**
 * What the tests and intervals promise, by simulation with fixed seeds: how often no effect is found, and how often an interval
 * holds the truth. Bands are four standard deviations of the binomial count unless a line says otherwise.
 */
import { createRandom, type Random } from "@mien/core/math";
import { describe, expect, test } from "vitest";
import {
  bayesianCorrelatedT,
  bootstrapBca,
  cohenDz,
  factorialAnova,
  factorialContrasts,
  hedgesG,
  nemenyi,
  pairedT,
  powerT,
  powerTost,
  shapiroWilk,
  signFlip,
  tostPaired,
  wilcoxon,
} from "../src/index.ts";

/** The share of runs in which something happens. */
function share(runs: number, seed: number, happens: (random: Random) => boolean): number {
  const random = createRandom(seed);
  let count = 0;
  for (let run = 0; run < runs; run++) if (happens(random.fork(run))) count++;
  return count / runs;
}

const band = (rate: number, runs: number) => 4 * Math.sqrt((rate * (1 - rate)) / runs);

function expectRate(found: number, rate: number, runs: number) {
  expect(Math.abs(found - rate)).toBeLessThan(band(rate, runs));
}

const normals = (random: Random, n: number, shift = 0) =>
  Float64Array.from({ length: n }, () => shift + random.normal());

/**
 * Differences of n runs whose errors share a part: correlation rho between any two, as overlapping training sets make.
 */
function correlated(random: Random, n: number, rho: number, shift = 0): Float64Array {
  const shared = Math.sqrt(rho) * random.normal();
  return normals(random, n).map((x) => shift + shared + Math.sqrt(1 - rho) * x);
}

describe("false positives", () => {
  const runs = 2000;

  test("paired t and Wilcoxon hold 5 % on independent differences; sign flips and exact ranks are discrete", () => {
    expectRate(
      share(runs, 1, (random) => pairedT(normals(random, 8)).p <= 0.05),
      0.05,
      runs,
    );
    // With 8 differences the largest attainable p at or below 0.05 is 2 * 5 / 256.
    const ranks = share(runs, 2, (random) => wilcoxon(normals(random, 8)).p <= 0.05);
    expectRate(ranks, 10 / 256, runs);
    const flips = share(runs, 3, (random) => signFlip(normals(random, 8), random).p <= 0.05);
    expectRate(flips, 12 / 256, runs);
  });

  test("Nadeau and Bengio's correction holds 5 % where Student's t finds far too much", () => {
    // Ten folds, each with a test share of 1 / 10: rho = 1 / 10 and a ratio of 1 / 9 say the same.
    const draw = (random: Random) => correlated(random, 10, 0.1);
    const plain = share(runs, 4, (random) => pairedT(draw(random)).p <= 0.05);
    const ratio = { testTrainRatio: 1 / 9 };
    const corrected = share(runs, 4, (random) => pairedT(draw(random), ratio).p <= 0.05);
    expect(plain).toBeGreaterThan(0.12);
    expectRate(corrected, 0.05, runs);
  });

  test("TOST says equivalent in 5 % of the runs where the truth is the margin, corrected too", () => {
    const plain = share(runs, 5, (r) => tostPaired(normals(r, 12, 1), 1).equivalent);
    expectRate(plain, 0.05, runs);
    const corrected = share(runs, 6, (random) => {
      const differences = correlated(random, 10, 0.1, -2);
      return tostPaired(differences, 2, { testTrainRatio: 1 / 9 }).equivalent;
    });
    expectRate(corrected, 0.05, runs);
  });

  test("TOST finds an equivalence that is there", () => {
    expect(share(500, 7, (r) => tostPaired(normals(r, 30), 1).equivalent)).toBeGreaterThan(0.98);
  });

  test("the Bayesian test is 95 % sure of the wrong side in 5 % of the runs with an effect at the rope's edge", () => {
    // Under the matching prior the posterior mass beyond the truth is uniform.
    const far = (random: Random) => {
      const { right } = bayesianCorrelatedT(correlated(random, 10, 0.1, 0.5), 0.5, 0.1);
      return right > 0.95;
    };
    expectRate(share(runs, 8, far), 0.05, runs);
  });

  test("Nemenyi holds 5 % over all pairs together, nearly", () => {
    const anyPair = (random: Random) => {
      const rows = Array.from({ length: 20 }, () => normals(random, 4));
      return nemenyi(rows).p.some((row) => row.some((p) => p <= 0.05));
    };
    const found = share(200, 9, anyPair);
    // Asymptotic in the number of blocks, and a little conservative with 20.
    expect(found).toBeGreaterThan(0.02);
    expect(found).toBeLessThan(0.05 + band(0.05, 200));
  });

  test("Shapiro and Wilk's test holds 5 % on normal samples of 6 and 40", () => {
    for (const n of [6, 40]) {
      // Royston's approximation is within half a percent of its level.
      const found = share(runs, 10 + n, (random) => shapiroWilk(normals(random, n)).p <= 0.05);
      expect(Math.abs(found - 0.05)).toBeLessThan(0.005 + band(0.05, runs));
    }
  });
});

describe("the 2 x 2 x 2 experiment", () => {
  const levels = [0, 1].flatMap((a) =>
    [0, 1].flatMap((b) => [0, 1].map((c) => [a, b, c] as const)),
  );
  const expressions = ["anger", "disgust", "fear", "happiness", "sadness", "surprise"];

  /** Six replicates of eight conditions on six expressions; `effect` is what the loss does. */
  function simulate(random: Random, replicates: number, effect: number) {
    const rows = Array.from({ length: replicates }, (_, replicate) => {
      const own = random.normal();
      return levels.flatMap(([architecture, optimisation, loss]) =>
        expressions.map((expression, i) => ({
          cells: { architecture, optimisation, loss },
          replicate: `r${replicate}`,
          expression,
          y: own + i + effect * loss + random.normal(),
        })),
      );
    }).flat();
    const factor = (name: "architecture" | "optimisation" | "loss") =>
      rows.map(({ cells }) => `${name}${cells[name]}`);
    return {
      response: rows.map(({ y }) => y),
      factors: {
        architecture: factor("architecture"),
        optimisation: factor("optimisation"),
        loss: factor("loss"),
      },
      replicate: rows.map(({ replicate }) => replicate),
      blocks: {
        expression: rows.map(({ expression }) => expression),
        replicate: rows.map(({ replicate }) => replicate),
      },
    };
  }

  test("analysis of variance holds 5 % for each effect without one, and finds one that is there", () => {
    const runs = 60;
    const counts = new Map<string, number>();
    const random = createRandom(21);
    for (let run = 0; run < runs; run++) {
      for (const { name, p } of factorialAnova(simulate(random.fork(run), 3, 0.6)).effects) {
        if (p <= 0.05) counts.set(name, (counts.get(name) ?? 0) + 1);
      }
    }
    const found = counts.get("loss")!;
    counts.delete("loss");
    const falsePositives = [...counts.values()].reduce((sum, count) => sum + count, 0);
    expectRate(falsePositives / (6 * runs), 0.05, 6 * runs);
    // 144 observations, f = 0.3: power 0.94.
    expect(found / runs).toBeGreaterThan(0.85);
  });

  test("contrasts within replicates do too", () => {
    const runs = 60;
    const random = createRandom(22);
    let [falsePositives, covered] = [0, 0];
    for (let run = 0; run < runs; run++) {
      for (const { name, test: found } of factorialContrasts(simulate(random.fork(run), 6, 0.6))) {
        if (name === "loss") covered += Number(found.low <= 0.6 && found.high >= 0.6);
        else falsePositives += Number(found.p <= 0.05);
      }
    }
    expectRate(falsePositives / (6 * runs), 0.05, 6 * runs);
    expectRate(covered / runs, 0.95, runs);
  });

  test("partial eta squared's interval holds the truth in 90 % of the runs", () => {
    const runs = 60;
    // f^2 = (effect / 2)^2 over a unit variance, eta^2 = f^2 / (1 + f^2).
    const eta = 0.09 / 1.09;
    const covered = share(runs, 23, (random) => {
      const { effects } = factorialAnova(simulate(random, 2, 0.6));
      const { low, high } = effects.find(({ name }) => name === "loss")!.partialEtaSquared;
      return low <= eta && eta <= high;
    });
    expectRate(covered, 0.9, runs);
  });
});

describe("coverage", () => {
  test("of the corrected t's interval", () => {
    const covered = share(2000, 31, (random) => {
      const found = pairedT(correlated(random, 10, 0.1, 3), { testTrainRatio: 1 / 9 });
      return found.low <= 3 && found.high >= 3;
    });
    expectRate(covered, 0.95, 2000);
  });

  test("of d_z and of Hedges' g", () => {
    const runs = 250;
    const dz = share(runs, 32, (random) => {
      const { low, high } = cohenDz(normals(random, 8, 0.8));
      return low <= 0.8 && high >= 0.8;
    });
    expectRate(dz, 0.95, runs);
    const overlapping = share(runs, 36, (random) => {
      // d_z is over the deviation between folds, sqrt(1 - rho) of the whole one.
      const differences = correlated(random, 10, 0.1, 0.8 * Math.sqrt(0.9));
      const { low, high } = cohenDz(differences, { testTrainRatio: 1 / 9 });
      return low <= 0.8 && high >= 0.8;
    });
    expectRate(overlapping, 0.95, runs);
    // g's limits are d's shrunk by J, so they cover the true d a little less often than d's own.
    const g = share(runs, 33, (random) => {
      const { low, high } = hedgesG(normals(random, 12, 1), normals(random, 9));
      return low <= 1 && high >= 1;
    });
    expectRate(g, 0.95, runs);
  });

  test("of BCa over subjects", () => {
    const runs = 200;
    const covered = share(runs, 34, (random) => {
      const own = normals(random, 25);
      const values = Array.from({ length: 75 }, (_, i) => own[i % 25]! + random.normal());
      const subjects = values.map((_, i) => `S${i % 25}`);
      const mean = (items: Int32Array) => items.reduce((sum, i) => sum + values[i]!, 0) / 75;
      const { low, high } = bootstrapBca(subjects, mean, random, {
        resamples: 300,
        confidence: 0.9,
      });
      return low <= 0 && high >= 0;
    });
    // 25 subjects leave a bootstrap interval a few percent narrow.
    expect(covered).toBeGreaterThan(0.87 - band(0.9, runs));
    expect(covered).toBeLessThan(0.9 + band(0.9, runs));
  });

  test("of power: as many are found as it says", () => {
    const runs = 1000;
    const power = powerT("paired", 6, 1.43);
    const found = share(runs, 35, (random) => pairedT(normals(random, 6, 1.43)).p <= 0.05);
    expectRate(found, power, runs);
    const options = { testTrainRatio: 1 / 9 };
    const corrected = share(runs, 37, (random) => {
      return pairedT(correlated(random, 10, 0.1, Math.sqrt(0.9)), options).p <= 0.05;
    });
    expectRate(corrected, powerT("paired", 10, 1, options), runs);
    const equivalent = share(runs, 38, (random) => {
      const differences = correlated(random, 10, 0.1, 0.3 * Math.sqrt(0.9));
      return tostPaired(differences, 1.2 * Math.sqrt(0.9), options).equivalent;
    });
    expectRate(equivalent, powerTost(10, 1.2, { ...options, effectSize: 0.3 }), runs);
  });
});
