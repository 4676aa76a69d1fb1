import { expect, test } from "vitest";
import { checkStudyData } from "../../src/design/index.ts";

test("checkStudyData names a data set that has changed", () => {
  const record = { name: "cast", fingerprint: "a", recordings: 1, subjects: 1, counts: {} };
  const was = [{ ...record, folds: [] }];
  checkStudyData("j", was, was);
  expect(() => checkStudyData("j", was, [{ ...was[0]!, fingerprint: "b" }])).toThrow(
    "j: data set cast has changed since the study began: expected fingerprint a, got b",
  );
});
