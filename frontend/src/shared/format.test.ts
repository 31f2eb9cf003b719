import { describe, expect, test } from "vitest";
import { due, formatDateTime, percent, relative } from "./format";

const NOW = new Date(2026, 10, 30, 12, 0).getTime();
const at = (hours: number): string => new Date(NOW + hours * 3_600_000).toISOString();

test("a moment is the ISO day and the local time", () => {
  expect(formatDateTime(new Date(2026, 2, 1, 9, 5))).toBe("2026-03-01 09:05");
});

test.each([
  [0, "now"],
  [-0.5, "30 min ago"],
  [3, "in 3 h"],
  [-47, "47 h ago"],
  [120, "in 5 d"],
])("a moment %d h away is %s", (hours, text) => {
  expect(relative(at(hours), NOW)).toBe(text);
});

describe("what is due", () => {
  test.each([
    [3, "in 3 h", true],
    [30, "tomorrow", false],
    [-0.2, "1 h overdue", true],
    [-49, "2 d overdue", true],
    [240, "2026-12-10", false],
  ])("in %d h is %s", (hours, text, urgent) => {
    expect(due(at(hours), NOW)).toEqual({ text, urgent });
  });
});

test("shares are given to a tenth of a percent", () => {
  expect([percent(0.25), percent(0.6581), percent(null)]).toEqual(["25 %", "65.8 %", "–"]);
});
