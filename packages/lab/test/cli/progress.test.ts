import { afterEach, describe, expect, test, vi } from "vitest";
import { createProgress } from "../../src/cli/progress.ts";

/** A stream that keeps what is written to it. */
function recording(isTTY: boolean) {
  const written: string[] = [];
  const stream = { isTTY, write: (text: string) => written.push(text) > 0 };
  return { written, stream: stream as unknown as NodeJS.WriteStream };
}

afterEach(() => {
  vi.useRealTimers();
});

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

  test("writes a plain line every ten seconds elsewhere, for one who waits or a log", () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    const { written, stream } = recording(false);
    const progress = createProgress({ total: 100, label: "train", stream });
    progress.set(10);
    expect(written).toEqual([]);
    vi.advanceTimersByTime(10_000);
    progress.set(20);
    progress.set(21);
    expect(written).toEqual(["train 20 of 100, 0:40 left\n"]);
    vi.advanceTimersByTime(10_000);
    progress.status("3 fits");
    expect(written.at(-1)).toBe("train 21 of 100, 1:15 left; 3 fits\n");
    progress.finish();
  });

  test("writes nothing but notes elsewhere where the work is short", () => {
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
