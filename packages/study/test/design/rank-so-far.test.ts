import { expect, test } from "vitest";
import { rankSoFar } from "../../src/design/rank-so-far.ts";
import { simulateStudy } from "../support/simulated-study.ts";

test("the condition that tells the six apart best leads", () => {
  expect(rankSoFar([]).best()).toBeNull();
  const { runs } = simulateStudy({
    separation: ({ id }) => (id === "lstm/bayesian/standard" ? 3 : 0.5),
  });
  const ranking = rankSoFar(runs.slice(0, 1));
  expect(ranking.best()?.conditionId).toBe(runs[0]!.condition.id);
  for (const run of runs.slice(1)) ranking.add(run);
  expect(ranking.best()!.conditionId).toBe("lstm/bayesian/standard");
  expect(ranking.best()!.accuracy).toBeGreaterThan(0.9);
});
