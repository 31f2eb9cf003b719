import { describe, expect, it } from "vitest";
import { DEFAULT_SCOPE, scopeOf, parseScope, scopeSearch } from "@/shared/ownershipScope";

describe("what the URL asks of the ownership tab", () => {
  it("keeps rule, threshold, day and category, and gives them back", () => {
    const given = { regime: "uk", threshold: "0.2", as_of: "2024-02-29", category: "higher_risk" };
    const kept = parseScope(given);
    expect(kept).toEqual({ regime: "uk", threshold: 0.2, as_of: "2024-02-29", category: "higher_risk" });
    expect(scopeSearch(scopeOf(kept))).toEqual(kept);
  });
  it.each([
    { regime: "xx" },
    { threshold: 0 },
    { threshold: 1.5 },
    { threshold: "soon" },
    { as_of: "2024-13-01" },
    { as_of: "soon" },
    { as_of: 20240101 },
    { category: "low" },
  ])("drops what the server would refuse: %o", (given) => {
    expect(parseScope(given)).toEqual({});
  });
  it("asks for nothing where the URL says nothing", () => {
    expect(scopeOf({})).toEqual(DEFAULT_SCOPE);
  });
});
