import { describe, expect, test } from "vitest";
import { createProgress } from "../../src/cli/progress.ts";

/** A stream that keeps what is written to it. */
function recording(isTTY: boolean) {
  const written: string[] = [];
  const stream = { isTTY, write: (text: string) => written.push(text) > 0 };
  return { written, stream: stream as unknown as NodeJS.WriteStream };
}

describe("createProgress", () => {
  test("draws what is done on a terminal, and takes the bar away", () => {
    const { written, stream } = recording(true);
    const progress = createProgress({ total: 8, label: "study", from: 3, stream });
    expect(written.join("")).toContain("3 of 8");
    expect(written.join("")).not.toContain("left"); // nothing is known of the pace yet
    progress.status("12 fits");
    progress.set(8);
    expect(written.at(-1)).toContain("8 of 8");
    expect(written.at(-1)).toContain("12 fits");
    progress.finish();
    expect(written.at(-1)).toBe("\r\u001b[2K");
  });

  test("writes nothing but notes elsewhere", () => {
    const { written, stream } = recording(false);
    const progress = createProgress({ total: 2, label: "study", stream });
    progress.advance();
    progress.set(2);
    progress.status("words");
    progress.note("a line");
    progress.finish();
    expect(written).toEqual(["a line\n"]);
  });
});
