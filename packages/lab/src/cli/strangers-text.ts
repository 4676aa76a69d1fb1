/** What a model is worth on strangers, as tables. */
import { EXPRESSIONS } from "@mien/core";
import {
  type BaselineJudgement,
  SECTIONS,
  type Section,
  STRANGER_BASELINES,
  type StrangersComparison,
  type StrangersJudgement,
  type UnitJudgement,
} from "../release/index.ts";
import { formatTable } from "./table.ts";

const figure = (value: number) => (Number.isNaN(value) ? "undefined" : value.toFixed(3));
const right = (n: number) => ["left" as const, ...new Array<"right">(n).fill("right")];

const NAMES: Readonly<Record<Section, string>> = {
  photos: "photos",
  strongPhotos: "  strong",
  weakPhotos: "  weak",
  clips: "clips",
  clipsToApex: "  rising to the apex",
  clipsHeld: "  held",
  clipsToRest: "  back to rest",
  clipsAtStrongest: "clips, strongest frame",
  pairSegments: "segments of two, strongest frame",
};

export function strangersText({ actors, recordings, baselines }: StrangersJudgement): string {
  const parts = STRANGER_BASELINES.map((baseline) => {
    const one = baselines[baseline];
    return [`${baseline} neutral`, sixText(one), "", calmText(one), "", confusionText(one)].join(
      "\n",
    );
  });
  return [`${recordings} recordings of ${actors} strangers`, ...parts].join("\n\n");
}

function sixText(one: BaselineJudgement): string {
  const rows = SECTIONS.map((section) => {
    const { recordings, accuracy, answered, rightWhenAnswered } = one.sixWays[section];
    return [
      NAMES[section],
      `${recordings}`,
      figure(accuracy.value),
      `${figure(accuracy.low)} to ${figure(accuracy.high)}`,
      figure(answered.value),
      figure(rightWhenAnswered.value),
    ];
  });
  const head = ["six ways, by the likeliest", "of", "accuracy", "95 %, by subject", "answered"];
  const contempt = `contempt answered as one of the six: ${figure(one.contempt.value)} of ${one.contempt.count}`;
  return `${formatTable([...head, "right when answered"], right(5), rows)}\n${contempt}`;
}

function calmText({ calm }: BaselineJudgement): string {
  const rows = [
    ["calm photos", calm.photos] as const,
    ["calm clips", calm.clips] as const,
    ...Object.entries(calm.byManner).map(([name, shares]) => [`  ${name}`, shares] as const),
  ].map(([name, { recordings, neutral, abstained, falseAlarm }]) => [
    name,
    `${recordings}`,
    figure(neutral),
    figure(abstained),
    figure(falseAlarm),
  ]);
  const { value, count } = calm.alarmedFrames;
  return (
    `${formatTable(["calm faces", "of", "neutral", "abstained", "false alarm"], right(4), rows)}\n` +
    `frames of calm clips called one of the six: ${figure(value)} of ${count}`
  );
}

function confusionText({ photoConfusion, clipConfusion }: BaselineJudgement): string {
  const tables = [
    ["photos", photoConfusion],
    ["clips", clipConfusion],
  ] as const;
  return tables
    .map(([name, table]) =>
      formatTable(
        [`${name}: truth \\ likeliest`, ...EXPRESSIONS],
        right(6),
        table.map((row, c) => [EXPRESSIONS[c]!, ...row.map((n) => `${n}`)]),
      ),
    )
    .join("\n\n");
}

/** Scores of action units, by unit, with both kinds of neutral. */
export function unitsText(
  title: string,
  own: readonly UnitJudgement[],
  generic: readonly UnitJudgement[],
): string {
  const rows = own.map((one, u) => [
    one.unit,
    `${one.positives}`,
    `${one.negatives}`,
    figure(one.auc.value),
    figure(one.strongOverWeak.value),
    figure(generic[u]!.auc.value),
    figure(generic[u]!.strongOverWeak.value),
  ]);
  const head = ["there", "not", "AUC, own", "strong over weak", "AUC, generic", "strong over weak"];
  return `${title}\n${formatTable(["unit", ...head], right(6), rows)}`;
}

/** How much more often the model is right than another. */
export function comparisonOnStrangersText(comparison: StrangersComparison): string {
  const cell = ({ value, low, high }: StrangersComparison["own"]["photos"]) =>
    `${figure(value)} (${figure(low)} to ${figure(high)})`;
  const rows = SECTIONS.map((section) => [
    NAMES[section],
    ...STRANGER_BASELINES.map((baseline) => cell(comparison[baseline][section])),
  ]);
  const head = ["more right than the other (95 %)", "own neutral", "generic neutral"];
  return formatTable(head, right(2), rows);
}
