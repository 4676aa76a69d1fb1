/** The training loop: early stopping with the best weights, its callback, its schedule, and what it refuses. */
import { describe, expect, test } from "vitest";
import { createWasmBackend } from "../../src/kernel/index.ts";
import { createRandom } from "../../src/math/index.ts";
import {
  createLoss,
  type EpochReport,
  initializeParameters,
  Network,
  resolveNetworkSpec,
  type TrainingOptions,
  type TrainingTask,
  train,
} from "../../src/nn/index.ts";

const [N, T, F] = [36, 6, 4];
const spec = resolveNetworkSpec({ inputSize: F, hiddenSize: 12, headDropout: 0.1 });
const backend = await createWasmBackend();
const BCE = { kind: "binary-cross-entropy" } as const;

/** Half signal, half noise: a network learns it, then overfits. */
function dataSet() {
  const random = createRandom(3);
  const targets = Array.from({ length: N }, (_, n) => n % 2);
  const noise = () => random.normal();
  const input = Float32Array.from({ length: N * T * F }, noise);
  targets.forEach((target, n) => {
    for (let t = 0; t < T; t++) input[(n * T + t) * F]! += 0.6 * (2 * target - 1);
  });
  return { targets, batch: { shape: { N, T, F }, input, lengths: targets.map(() => T) } };
}
const { targets, batch } = dataSet();
const ALL = Array.from({ length: N }, (_, n) => n);
const options: TrainingOptions = {
  training: ALL.slice(0, 24),
  validation: ALL.slice(24),
  epochs: 80,
  batchSize: 8,
  patience: 4,
  optimizer: { kind: "adam", learningRate: 0.02 },
};

function networkOf(models = 1): Network {
  const network = new Network(backend, spec, { sequences: 8, steps: T, models });
  network.load(batch);
  for (let k = 0; k < models; k++) {
    network.setParameters(k, initializeParameters(spec, createRandom(10 + k)));
  }
  return network;
}
const taskOf = (k = 0): TrainingTask => ({ loss: BCE, targets, random: createRandom(20 + k) });

/** Mean loss of sequences, weighted as the loop weighs it. */
function lossOn(network: Network, model: number, indices: readonly number[]): number {
  const loss = createLoss(BCE);
  let sum = 0;
  for (let from = 0; from < indices.length; from += 8) {
    const some = indices.slice(from, from + 8);
    network.select(some);
    const logits = network.forward(model);
    const own = Float64Array.from(some, (i) => targets[i]!);
    sum += loss.evaluate(logits, own, new Float64Array(some.length)) * some.length;
  }
  return sum / indices.length;
}

describe("early stopping", () => {
  const network = networkOf(2);
  const result = train(network, [taskOf(0), taskOf(1)], options, createRandom(1));

  test.each([0, 1])("model %i stops on its own, patience epochs after its best", (model) => {
    const losses = result.history[model]!.map((report) => report.validationLoss);
    const best = result.bestEpoch[model]!;
    expect(result.ended[model]).toBe("patience");
    expect(losses[best]).toBe(Math.min(...losses));
    expect(losses.length).toBe(best + 1 + 4);
  });

  test.each([0, 1])("model %i ends with its best epoch's weights", (model) => {
    const best = result.history[model]![result.bestEpoch[model]!]!;
    expect(lossOn(network, model, ALL.slice(24))).toBe(best.validationLoss);
  });

  test("it learned something before", () => {
    for (const reports of result.history) {
      expect(reports.at(-1)!.trainingLoss).toBeLessThan(0.8 * reports[0]!.trainingLoss);
    }
  });

  test("a fall below minimumImprovement does not count", () => {
    const strict = { ...options, minimumImprovement: 10 };
    const { bestEpoch, history } = train(networkOf(), [taskOf()], strict, createRandom(1));
    expect(bestEpoch).toEqual([0]);
    expect(history[0]).toHaveLength(5);
  });

  test("without validation every epoch runs, and the last weights stay", () => {
    const { validation: _, ...without } = { ...options, epochs: 3 };
    const { bestEpoch, ended, history } = train(networkOf(), [taskOf()], without, createRandom(1));
    expect([bestEpoch, ended]).toEqual([[2], ["epochs"]]);
    expect(history[0]!.map(({ validationLoss }) => validationLoss)).toEqual([NaN, NaN, NaN]);
  });
});

