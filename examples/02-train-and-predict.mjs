// A recogniser trained on some people and asked about others. A few seconds on one core:
//     node examples/02-train-and-predict.mjs
import { loadModel, Recognizer, resolveFeatureSpec, resolveRecipe, saveModel } from "@mien/core";
import { createBackend, loadMienCast } from "@mien/lab";
import { createInlineExecutor, trainWithRecords } from "@mien/study";

// No actor is on both sides: a recogniser that knows a face says nothing of how it does on another.
const cast = await loadMienCast();
const actors = [...new Set(cast.map(({ recording }) => recording.subjectId))];
const strangers = new Set(actors.slice(0, 30));
const training = cast.filter(({ recording }) => !strangers.has(recording.subjectId));
const asked = cast.filter(({ recording }) => strangers.has(recording.subjectId));

const backend = await createBackend();
const { model } = await trainWithRecords(createInlineExecutor(backend), training, {
  features: resolveFeatureSpec({ sets: ["geometry"], baseline: "first-frame", unit: true }),
  recipe: resolveRecipe({ hiddenSize: 16, epochs: 20, learningRate: 0.003 }),
  calibration: {},
  calibrationFolds: 2,
  folds: 0,
  copies: 0,
  seed: 1,
  dataset: "mien-cast but for thirty actors",
  command: "node examples/02-train-and-predict.mjs",
});

console.log("each head has the loss that its imbalance calls for:");
for (const { label, ratio, loss } of model.losses) {
  console.log(
    `  ${label.padEnd(10)} ${ratio.toFixed(1).padStart(5)} negatives to a positive: ${loss.kind}`,
  );
}

// One file holds all of it; what reads it needs nothing else.
const bytes = saveModel(model);
const recognizer = new Recognizer(loadModel(bytes), backend);
const shown = asked.filter(({ label }) => model.task.labels.includes(label));
const answers = shown.map(({ recording }) => recognizer.recognize(recording).summary);
const count = (keep) => answers.filter(keep).length;
const right = count((answer, i) => answer.label === shown[i].label);
const wrong = count((answer, i) => ![null, "neutral", shown[i].label].includes(answer.label));
const held = count((answer, i) => answer.set.includes(shown[i].label));
console.log(`\n${bytes.length} bytes; ${shown.length} performances of thirty actors it never saw:`);
console.log(
  `  ${right} answered rightly, ${wrong} wrongly, ${shown.length - right - wrong} as neutral or not at all`,
);
console.log(`  what it could be, as a set, holds the truth in ${held}`);
