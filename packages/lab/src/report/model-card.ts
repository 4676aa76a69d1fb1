import { EXPRESSIONS, parameterCount, type RecognizerModel } from "@mien/core";
import type { RecognitionScores } from "../evaluation/index.ts";

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
    USES,
    reproduce(model),
    "",
  ].join("\n\n");
}

function whatItIs({ recipe, network, features }: RecognizerModel): string {
  const cell = recipe.cell.toUpperCase();
  const heads = recipe.heads === "one-trunk" ? 1 : EXPRESSIONS.length;
  const what =
    heads === 1
      ? `One ${cell} network with six outputs`
      : `Six one-against-all ${cell} networks (${EXPRESSIONS.join(", ")})`;
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
    ({ expression, positives, total, ratio, loss }) =>
      `| ${expression} | ${positives} of ${total} | ${ratio === null ? "undefined" : ratio.toFixed(2)} | ${loss.kind} |`,
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

function measured({ records }: RecognizerModel): string {
  const scores = records?.scores as RecognitionScores | undefined;
  if (records === null || scores === undefined) {
    return "## Measured\n\nNothing was recorded: the model was trained without an evaluation.";
  }
  const { sixWay, intervals, heads } = scores;
  const interval = ({ low, high }: { readonly low: number; readonly high: number }) =>
    `${low.toFixed(3)} to ${high.toFixed(3)}`;
  return [
    `## Measured\n\nOn the training data set, ${String(records.folds)} folds that share no subject (${String(records.scheme)}), ` +
      "every fitted part from the training side of its fold; predictions pooled. Intervals: 95 %, bootstrap by subject.",
    "",
    "| six ways | value | interval |",
    "| --- | ---: | --- |",
    `| accuracy (always the majority: ${figure(sixWay.majority)}) | ${figure(sixWay.accuracy)} | ${interval(intervals.accuracy)} |`,
    `| UAR | ${figure(sixWay.uar)} | ${interval(intervals.uar)} |`,
    `| macro F1 | ${figure(sixWay.macroF1)} | ${interval(intervals.macroF1)} |`,
    "",
    "| head | accuracy | always no | balanced | precision | recall | F1 | AUC | MCC | ECE |",
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ...heads.map(
      (h) =>
        `| ${h.expression} | ${[h.accuracy, h.alwaysNo, h.balancedAccuracy, h.precision, h.recall, h.f1, h.auc, h.mcc, h.ece].map(figure).join(" | ")} |`,
    ),
  ].join("\n");
}

function calibrated({ calibration }: RecognizerModel): string {
  const { method, recordings, subjects, conformal, gate, temperature } = calibration;
  const gateWords =
    gate === null
      ? "No neutral gate."
      : gate.setOn === "neutral"
        ? `Neutral gate at a displacement of ${gate.threshold.toFixed(3)}: ${(100 * gate.rate).toFixed(0)} % of ${gate.count} neutral recordings pass it (false alarms).`
        : `Neutral gate at a displacement of ${gate.threshold.toFixed(3)}: set without neutral recordings, so that ${(100 * gate.rate).toFixed(0)} % of ${gate.count} expressive ones stay below it.`;
  const threshold = conformal.threshold === null ? "none" : conformal.threshold.toFixed(3);
  return (
    `## Calibration\n\n${method} scaling on ${recordings} recordings of ${subjects} subjects, each scored by a fit that had not seen ` +
    `the subject; temperature ${temperature.toFixed(3)}. Conformal sets for a coverage of ${conformal.coverage} (threshold ${threshold}). ${gateWords}`
  );
}

function reproduce({ provenance }: RecognizerModel): string {
  return `## Reproduce\n\n\`\`\`\n${provenance.command}\n\`\`\`\n\nSeed ${provenance.seed}, mien ${provenance.version}: the same bytes on any machine.`;
}
