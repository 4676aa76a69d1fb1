import { expect, test } from "vitest";
import {
  createTask,
  EXPRESSION_TASK,
  EXPRESSIONS,
  isSameTask,
  type Task,
} from "../../src/face/index.ts";

const NODS: Task = { name: "nods", labels: ["rest-less", "nod", "AU12"], exclusive: true };

test("keeps what it is given, frozen, and is not the caller's array", () => {
  const labels = ["a", "b"];
  const task = createTask({ name: "two", labels, exclusive: false });
  expect(task).toEqual({ name: "two", labels: ["a", "b"], exclusive: false });
  expect(Object.isFrozen(task) && Object.isFrozen(task.labels)).toBe(true);
  labels.push("c");
  expect(task.labels).toEqual(["a", "b"]);
});

test("two to thirty-two labels", () => {
  const of = (count: number) => Array.from({ length: count }, (_, k) => `l${k}`);
  expect(createTask({ ...NODS, labels: of(2) }).labels).toHaveLength(2);
  expect(createTask({ ...NODS, labels: of(32) }).labels).toHaveLength(32);
  expect(() => createTask({ ...NODS, labels: of(1) })).toThrow(
    "createTask: labels must be 2 to 32 names, got 1",
  );
  expect(() => createTask({ ...NODS, labels: of(33) })).toThrow(
    "createTask: labels must be 2 to 32 names, got 33",
  );
});

test("the six are a task of their own labels, checked like another", () => {
  expect(EXPRESSION_TASK).toEqual({ name: "expressions", labels: EXPRESSIONS, exclusive: true });
  expect(createTask(EXPRESSION_TASK)).toEqual(EXPRESSION_TASK);
});

test.each<[object, string]>([
  [{ name: " " }, "createTask: name must be a text that is not empty, got  "],
  [{ exclusive: 1 }, "createTask: exclusive must be true or false, got 1"],
  [{ labels: "ab" }, "createTask: labels must be 2 to 32 names, got ab"],
  [{ labels: ["a", 3] }, "createTask: labels[1] must be a text, got 3"],
  [{ labels: ["a", ""] }, 'createTask: labels[1] must be a name without ".", "/" and outer white'],
  [{ labels: ["a ", "b"] }, 'outer white space, got "a "'],
  [{ labels: ["mouth.open", "b"] }, 'got "mouth.open"'],
  [{ labels: ["a/b", "b"] }, 'got "a/b"'],
  [{ labels: ["a", "__proto__"] }, 'got "__proto__"'],
  [
    { labels: ["neutral", "a"] },
    "createTask: labels[0] must be another name than neutral, which is the face at rest",
  ],
  [{ labels: ["a", "b", "a"] }, "createTask: labels must differ, got a at 0 and at 2"],
])("refuses %j", (changes, message) => {
  expect(() => createTask({ ...NODS, ...changes })).toThrow(message);
});

test("tasks are the same by name, labels in order, and kind", () => {
  expect(isSameTask(NODS, structuredClone(NODS))).toBe(true);
  for (const other of [
    { ...NODS, name: "other" },
    { ...NODS, labels: [...NODS.labels].reverse() },
    { ...NODS, labels: NODS.labels.slice(1) },
    { ...NODS, exclusive: false },
  ]) {
    expect(isSameTask(NODS, other), JSON.stringify(other)).toBe(false);
  }
});
