// mien's side of every case, for Node and for a page alike: no import of Node's or of mien's here.
import { reorder } from "../support/data.mjs";

const CHECKED_STEPS = 5;

function specOf(c) {
  return {
    cell: c.cell,
    inputSize: c.inputs,
    hiddenSize: c.hidden,
    layers: 1,
    bidirectional: false,
    pooling: "last",
    outputs: 1,
    dropout: 0,
    headDropout: 0,
  };
}

function parametersOf(mien, c, head) {
  const values = [
    head.weightIh,
    head.weightHh,
    head.biasIh,
    head.biasHh,
    head.headWeight,
    head.headBias,
  ];
  const shapes = [...mien.parameterShapes(specOf(c))];
  return new Map(
    shapes.map(([name, shape], i) => [name, { shape, values: Float32Array.from(values[i]) }]),
  );
}

/** A network that has the case's sequences selected; the batch is fixed, so it is gathered once, as the peers' is. */
function networkOf(mien, backend, c, numbers) {
  const { batch: B, steps: T, inputs: I } = c;
  const network = new mien.Network(backend, specOf(c), { sequences: B, steps: T });
  const batchFirst = Array.from({ length: B * T }, (_, i) => (i % T) * B + Math.floor(i / T));
  network.load({
    shape: { N: B, T, F: I },
    input: reorder(numbers.x, batchFirst, I),
    lengths: Array.from({ length: B }, () => T),
  });
  network.setParameters(0, parametersOf(mien, c, numbers.heads[0]));
  network.select(Array.from({ length: B }, (_, b) => b));
  return network;
}

function trainingJob(mien, backend, c, numbers) {
  const network = networkOf(mien, backend, c, numbers);
  const optimizer = new mien.Optimizer(network, { kind: "adam", learningRate: 1e-3 });
  const loss = mien.createLoss({ kind: "binary-cross-entropy" });
  const targets = Float64Array.from(numbers.targets);
  const gradient = new Float64Array(c.batch);
  const step = () => {
    const value = loss.evaluate(network.forward(0), targets, gradient);
    network.backward(0, gradient);
    optimizer.step(0);
    return value;
  };
  const check = Array.from({ length: CHECKED_STEPS }, step);
  const run = (steps) => {
    let sink = 0;
    for (let i = 0; i < steps; i++) sink += step();
    return sink;
  };
  return { check, run };
}

function frameJob(mien, backend, c, numbers) {
  const { steps: T, inputs: I } = c;
  const heads = numbers.heads.map((head) => parametersOf(mien, c, head));
  const stream = new mien.NetworkStream(backend, specOf(c), heads);
  const frames = Array.from({ length: T }, (_, t) => numbers.x.subarray(t * I, (t + 1) * I));
  for (const frame of frames) stream.push(frame);
  const check = Array.from(stream.logits);
  const run = (steps) => {
    let sink = 0;
    for (let i = 0; i < steps; i++) sink += stream.push(frames[i % T])[0];
    return sink;
  };
  return { check, run };
}

function sequenceJob(mien, backend, c, numbers) {
  const network = networkOf(mien, backend, c, numbers);
  const check = Array.from(network.forward(0));
  const run = (steps) => {
    let sink = 0;
    for (let i = 0; i < steps; i++) sink += network.forward(0)[0];
    return sink;
  };
  return { check, run };
}

/**
 * @param mien the namespace of @mien/core
 * @param numbers the case's `unpack`
 * @returns check: what must agree with every peer (losses of the first steps, or logits); run(steps)
 */
export function createJob(mien, backend, c, numbers) {
  const job = { train: trainingJob, frame: frameJob, sequence: sequenceJob }[c.kind];
  return job(mien, backend, c, numbers);
}

/** The kernel's own multiply-add loop: what this engine's vectors can do at most on this machine. Operations, sink. */
export function peakLoop(backend) {
  const kernel = backend.createKernel();
  if (kernel.ops.peak === undefined) return null;
  const sink = kernel.allocate(64);
  kernel.heap.fill(0.5, sink, sink + 64);
  return (iterations) => kernel.ops.peak(iterations, sink);
}
