import { expect, test } from "vitest";
import * as index from "../src/index.ts";
import * as kernel from "../src/kernel/index.ts";
import * as nn from "../src/nn/index.ts";
import * as options from "../src/options.ts";

/** The front door, by hand: whoever adds to it says so here. Types are not seen at run time. */
const FACE = [
  "ACTION_UNITS",
  "BLENDSHAPES",
  "EXPRESSIONS",
  "EXPRESSION_TASK",
  "LABELS",
  "NAMED_POINTS",
  "NEARLY_DEAD_BLENDSHAPES",
  "NEUTRAL",
  "TOPOLOGIES",
  "blendshapeMirror",
  "createRecording",
  "createTask",
  "fromMediaPipe",
  "isExpression",
  "isLabel",
  "isSameTask",
  "mirrorNamedPoint",
  "mirrorRecording",
  "observationAt",
];
const FEATURES = [
  "GEOMETRY_FEATURES",
  "WHITENING_CONSTANTS",
  "apexFeatures",
  "augmentRecording",
  "calmFace",
  "calmFaces",
  "computeFeatures",
  "createFeatureStream",
  "createFrameScaler",
  "createWhitenedLength",
  "createWhitener",
  "farthestFrame",
  "featureNames",
  "fitScaler",
  "fitWhitenedScaler",
  "fitWhitening",
  "genericNeutral",
  "isCausal",
  "resolveFeatureSpec",
  "scaleFrame",
  "scaleSequence",
  "toSequenceBatch",
];
const RECOGNITION = [
  "EARLY_SHARES",
  "RATIO_DEFINITIONS",
  "Recognizer",
  "answerTesting",
  "argmax",
  "assembleModel",
  "bestF1Threshold",
  "calibrate",
  "checkHeadCounts",
  "checkSplit",
  "chooseLosses",
  "conformalThreshold",
  "copyPrediction",
  "countClasses",
  "countHeads",
  "createCalmLearner",
  "createDecider",
  "createExampleSet",
  "createHeadScores",
  "createMagnitude",
  "createRecognizerStream",
  "fit",
  "fitGate",
  "fitPlatt",
  "fitTemperature",
  "heldOutScores",
  "imbalanceRatio",
  "loadModel",
  "logOdds",
  "logitsAfter",
  "networkSpecOf",
  "peakMagnitude",
  "planTraining",
  "recognizeRecording",
  "resolveRecipe",
  "saveModel",
  "scoreTesting",
  "selectLoss",
  "trainRecognizer",
  "writeDistribution",
];
const TRACKING = ["createTracker"];
const REST = ["MIEN_VERSION", "createWasmBackend"];

test("the front door is what a page, a program or a service embeds, and nothing else", () => {
  expect(Object.keys(index).sort()).toEqual(
    [...FACE, ...FEATURES, ...RECOGNITION, ...TRACKING, ...REST].sort(),
  );
});

test("memory plans, reference kernels and network internals have doors of their own", () => {
  const pantry = ["PANEL", "LAYER_FIELDS", "batchSlots", "ceilTo", "writeBatch", "writeLayer"];
  expect(Object.keys(kernel)).toEqual(
    expect.arrayContaining([...pantry, "createReferenceBackend", "createWasmBackend"]),
  );
  expect(Object.keys(nn)).toEqual(expect.arrayContaining(["Network", "Optimizer", "train"]));
  expect(Object.keys(options)).toEqual(["checkKeys"]);
});