test("the callback sees every epoch of every model, and stops them all", () => {
  const seen: EpochReport[] = [];
  const { ended, history } = train(
    networkOf(2),
    [taskOf(0), taskOf(1)],
    options,
    createRandom(1),
    (report) => {
      seen.push(report);
      return report.epoch === 2 ? "stop" : undefined;
    },
  );
  expect(ended).toEqual(["stopped", "stopped"]);
  expect(seen.map(({ model, epoch }) => [model, epoch])).toEqual(
    [0, 1, 2].flatMap((epoch) => [0, 1].map((model) => [model, epoch])),
  );
  expect(history).toEqual([0, 1].map((k) => seen.filter(({ model }) => model === k)));
});

test("the schedule is asked for each step, and its rate is used", () => {
  const asked: number[][] = [];
  const schedule = (step: number, steps: number, base: number) => {
    asked.push([step, steps, base]);
    return 0;
  };
  const network = networkOf();
  const before = network.getParameters(0);
  train(network, [taskOf()], { ...options, epochs: 2, schedule }, createRandom(1));
  expect(asked).toEqual(Array.from({ length: 6 }, (_, step) => [step, 6, 0.02]));
  expect(network.getParameters(0)).toEqual(before);
});

test("the last batch may be short, and each sequence of an epoch counts once", () => {
  const schedule = () => 0;
  const odd = { ...options, training: ALL.slice(0, 21), epochs: 1, schedule };
  const plain = { ...spec, headDropout: 0 };
  const network = new Network(backend, plain, { sequences: 8, steps: T });
  network.load(batch);
  network.setParameters(0, initializeParameters(plain, createRandom(10)));
  const { history } = train(network, [taskOf()], odd, createRandom(1));
  // The same logits, summed in another order in float64.
  expect(history[0]![0]!.trainingLoss).toBeCloseTo(lossOn(network, 0, ALL.slice(0, 21)), 12);
});

