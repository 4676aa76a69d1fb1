import type { NeutralGate, RecognizerModel, Task } from "@mien/core";
import { parameterCount } from "@mien/core/nn";
import { countWord, isExpressionTask, labelNoun } from "../analysis/index.ts";
import type { ExclusiveScores, RecognitionScores, ViewScores } from "../evaluation/index.ts";
import { capital } from "./words.ts";

/** What the card says of the law and of the limits of any such model; the sources are named in the text. */
const USES = `## Uses

**Intended**: research on posed expressions; interfaces that react to a visible smile or frown of someone who knows and agrees;
teaching. Say "resembles posed happiness", never "feels happy": the same movement expresses different states across people and
situations (Barrett et al. 2019, doi 10.1177/1529100619832930).

**Prohibited or out of scope**: inferring emotions at work and in education, which the EU AI Act bans but for medical or safety
reasons (Art. 5(1)(f), since 2 February 2025); deciding anything about a person; diagnosis; lie detection; watching people who
have not been told (Art. 50(3), duty to inform, since 2 August 2026).

## Limits

Six expressions as actors pose them; faces roughly toward the camera; one face at a time. What it was not measured on, it may
fail on: unposed expressions, talking, children, occlusion by hands or masks, strong turns of the head. Landmarks carry no skin
colour, but the landmarker that finds them may work better on some faces than on others.`;

/** Of the model that ships: what its making already tells; figures of the views stand above it. */
const WHERE_IT_FAILS = `## Where it fails

- Faces like those it learnt from are rendered. How often it is right on real people is not in this file, and the figures above
  are no promise of it.
- Without a neutral face of the person it is worse ("generic" above): resting faces differ as much as weak expressions do. Give
  it calm frames of the person where you can.
- Weak expressions are called neutral: that is the price of the gate. Some calm faces still get an expression: its false alarms.
- Expressions that share movements are confused: fear and surprise in brows and eyes; anger, disgust and sadness in lowered brows
  and tightened lips.
- Contempt is none of the six: it is learnt as a negative, and a one-sided smile may be called happiness.
- Talking, chewing and yawning move the mouth as expressions do; it has seen some of each and tells most from expressions, not all.`;

/**
 * A model's card in Markdown. Every figure comes from the model file: its provenance, its calibration, and the records of the
 * run that made it; what was not recorded is said to be missing.
 */
export function modelCard(model: RecognizerModel, fileName: string): string {
  return [
    `# Model card: ${fileName}`,
    whatItIs(model),
    trainedOn(model),
    lossTable(model),
    measured(model),
    calibrated(model),
    ...(viewsIn(model) === null ? [] : [WHERE_IT_FAILS]),
    USES,
    reproduce(model),
    "",
  ].join("\n\n");
}

function whatItIs({ task, recipe, network, features }: RecognizerModel): string {
  const cell = recipe.cell.toUpperCase();
  const heads = recipe.heads === "one-trunk" ? 1 : task.labels.length;
  const what =
    heads === 1
      ? `One ${cell} network with ${countWord(task)} outputs`
      : `${capital(countWord(task))} one-against-all ${cell} networks (${task.labels.join(", ")})`;
  return (
    `${what}: ${recipe.layers} layer${recipe.layers > 1 ? "s" : ""} of ${recipe.hiddenSize} units, ` +
    `${heads * parameterCount(network)} parameters, on ${network.inputSize} features a frame ` +
    `(${features.sets.join(" + ")}, baseline ${features.baseline}).`
  );
}

function trainedOn({ provenance }: RecognizerModel): string {
  const { dataset, fingerprint, recordings, subjects, counts } = provenance;
  const listed = Object.entries(counts).map(([label, n]) => `${label} ${n}`);
  return (
    `## Trained on\n\n${dataset}: ${recordings} recordings of ${subjects} subjects (${listed.join(", ")}). ` +
    `Fingerprint (SHA-256 of what the recordings hold): \`${fingerprint}\`.`
  );
}

function lossTable({ losses, recipe }: RecognizerModel): string {
  const rows = losses.map(
    ({ label, positives, total, ratio, loss }) =>
      `| ${label} | ${positives} of ${total} | ${ratio === null ? "undefined" : ratio.toFixed(2)} | ${loss.kind} |`,
  );
  return [
    `Losses: ${recipe.loss} (${recipe.ratio}; focal above ${recipe.focalAbove}, weighted from ${recipe.weightedFrom}).`,
    "",
    "| head | positives | ratio | loss |",
    "| --- | ---: | ---: | --- |",
    ...rows,
  ].join("\n");
}

const figure = (metric: { readonly value: number | null }) =>
  metric.value === null || Number.isNaN(metric.value) ? "undefined" : metric.value.toFixed(3);

/** What the shipped model's training records, where the file has it. */
function viewsIn({ records }: RecognizerModel): readonly ViewScores[] | null {
  return Array.isArray(records?.views) ? (records.views as readonly ViewScores[]) : null;
}

