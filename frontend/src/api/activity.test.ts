import { afterEach, expect, it, vi } from "vitest";
import { isUnattended, noteInput } from "./activity";

afterEach(() => vi.restoreAllMocks());

it("takes a reading request for the page's own a minute after the last input", () => {
  const now = vi.spyOn(performance, "now").mockReturnValue(1_000_000);
  noteInput();
  now.mockReturnValue(1_059_000);
  expect(isUnattended("GET")).toBe(false);
  now.mockReturnValue(1_061_000);
  expect(isUnattended("GET")).toBe(true);
  expect(isUnattended("POST")).toBe(false);
  noteInput();
  expect(isUnattended("GET")).toBe(false);
});
