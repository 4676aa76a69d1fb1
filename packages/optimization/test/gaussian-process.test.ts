/** Beside scikit-learn and Optuna's GP on PyTorch (reference/optimization.py). */
import { expect, test } from "vitest";
import {
  createFitObjective,
  fitGaussianProcess,
  unpackKernel,
} from "../src/fit-gaussian-process.ts";
import {
  believe,
  createGaussianProcess,
  posterior,
  posteriorWithGradient,
} from "../src/gaussian-process.ts";
import { createLogExpectedImprovement } from "../src/log-expected-improvement.ts";
import { readFixture, worstError } from "./support/optimization-fixture.ts";

interface Case {
  readonly x: readonly number[][];
  readonly y: readonly number[];
  readonly categorical: readonly boolean[];
  readonly theta: readonly number[];
  readonly loss: number;
  readonly lossGradient: readonly number[];
  readonly points: readonly number[][];
  readonly mean: readonly number[];
  readonly variance: readonly number[];
  readonly logImprovement: readonly number[];
  readonly logImprovementGradient: readonly number[][];
  readonly lowestLoss: number;
  readonly fitted: readonly number[];
  readonly sklearn?: { readonly mean: readonly number[]; readonly variance: readonly number[] };
}
const { cases } = readFixture<{ cases: readonly Case[] }>("gaussian.json");

const observationsOf = ({ x, y, categorical }: Case) => ({
  x: Float64Array.from(x.flat()),
  y: Float64Array.from(y),
  categorical,
});
const processOf = (one: Case) =>
  createGaussianProcess(observationsOf(one), unpackKernel(Float64Array.from(one.theta)));

test.each(cases)("the posterior is scikit-learn's and Optuna's (%#)", (one) => {
  const process = processOf(one);
  const found = one.points.map((point) => posterior(process, point));
  const means = found.map(({ mean }) => mean);
  const variances = found.map(({ variance }) => variance);
  // C has a condition number of up to 1e4, so 1e-12 is left of 1e-16.
  for (const other of [one, one.sklearn ?? one]) {
    expect(worstError(means, other.mean, 1)).toBeLessThan(1e-10);
    expect(worstError(variances, other.variance, 1)).toBeLessThan(1e-10);
  }
});

test.each(cases)("the fit's objective and gradient are those of PyTorch's autograd (%#)", (one) => {
  const gradient = new Float64Array(one.theta.length);
  const value = createFitObjective(observationsOf(one))(Float64Array.from(one.theta), gradient);
  expect(worstError([value], [one.loss], 1)).toBeLessThan(1e-10);
  expect(worstError(gradient, one.lossGradient, 1)).toBeLessThan(1e-10);
});

test.each(cases)("the fit comes as low as Optuna's by scipy's L-BFGS-B (%#)", (one) => {
  const { kernel } = fitGaussianProcess(observationsOf(one));
  const theta = Float64Array.of(
    ...kernel.inverseSquaredLengths.map(Math.log),
    Math.log(kernel.scale),
    Math.log(kernel.noise - 1e-6),
  );
  const objective = createFitObjective(observationsOf(one));
  const value = objective(theta, new Float64Array(theta.length));
  // Stopped at a gradient of 1e-3 with a Hessian above 0.05: 1e-6 / 0.1 at most above the lowest point.
  expect(value).toBeLessThan(one.lowestLoss + 1e-5);
  // The same minimum: 1e-3 / 0.05 away at most.
  expect(worstError(theta.map(Math.exp), one.fitted.map(Math.exp), 1)).toBeLessThan(0.02);
});

test.each(cases)("log expected improvement and its gradient are Optuna's (%#)", (one) => {
  const best = Math.max(...one.y);
  const acquisition = createLogExpectedImprovement(processOf(one), best);
  one.points.forEach((point, i) => {
    const gradient = new Float64Array(point.length);
    const value = acquisition.withGradient(point, gradient);
    expect(acquisition.value(point)).toBeCloseTo(value, 10);
    // Its erfcx form loses z^2 ulp left of -5, and z magnifies the posterior's 1e-12.
    expect(worstError([value], [one.logImprovement[i]!], 1)).toBeLessThan(1e-8);
    const expected = one.logImprovementGradient[i]!.map((g, p) => (one.categorical[p] ? 0 : g));
    expect(worstError(gradient, expected, 1)).toBeLessThan(1e-7);
  });
});

test("the posterior's gradient is that of central differences", () => {
  const process = processOf(cases[0]!);
  const h = 1e-6;
  for (const point of cases[0]!.points) {
    const [byMean, byVariance] = [new Float64Array(3), new Float64Array(3)];
    posteriorWithGradient(process, point, byMean, byVariance);
    for (let p = 0; p < 3; p++) {
      const at = (step: number) =>
        posterior(
          process,
          point.map((v, i) => (i === p ? v + step : v)),
        );
      // Rounding of 1e-13 / h and a third derivative times h^2.
      expect(byMean[p]).toBeCloseTo((at(h).mean - at(-h).mean) / (2 * h), 6);
      expect(byVariance[p]).toBeCloseTo((at(h).variance - at(-h).variance) / (2 * h), 6);
    }
  }
});

test("what runs leaves the mean as it was and makes the variance small there", () => {
  const one = cases[1]!;
  const process = processOf(one);
  const [running, other] = [one.points[0]!, one.points[1]!];
  const believed = believe(process, [running]);
  expect(posterior(believed, other).mean).toBeCloseTo(posterior(process, other).mean, 9);
  // Seen once with the model's noise: below the noise.
  expect(posterior(believed, running).variance).toBeLessThan(process.kernel.noise);
  expect(posterior(process, running).variance).toBeGreaterThan(2 * process.kernel.noise);
});

test("refuses a covariance that is not positive definite", () => {
  const observations = {
    x: Float64Array.of(0.5, 0.5),
    y: Float64Array.of(1, 1),
    categorical: [false],
  };
  const kernel = { inverseSquaredLengths: Float64Array.of(1), scale: 1, noise: -0.5 };
  expect(() => createGaussianProcess(observations, kernel)).toThrow(
    "createGaussianProcess: covariance of 2 observations not positive definite",
  );
});
