import { expect, test } from "vitest";
import { changeType, joinAt, splitAt } from "./parts";

const whole = [{ document_type: "contract", confidence: 0.9, first_page: 1, last_page: 6 }];
const ranges = (parts: typeof whole) => parts.map((part) => [part.first_page, part.last_page]);

test("a range is cut where something new begins, and joined again", () => {
  const cut = splitAt(whole, 4);
  expect(ranges(cut)).toEqual([
    [1, 3],
    [4, 6],
  ]);
  expect(ranges(splitAt(cut, 4))).toEqual(ranges(cut));
  expect(ranges(joinAt(cut, 1))).toEqual([[1, 6]]);
});

test("one range changes its type and no other", () => {
  expect(changeType(splitAt(whole, 2), 1, "invoice").map((part) => part.document_type)).toEqual([
    "contract",
    "invoice",
  ]);
});
