import type { ExampleSet } from "@mien/core";
import { expect, test } from "vitest";
import { exampleSetHash } from "../../src/training/index.ts";
import { smallSet } from "../support/small-set.ts";

test("a set that holds the same has the same hash, wherever its values lie", () => {
  const set = smallSet();
  const { sequences, ...rest } = smallSet();
  const moved = sequences.map((s) => {
    const values = new Float32Array(
      new SharedArrayBuffer(s.values.byteLength + 64),
      32,
      s.values.length,
    );
    values.set(s.values);
    return { ...s, values };
  });
  expect(exampleSetHash({ sequences: moved, ...rest })).toBe(exampleSetHash(set));
});

test("whatever changes in a set changes its hash", () => {
  const changes: readonly Partial<ExampleSet>[] = [
    { classes: smallSet().classes.map((c) => c % 5) },
    { subjectIds: smallSet().subjectIds.map((id) => `${id}s`) },
    { neutral: new Uint8Array(24).fill(1) },
    { generic: new Uint8Array(24).fill(1) },
    { sequences: smallSet().sequences.map((s) => ({ ...s, stepMs: 41 })) },
    { copies: smallSet().sequences.slice(0, 1), copyOf: Int32Array.of(0) },
    { features: { ...smallSet().features, baseline: "person" } },
  ];
  const all = [smallSet(), ...changes.map((change) => ({ ...smallSet(), ...change }))];
  expect(new Set(all.map(exampleSetHash)).size).toBe(all.length);
});

test("an array of another kind with the same bytes is another set", () => {
  const classes = new Uint32Array(smallSet().classes.buffer.slice(0)) as unknown as Int32Array;
  expect(exampleSetHash({ ...smallSet(), classes })).not.toBe(exampleSetHash(smallSet()));
});

test("what is no plain data is refused where it stands", () => {
  const [first, ...rest] = smallSet().sequences;
  const odd = { ...first!, stepMs: (() => 40) as unknown as number };
  expect(() => exampleSetHash({ ...smallSet(), sequences: [odd, ...rest] })).toThrow(
    "exampleSetHash: set.sequences[0].stepMs must be plain data, got a function",
  );
});
