import { describe, expect, test } from "vitest";
import { summaryLine } from "../../src/cli/prediction-text.ts";
import type { SummaryRecord } from "../../src/inputs/index.ts";

const record: SummaryRecord = {
  recordingId: "clip",
  timestampMs: 1000,
  detected: true,
  label: "yawning",
  probabilities: { nodding: 0.3, yawning: 0.8 },
  shown: ["yawning"],
  set: ["nodding", "yawning"],
  summary: true,
  early: [],
  magnitude: 0.4,
  frames: 30,
  framesWithFace: 30,
};
// biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
const plain = (text: string) => text.replaceAll(/\u001b\[\d+m/g, "");
const line = (some: Partial<SummaryRecord>, exclusive = true) =>
  plain(summaryLine({ ...record, ...some }, "first frame", exclusive));

describe("summaryLine", () => {
  test("says the answer, how sure it is, and what else it could be", () => {
    expect(line({})).toBe(
      "clip  30 frames, 1.00 s: yawning 0.80; could also be nodding, measured from: first frame",
    );
    expect(line({ set: ["yawning"] })).toContain(": yawning 0.80, measured");
    expect(line({ label: "neutral" })).toContain(": neutral, measured");
  });

  test("says what it could be where it abstains", () => {
    expect(line({ label: null })).toContain(": undecided; could be nodding, yawning, measured");
    expect(line({ label: null, set: [] })).toContain(": undecided; like none of its labels,");
  });

  test("lists labels that are answered one by one", () => {
    expect(line({ label: null }, false)).toContain(": yawning 0.80, measured");
    expect(line({ label: null, shown: [] }, false)).toContain(": none of its labels, measured");
  });

  test("says where no face was found, and in how many frames", () => {
    expect(line({ framesWithFace: 0 })).toBe(
      "clip  30 frames, 1.00 s: no face was found in it, so nothing is predicted",
    );
    expect(line({ framesWithFace: 12 })).toContain("1.00 s, a face in 12: yawning");
  });
});
