import { describe, expect, test } from "vitest";
import { checkParams, createSearchSpace, SearchSpaceError } from "../src/index.ts";

const SPACE = {
  rate: { type: "float", low: 1e-4, high: 0.1, log: true },
  dropout: { type: "float", low: 0, high: 0.5, step: 0.1 },
  units: { type: "integer", low: 4, high: 64, log: true },
  batch: { type: "integer", low: 8, high: 32, step: 8 },
  cell: { type: "categorical", choices: ["gru", "lstm", 3, true] },
};

test("comes back frozen, equal and in order, and again from JSON", () => {
  const space = createSearchSpace(SPACE);
  expect(Object.keys(space)).toEqual(Object.keys(SPACE));
  expect(space).toMatchObject(SPACE);
  expect([space, space.cell].map(Object.isFrozen)).toEqual([true, true]);
  expect(createSearchSpace(JSON.parse(JSON.stringify(space)))).toEqual(space);
});

describe("refuses, naming the parameter,", () => {
  const float = { type: "float", low: 0, high: 1 };
  const integer = { type: "integer", low: 1, high: 9 };
  const categorical = { type: "categorical", choices: ["a", "b"] };
  test.each<[unknown, string]>([
    [null, "a: expected an object, got null"],
    [{ type: "real" }, 'a: expected type float, integer or categorical, got "real"'],
    [{ ...float, min: 0 }, 'a: expected one of the keys type, low, high, log, step, got "min"'],
    [{ ...categorical, low: 0 }, 'a: expected one of the keys type, choices, got "low"'],
    [{ ...float, high: Number.NaN }, "a: expected high a finite number, got NaN"],
    [{ ...float, low: "0" }, 'a: expected low a finite number, got "0"'],
    [{ ...float, low: 2 }, "a: expected low <= high, got [2,1]"],
    [{ ...float, log: true }, "a: expected low > 0 with log, got 0"],
    [{ ...float, log: 1 }, "a: expected log true or false, got 1"],
    [{ ...float, low: 0.5, log: true, step: 0.1 }, "a: expected no step with log, got 0.1"],
    [{ ...float, step: 0.3 }, "a: expected step to divide high - low, got 0.3"],
    [{ ...float, step: 0 }, "a: expected step a finite number > 0, got 0"],
    [{ ...integer, low: 1.5 }, "a: expected low an integer, got 1.5"],
    [{ ...integer, step: 0.5 }, "a: expected step an integer > 0, got 0.5"],
    [{ ...categorical, choices: [] }, "a: expected at least 1 choice, got []"],
    [{ ...categorical, choices: ["a", "a"] }, 'a: expected distinct choices, got "a"'],
    [
      { ...categorical, choices: [null] },
      "a: expected choices that are strings, booleans or finite numbers, got null",
    ],
  ])("%j", (parameter, text) => {
    const create = () => createSearchSpace({ a: parameter });
    expect(create).toThrow(SearchSpaceError);
    expect(create).toThrow(`createSearchSpace: ${text}`);
  });

  test("a space that is none, or a name that would not keep its place", () => {
    expect(() => createSearchSpace({})).toThrow(
      "createSearchSpace: expected an object of at least 1 parameter, got {}",
    );
    expect(() => createSearchSpace([float])).toThrow("expected an object of at least 1 parameter");
    expect(() => createSearchSpace({ 1: float })).toThrow(
      'createSearchSpace: 1: expected a name of letters, digits, _ . -, not a digit first, got "1"',
    );
  });
});

describe("parameters are checked against the space:", () => {
  const space = createSearchSpace(SPACE);
  const sound = { rate: 0.01, dropout: 0.30000000000000004, units: 17, batch: 24, cell: 3 };
  const check = (change: object) => () => checkParams("here", space, { ...sound, ...change });

  test("sound ones pass", () => expect(check({})).not.toThrow());

  test.each<[object, string]>([
    [{ rate: 0.2 }, "here: rate: expected a number in [0.0001, 0.1], got 0.2"],
    [{ rate: Number.NaN }, "here: rate: expected a number in [0.0001, 0.1], got NaN"],
    [{ dropout: 0.25 }, "here: dropout: expected a number in [0, 0.5] in steps of 0.1, got 0.25"],
    [{ units: 4.5 }, "here: units: expected an integer in [4, 64], got 4.5"],
    [{ batch: 12 }, "here: batch: expected an integer in [8, 32] in steps of 8, got 12"],
    [{ cell: "3" }, 'here: cell: expected one of ["gru","lstm",3,true], got "3"'],
    [{ cell: undefined }, 'here: cell: expected one of ["gru","lstm",3,true], got undefined'],
    [
      { gamma: 1 },
      "here: gamma: expected one of the parameters rate, dropout, units, batch, cell, got 1",
    ],
  ])("%j", (change, text) => {
    expect(check(change)).toThrow(SearchSpaceError);
    expect(check(change)).toThrow(text);
  });
});
