import type { Interval } from "@mien/study";
import type { Judgement } from "./judge-row.ts";
import type { Ablation } from "./run-ablation.ts";

const percent = (share: number) => (100 * share).toFixed(1);
const cell = ({ value, low, high }: Interval) =>
  `${percent(value)} (${percent(low)} to ${percent(high)})`;
const cells = ({ accuracy, macroF1 }: Judgement) => [cell(accuracy), cell(macroF1)];

/** The page that one run makes: how, the table, and how to read it. */
export function ablationMarkdown(ablation: Ablation, command: string): string {
  const { actors, heldOutActors, seed, fits, rows } = ablation;
  const [full] = rows;
  const head = ["trained on", "actors", "clips"];
  const judged = ["held-out: accuracy", "macro F1", "mien-cast: accuracy", "macro F1"];
  const line = (words: readonly (string | number)[]) => `| ${words.join(" | ")} |`;
  return [
    "# What each part of the shipped model's recipe is worth",
    `Made by one command, with MediaPipe's landmarker and the face kit of [mien-cast](mien-cast.md):`,
    `\`\`\`\n${command}\n\`\`\``,
    `Each row changes one thing of the first. It trains on clips of ${actors} virtual actors (seed ${seed}, the six expressions of ` +
      `the large cast) with a smaller recipe than the shipped model's (32 units, 12 epochs), ${fits} fits with seeds of their own, and ` +
      `is judged six ways on whole sequences with the first frame as baseline: on ${heldOutActors} further actors of the full cast ` +
      `(${full!.heldOut.recordings} clips) and on mien-cast, other actors drawn and filmed otherwise (${full!.other.recordings} clips). ` +
      `Per cent, the predictions of all fits pooled; in brackets 95 % by bootstrap over subjects. The interval is that of one row: rows ` +
      `share their clips, so that a difference between two may be surer than their intervals look.`,
    [
      line([...head, ...judged]),
      line(["---", ...new Array<string>(head.length - 1 + judged.length).fill("---:")]),
      ...rows.map((row) =>
        line([
          row.name,
          row.actors,
          row.trainingRecordings,
          ...cells(row.heldOut),
          ...cells(row.other),
        ]),
      ),
    ].join("\n"),
    [
      "- *One face shape for all*: identity weights 0; skin, hair and how strongly each movement answers still differ.",
      "- *One variant an expression*: the most frequent combination of action units; intensities and timing still differ.",
      "- *No tension at rest*: every actor's calm face is the kit's own.",
      "- *No dynamics*: in training and, other than in the rest of the table, in judgement the frame farthest from the first, seen against the first.",
      "- Other rows with the full cast differ in the number of actors, or in the features of a frame.",
      "- So few clips are few steps of training: a row shows how fast it learns, too. The shipped model learns from ten times the actors.",
      "- All actors are rendered: the table says what helps on other rendered faces, not how well real ones are recognised.",
    ].join("\n"),
    "",
  ].join("\n\n");
}
