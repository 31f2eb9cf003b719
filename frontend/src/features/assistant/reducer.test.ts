import { expect, test } from "vitest";
import { begin, pieces, reduce, textOf } from "./reducer";

const hear = (events: [string, Record<string, unknown>][]) =>
  events.reduce((live, [name, data]) => reduce(live, { name, data }), begin("run_1", "Who?"));

test("tokens add up by sentence and a withdrawn sentence goes away", () => {
  const live = hear([
    ["token", { text: "Ilse ", sentence: 0 }],
    ["token", { text: "owns 61 % [1]. ", sentence: 0 }],
    ["token", { text: "She is rich.", sentence: 1 }],
    ["check", { sentence: 1, verdict: "withdrawn" }],
  ]);
  expect(textOf(live)).toBe("Ilse owns 61 % [1]. ");
});

test("events of another run change nothing", () => {
  expect(textOf(hear([["token", { text: "no", sentence: 0, run_id: "run_2" }]]))).toBe("");
});

test("a stream that begins again gives the same answer", () => {
  const once: [string, Record<string, unknown>][] = [
    ["stage", { name: "search", label: "search", state: "started" }],
    ["token", { text: "Yes.", sentence: 0 }],
  ];
  expect(hear([...once, ["opened", { run: "run_1" }], ...once])).toEqual(hear(once));
});

test("reset drops the text but keeps the stages", () => {
  const live = hear([
    ["stage", { name: "search", label: "search", state: "done", ms: 41 }],
    ["token", { text: "half an ans", sentence: 0 }],
    ["reset", {}],
  ]);
  expect(textOf(live)).toBe("");
  expect(live.stages).toHaveLength(1);
});

test("each look-up is a step of its own, whoever asked for it", () => {
  const live = hear([
    ["step", { tool: "list_hits", label: "hits", found: 2 }],
    ["step", { tool: "list_hits", label: "hits", found: 0, asked_by: "model", outcome: "refused", why: "enough" }],
  ]);
  expect(live.steps.map((step) => [step.asked_by, step.outcome, step.why])).toEqual([
    ["rule", "done", ""],
    ["model", "refused", "enough"],
  ]);
});

test("citation marks become chips", () => {
  expect(pieces("A [1]. B [2, 3].")).toEqual([
    { text: "A " },
    { cite: 1 },
    { text: ". B " },
    { cite: 2 },
    { cite: 3 },
    { text: "." },
  ]);
});