describe("an unknown target", () => {
  const known = targets.map((_, n) => Number(n % 3 !== 0));
  const masked = (of: readonly number[] = targets, k = 0): TrainingTask => ({
    ...taskOf(k),
    targets: of,
    known,
  });
  const some = { ...options, epochs: 6 };
  const trained = (tasks: readonly TrainingTask[], data = batch) => {
    const network = networkOf(tasks.length);
    network.load(data);
    const result = train(network, tasks, some, createRandom(1));
    return { result, parameters: tasks.map((_, k) => network.getParameters(k)) };
  };

  test("contributes nothing, bit for bit: not its value, nor what the sequence holds", () => {
    const own = trained([masked()]);
    const flipped = targets.map((y, n) => (known[n] === 1 ? y : 1 - y));
    expect(trained([masked(flipped)])).toEqual(own);
    const input = batch.input.map((x, i) =>
      known[Math.floor(i / (T * F))] === 1 ? x : Number.NaN,
    );
    expect(trained([masked()], { ...batch, input })).toEqual(own);
    expect(trained([taskOf()])).not.toEqual(own);
  });

  test("moves the weights as a batch without its sequence does: the gradient of the known alone", () => {
    const plain = { ...spec, headDropout: 0 };
    const step = (training: readonly number[], task: TrainingTask) => {
      const network = new Network(backend, plain, { sequences: N, steps: T });
      network.load(batch);
      network.setParameters(0, initializeParameters(plain, createRandom(10)));
      const optimizer = { kind: "sgd", learningRate: 1 } as const;
      train(network, [task], { training, epochs: 1, batchSize: N, optimizer }, createRandom(1));
      return network.getParameters(0);
    };
    const own = step(ALL, masked());
    const dropped = step(
      ALL.filter((n) => known[n] === 1),
      taskOf(),
    );
    const whole = step(ALL, taskOf());
    let most = 0;
    for (const [name, { values }] of own) {
      // The same sequences, summed in another order in float32.
      values.forEach((value, i) => {
        expect(Math.abs(value - dropped.get(name)!.values[i]!), `${name}[${i}]`).toBeLessThan(1e-6);
        most = Math.max(most, Math.abs(value - whole.get(name)!.values[i]!));
      });
    }
    expect(most, "the mask is seen").toBeGreaterThan(1e-3);
  });

  test("of one model moves no bit of another", () => {
    const together = trained([masked(), taskOf(1)]);
    const network = networkOf(2);
    const alone = train(network, [taskOf(0), taskOf(1)], some, createRandom(1));
    expect(together.parameters[1]).toEqual(network.getParameters(1));
    expect(together.result.history[1]).toEqual(alone.history[1]);
  });

  test("all known is as no mask", () => {
    expect(trained([{ ...taskOf(), known: targets.map(() => 1) }])).toEqual(trained([taskOf()]));
  });

  test("counts in no loss: the means are over the known, and without one nothing watches", () => {
    const schedule = () => 0;
    const plain = { ...spec, headDropout: 0 };
    const report = (of: readonly number[]) => {
      const network = new Network(backend, plain, { sequences: 8, steps: T });
      network.load(batch);
      network.setParameters(0, initializeParameters(plain, createRandom(10)));
      const task = { ...taskOf(), known: of };
      const { history } = train(
        network,
        [task],
        { ...options, epochs: 1, schedule },
        createRandom(1),
      );
      return { ...history[0]![0]!, lossOf: (rows: readonly number[]) => lossOn(network, 0, rows) };
    };
    const both = report(known);
    const rows = (from: number, to: number) => ALL.slice(from, to).filter((n) => known[n] === 1);
    expect(both.trainingLoss).toBeCloseTo(both.lossOf(rows(0, 24)), 12);
    expect(both.validationLoss).toBeCloseTo(both.lossOf(rows(24, 36)), 12);
    const unwatched = report(known.map((value, n) => (n < 24 ? value : 0)));
    expect(unwatched.validationLoss).toBeNaN();
    expect(unwatched.bestEpoch).toBe(0);
  });

  test("everywhere is refused", () => {
    const none = { ...taskOf(), known: targets.map((_, n) => Number(n >= 24)) };
    expect(() => trained([none])).toThrow(
      "train: model 0 must know the target of a training sequence, got none",
    );
  });
});

describe("refuses", () => {
  const run = (changes: object, tasks = [taskOf()]) =>
    train(networkOf(), tasks, { ...options, ...changes }, createRandom(1));

  test.each([
    [{ epoch: 3 }, "train: has no key epoch, expected training, validation, epochs, batchSize, "],
    [{ training: [] }, "train: training must name at least one sequence, got none"],
    [{ validation: [5, 30] }, "train: sequence 5 is in both training and validation"],
    [{ epochs: 0 }, "train: epochs must be an integer in [1, 1000000], got 0"],
    [{ batchSize: 9 }, "train: batchSize must be an integer in [1, 8], got 9"],
    [{ patience: 1.5 }, "train: patience must be an integer in [1, 1000000], got 1.5"],
    [{ clipNorm: 0 }, "train: clipNorm must be > 0, got 0"],
    [{ minimumImprovement: -1 }, "train: minimumImprovement must be >= 0 and finite, got -1"],
    [{ training: [0, 36] }, "Network.select: indices["],
  ])("%o", (changes, message) => {
    expect(() => run(changes)).toThrow(message);
  });

  test("a number of tasks that is not the number of models", () => {
    expect(() => run({}, [taskOf(), taskOf()])).toThrow(
      "train: expected one task for each of 1 models, got 2",
    );
  });

  test("a loss that is no longer finite, with its place", () => {
    const network = networkOf();
    network.load({ ...batch, input: batch.input.map(() => Number.NaN) });
    expect(() => train(network, [taskOf()], options, createRandom(1))).toThrow(
      "train: model 0, epoch 0, step 0: the loss must be finite, got NaN",
    );
  });
});
