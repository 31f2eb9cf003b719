import { expect, test } from "vitest";
import { isFiltered, SORTS, sortOf, sortParameter } from "./search";

test.each(SORTS.filter((sort) => sort !== "-created_at"))(
  "the sort %j is shown at its column and back in the URL",
  (sort) => {
    expect(sortParameter(sortOf({ view: "all", sort }))).toBe(sort);
  },
);

test("a sort by what is no column is shown at none", () => {
  expect(sortOf({ view: "all", sort: "-created_at" })).toBeNull();
});

test("the view is no filter", () => {
  expect(isFiltered({ view: "review", sort: "-score" })).toBe(false);
  expect(isFiltered({ view: "review", band: "high" })).toBe(true);
});
