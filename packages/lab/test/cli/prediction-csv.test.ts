import { describe, expect, test } from "vitest";
import { csvHeader, csvRow } from "../../src/cli/prediction-csv.ts";

const labels = ["yawning", 'says "no", nods'];

describe("csvRow", () => {
  test("has a column a label, under a header that names it, and quotes what must be", () => {
    expect(csvHeader(labels)).toBe(
      'recordingId,timestampMs,detected,label,yawning,"says ""no"", nods",shown,set,summary,person',
    );
    const record = {
      recordingId: "a,b",
      person: 2,
      timestampMs: 40,
      detected: true,
      label: "yawning",
      probabilities: { yawning: 0.75, [labels[1]!]: 0.5 },
      shown: ["yawning"],
      set: labels,
    };
    expect(csvRow(labels, record)).toBe(
      '"a,b",40,true,yawning,0.75,0.5,yawning,"yawning;says ""no"", nods",false,2',
    );
  });

  test("leaves empty what is not known", () => {
    const nobody = { label: null, probabilities: null, shown: [], set: [] };
    const record = { recordingId: "r", timestampMs: 0, detected: false, ...nobody };
    expect(csvRow(["a", "b"], record)).toBe("r,0,false,,,,,,false,");
  });
});
