import type { LabelledRecording } from "@mien/core";
import { saveModel } from "@mien/core";
import { expect, test } from "vitest";
import { loadMienCast } from "../../src/casting/index.ts";
import { SHIPPED, sliceRecording, trainShipped } from "../../src/release/index.ts";

/** The first actors of mien-cast, each with a calm clip made of a first clip's beginning. */
async function fewActors(actors: number): Promise<LabelledRecording[]> {
  const all = await loadMienCast();
  const subjects = [...new Set(all.map(({ recording }) => recording.subjectId))].slice(0, actors);
  return subjects.flatMap((subject) => {
    const own = all.filter(({ recording }) => recording.subjectId === subject);
    const rest = sliceRecording(own[0]!.recording, 0, 3);
    return [
      ...own,
      { recording: { ...rest, id: `${subject}-neutral` }, label: "neutral" as const },
    ];
  });
}

test("trainShipped gives the same bytes on one worker and on two, with scores of every view", async () => {
  const items = await fewActors(20);
  const train = async (workers: number) => {
    let fits = 0;
    const { model, views } = await trainShipped(
      items,
      {
        recipe: { hiddenSize: 8, epochs: 1 },
        seed: 3,
        workers,
        backend: "wasm",
        dataset: "a part of mien-cast",
        command: "a test",
      },
      { onFit: () => fits++ },
    );
    expect(fits).toBe(SHIPPED.folds + 1);
    return { bytes: saveModel(model), views, model };
  };
  const [one, two] = [await train(1), await train(2)];
  expect(Buffer.from(one.bytes).equals(Buffer.from(two.bytes))).toBe(true);
  const { model, views } = one;
  // mien-cast ends at the apex: few of its clips have a part after it.
  expect(views.map(({ view }) => view)).toEqual(
    expect.arrayContaining(["sequence", "sequence, generic", "sequence, own face", "photo"]),
  );
  const expressive = items.filter(({ label }) => label !== "neutral" && label !== "contempt");
  expect(views[0]).toMatchObject({ view: "sequence", recordings: expressive.length });
  for (const view of views) {
    expect(view.accuracy).toBeGreaterThanOrEqual(0);
    // Six ways by chance: 0.17. The linear floor learns something from so few already.
    expect(view.linearAccuracy).toBeGreaterThan(0.3);
  }
  expect(model.records).toEqual({ folds: SHIPPED.folds, views });
  expect(model.provenance).toMatchObject({ recordings: items.length, subjects: 20 });
  expect(model.calibration.gate).toMatchObject({ setOn: "neutral", rate: 0.1 });
  expect(model.calibration.genericGate).toMatchObject({ setOn: "neutral", rate: 0.1 });
});
