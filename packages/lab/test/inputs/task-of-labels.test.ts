import { EXPRESSION_TASK } from "@mien/core";
import { describe, expect, test } from "vitest";
import { taskOfLabels } from "../../src/inputs/index.ts";

describe("taskOfLabels", () => {
  test("is the six expressions for any of them, with contempt and neutral", () => {
    expect(taskOfLabels(["happiness", "neutral", "contempt"])).toBe(EXPRESSION_TASK);
  });

  test("is a task of its own for other labels: sorted, each once, without the face at rest", () => {
    expect(taskOfLabels(["yawning", "neutral", "nodding", "yawning"], "gestures")).toEqual({
      name: "gestures",
      labels: ["nodding", "yawning"],
      exclusive: true,
    });
    expect(taskOfLabels(["happiness", "yawning"]).labels).toEqual(["happiness", "yawning"]);
  });

  test("says where there are too few", () => {
    expect(() => taskOfLabels(["yawning", "neutral"])).toThrow(
      "labels must be 2 to 32 names, got 1",
    );
  });
});
