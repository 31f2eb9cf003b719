import { expect, test } from "vitest";
import { keepOrder } from "./stableRows";

const row = (id: string, score = 0) => ({ id, score });

test("rows keep their places and show their current values", () => {
  expect(keepOrder([row("a"), row("b")], [row("a", 5), row("b")])).toEqual({
    rows: [row("a", 5), row("b")],
    changes: 0,
  });
});

test("added, removed and moved rows are counted but not shown yet", () => {
  expect(keepOrder([row("a"), row("b")], [row("c"), row("a"), row("b")]).changes).toBe(1);
  expect(keepOrder([row("a"), row("b")], [row("c"), row("b")])).toEqual({ rows: [row("a"), row("b")], changes: 2 });
  expect(keepOrder([row("a"), row("b")], [row("b"), row("a")]).changes).toBe(1);
});
