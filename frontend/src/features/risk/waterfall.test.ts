import { expect, test } from "vitest";
import { waterfall } from "./waterfall";

test("each bar begins where the one before ended", () => {
  const bars = waterfall(10, [
    { code: "a", label: "A", points: 30 },
    { code: "b", label: "B", points: -15 },
  ]);
  expect(bars.map((bar) => [bar.from, bar.to])).toEqual([
    [10, 40],
    [25, 40],
  ]);
});

test("bars stay within the scale", () => {
  expect(waterfall(90, [{ code: "a", label: "A", points: 60 }])[0]).toMatchObject({ from: 90, to: 100, points: 60 });
});
