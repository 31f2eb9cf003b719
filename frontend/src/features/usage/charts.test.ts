import { describe, expect, it } from "vitest";
import { ranked, stacked } from "./charts";

const rows = [
  { day: "2026-11-03", model: "b", cost: 3 },
  { day: "2026-11-01", model: "a", cost: 1 },
  { day: "2026-11-01", model: "b", cost: 2 },
  { day: "2026-11-01", model: "a", cost: 1 },
];

describe("stacked", () => {
  it("sums by day and key, with the empty day between", () => {
    const stacks = stacked(
      rows,
      (row) => row.model,
      (row) => row.cost,
    );
    expect(stacks.map((stack) => [stack.day, stack.total])).toEqual([
      ["2026-11-01", 4],
      ["2026-11-02", 0],
      ["2026-11-03", 3],
    ]);
    expect(stacks[0]?.parts).toEqual([
      { key: "a", value: 2 },
      { key: "b", value: 2 },
    ]);
    expect(ranked(stacks)).toEqual(["b", "a"]);
  });
  it("has nothing to show of nothing", () =>
    expect(
      stacked(
        [],
        () => "",
        () => 0,
      ),
    ).toEqual([]));
});
