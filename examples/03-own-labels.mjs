// Labels of your own: anything that a face does and a name can be given to. Here virtual actors rest, nod and yawn.
//     node examples/03-own-labels.mjs [gestures.parquet]
// With a file's name the recordings are written there too, for `mien train parquet:gestures.parquet` and the rest of it.
// Films of your own need no code: folders subject/label/clip, and `mien train folder:PATH --out model.mien`.
import { Recognizer, resolveFeatureSpec, resolveRecipe } from "@mien/core";
import { createBackend, loadMienCast, taskOfLabels, writeRecordings } from "@mien/lab";
import { createInlineExecutor, trainWithRecords } from "@mien/study";
import { performGestures } from "./support/gestures.mjs";

const items = performGestures(await loadMienCast(), 24, 5);
const [out] = process.argv.slice(2);
if (out !== undefined) await writeRecordings(out, items);

// The task is what the labels say: two to thirty-two of them.
const task = taskOfLabels(
  items.map(({ label }) => label),
  "gestures",
);
console.log(`${items.length} recordings; task ${task.name}: ${task.labels.join(", ")}`);

const strangers = new Set(
  [...new Set(items.map(({ recording }) => recording.subjectId))].slice(0, 8),
);
const isStranger = ({ recording }) => strangers.has(recording.subjectId);
const backend = await createBackend();
const { model } = await trainWithRecords(
  createInlineExecutor(backend),
  items.filter((item) => !isStranger(item)),
  {
    task,
    features: resolveFeatureSpec({ sets: ["geometry"], baseline: "first-frame" }),
    recipe: resolveRecipe({ hiddenSize: 16, epochs: 30, learningRate: 0.005 }),
    calibration: {},
    calibrationFolds: 2,
    folds: 0,
    copies: 0,
    seed: 1,
    dataset: "virtual actors who rest, nod and yawn",
    command: "node examples/03-own-labels.mjs",
  },
);

// Asked about actors it never saw, it answers with those labels and no others.
const recognizer = new Recognizer(model, backend);
const answers = items.filter(isStranger).map(({ recording, label }) => {
  const { summary } = recognizer.recognize(recording);
  return { label, answer: summary.label ?? "undecided", probabilities: summary.probabilities };
});
for (const label of task.labels) {
  const own = answers.filter((one) => one.label === label);
  const right = own.filter(({ answer }) => answer === label).length;
  console.log(
    `${label.padEnd(8)} ${right} of ${own.length} right; the first: ${JSON.stringify(own[0].probabilities)}`,
  );
}