function measuredByView(folds: unknown, views: readonly ViewScores[]): string {
  const share = (value: number | null) => figure({ value });
  return [
    `## Measured\n\nSix ways, on recordings of the training data's six expressions, each scored by a fit of ${String(folds)} that had ` +
      "not seen its subject; raw scores, before calibration and gate. Each recording is met in several views: whole, up to its apex, " +
      "as a photo of its apex; with its first frame, the person's own calm face from another recording, or the generic neutral " +
      "subtracted. Beside it a linear model (multinomial logistic regression on the frame farthest from that neutral), fitted and " +
      "judged on the same folds.",
    "",
    "| view | recordings | accuracy | macro F1 | linear: accuracy | linear: macro F1 |",
    "| --- | ---: | ---: | ---: | ---: | ---: |",
    ...views.map(
      (v) =>
        `| ${v.view} | ${v.recordings} | ${[v.accuracy, v.macroF1, v.linearAccuracy, v.linearMacroF1].map(share).join(" | ")} |`,
    ),
  ].join("\n");
}

function measured(model: RecognizerModel): string {
  const { records } = model;
  const views = viewsIn(model);
  if (records !== null && views !== null) return measuredByView(records.folds, views);
  const scores = records?.scores as RecognitionScores | undefined;
  if (records === null || scores === undefined) {
    return "## Measured\n\nNothing was recorded: the model was trained without an evaluation.";
  }
  return [
    `## Measured\n\nOn the training data set, ${String(records.folds)} folds that share no subject (${String(records.scheme)}), ` +
      "every fitted part from the training side of its fold; predictions pooled. Intervals: 95 %, bootstrap by subject.",
    "",
    ...(scores.sixWay === null ? [] : multiclassTable(model.task, scores)),
    "| head | accuracy | always no | balanced | precision | recall | F1 | AUC | MCC | ECE |",
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ...scores.heads.map(
      (h) =>
        `| ${h.expression} | ${[h.accuracy, h.alwaysNo, h.balancedAccuracy, h.precision, h.recall, h.f1, h.auc, h.mcc, h.ece].map(figure).join(" | ")} |`,
    ),
  ].join("\n");
}

function multiclassTable(task: Task, { sixWay, intervals }: ExclusiveScores): readonly string[] {
  const interval = ({ low, high }: { readonly low: number; readonly high: number }) =>
    `${low.toFixed(3)} to ${high.toFixed(3)}`;
  return [
    `| ${countWord(task)} ways | value | interval |`,
    "| --- | ---: | --- |",
    `| accuracy (always the majority: ${figure(sixWay.majority)}) | ${figure(sixWay.accuracy)} | ${interval(intervals.accuracy)} |`,
    `| UAR | ${figure(sixWay.uar)} | ${interval(intervals.uar)} |`,
    `| macro F1 | ${figure(sixWay.macroF1)} | ${interval(intervals.macroF1)} |`,
    "",
  ];
}

/** Such as "0.250 (happiness), 0.479 (anger)". */
const listed = (values: readonly number[], { labels }: Task) =>
  values.map((value, k) => `${value.toFixed(3)} (${labels[k]})`).join(", ");

function gateInWords(which: string, gate: NeutralGate | null, task: Task): string {
  if (gate === null) return `${which}: none.`;
  const { threshold, quietBelow, calmBelow = threshold, rate, count } = gate;
  const percent = `${(100 * rate).toFixed(0)} %`;
  if (gate.setOn === "expressions") {
    return `${which}: a displacement of ${threshold.toFixed(3)}, set without neutral recordings, so that ${percent} of ${count} expressive ones stay below it.`;
  }
  const quiet =
    quietBelow === undefined
      ? ""
      : ` A face whose likeliest ${labelNoun(task)} is less probable than ${listed(quietBelow, task)} is neutral too if it moved less than ${calmBelow.toFixed(3)}; if it moved more, nothing is said of it.`;
  return `${which}: a face that moved less than ${threshold.toFixed(3)} is neutral.${quiet} False alarms: at most ${percent} of ${count} faces at rest get ${isExpressionTask(task) ? "an expression" : "a label"}.`;
}

function calibrated({ calibration, task }: RecognizerModel): string {
  const { method, recordings, subjects, conformal, gate, genericGate, temperature } = calibration;
  const gateWords =
    genericGate === undefined || genericGate === null
      ? gateInWords("Neutral gate", gate, task)
      : [
          gateInWords("Neutral gate, where the person's own face is subtracted", gate, task),
          gateInWords("Where the generic neutral is", genericGate, task),
        ].join(" ");
  const threshold = conformal.threshold === null ? "none" : conformal.threshold.toFixed(3);
  return (
    `## Calibration\n\n${method} scaling on ${recordings} recordings of ${subjects} subjects, each scored by a fit that had not seen ` +
    `the subject; temperature ${temperature.toFixed(3)}. Conformal sets for a coverage of ${conformal.coverage} (threshold ${threshold}). ${gateWords}`
  );
}

function reproduce({ provenance }: RecognizerModel): string {
  return `## Reproduce\n\n\`\`\`\n${provenance.command}\n\`\`\`\n\nSeed ${provenance.seed}, mien ${provenance.version}: the same bytes on any machine.`;
}
