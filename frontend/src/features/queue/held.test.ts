import { expect, test } from "vitest";
import { held } from "./held";

const row = (id: string, score = 0) => ({ id, score });

test("rows keep their places and show what is in them now", () => {
  expect(held([row("a"), row("b")], [row("a", 5), row("b")])).toEqual({ rows: [row("a", 5), row("b")], news: 0 });
});

test("what came, went or changed places is counted and waits", () => {
  expect(held([row("a"), row("b")], [row("c"), row("a"), row("b")]).news).toBe(1);
  expect(held([row("a"), row("b")], [row("c"), row("b")])).toEqual({ rows: [row("a"), row("b")], news: 2 });
  expect(held([row("a"), row("b")], [row("b"), row("a")]).news).toBe(1);
});
