/**
 * Trains three small sets of networks and returns the sha256 of each model's parameters: the same bytes are due on every
 * backend, engine and thread. Plain JavaScript, since it runs in pages and in other Node versions as it stands.
 *
 * @param doors the modules `math`, @mien/core/math, and `nn`, @mien/core/nn
 * @param backend that trains
 * @param together trains the models of a set in one pass, or each in a pass of its own
 */
export function trainHashes(doors, backend, together = true) {
  const sets = [
    {
      spec: { inputSize: 136, hiddenSize: 64, cell: "gru" },
      losses: [
        { kind: "weighted-binary-cross-entropy", positiveWeight: 4.2 },
        { kind: "focal", alpha: 0.25, gamma: 2 },
        { kind: "binary-cross-entropy" },
      ],
      options: { optimizer: { kind: "adam", learningRate: 3e-3 }, clipNorm: 0.7 },
    },
    {
      spec: {
        inputSize: 37,
        hiddenSize: 21,
        cell: "lstm",
        layers: 2,
        bidirectional: true,
        pooling: "mean",
        dropout: 0.2,
        headDropout: 0.3,
      },
      losses: [
        { kind: "asymmetric", gammaPositive: 1, gammaNegative: 4, clip: 0.05 },
        { kind: "label-smoothing", epsilon: 0.1 },
      ],
      options: {
        optimizer: { kind: "adamw", weightDecay: 0.05 },
        schedule: doors.nn.createSchedule({ kind: "cosine", warmupSteps: 3 }).learningRate,
      },
    },
    {
      spec: { inputSize: 50, hiddenSize: 33, cell: "gru", layers: 3, outputs: 6, dropout: 0.1 },
      losses: [{ kind: "softmax-cross-entropy" }],
      options: { optimizer: { kind: "sgd", learningRate: 0.05, momentum: 0.9 }, clipNorm: 1 },
    },
  ];
  return sets.flatMap((set, number) =>
    together
      ? trainSet(
          doors,
          backend,
          number,
          set,
          set.losses.map((_, k) => k),
        )
      : set.losses.flatMap((_, k) => trainSet(doors, backend, number, set, [k])),
  );
}

function trainSet({ math, nn }, backend, number, { spec, losses, options }, models) {
  const [N, T, F] = [40, 12, spec.inputSize];
  const resolved = nn.resolveNetworkSpec(spec);
  const random = math.createRandom(number);
  const batch = {
    shape: { N, T, F },
    input: Float32Array.from({ length: N * T * F }, () => random.normal()),
    lengths: Array.from({ length: N }, () => 1 + random.below(T)),
  };
  const network = new nn.Network(backend, resolved, {
    sequences: 16,
    steps: T,
    models: models.length,
  });
  network.load(batch);
  const classes = spec.outputs ?? 2;
  const tasks = models.map((model, slot) => {
    const own = math.createRandom(100 * number).fork(model);
    network.setParameters(slot, nn.initializeParameters(resolved, own.fork(0)));
    const targets = Array.from({ length: N }, (_, n) => (n + model) % classes);
    return { loss: losses[model], targets, random: own.fork(1) };
  });
  const indices = Array.from({ length: N }, (_, n) => n);
  nn.train(
    network,
    tasks,
    {
      training: indices.slice(0, 30),
      validation: indices.slice(30),
      epochs: 6,
      batchSize: 8,
      patience: 3,
      ...options,
    },
    math.createRandom(7),
  );
  return models.map((_, slot) => {
    const values = [...network.getParameters(slot).values()].flatMap((tensor) => [
      ...tensor.values,
    ]);
    return math.sha256(new Uint8Array(Float32Array.from(values).buffer));
  });
}
