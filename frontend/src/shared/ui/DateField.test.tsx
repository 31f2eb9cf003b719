// @vitest-environment jsdom
import { MantineProvider } from "@mantine/core";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { DateField } from "./DateField";

beforeAll(() => {
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => {}, removeEventListener: () => {} }));
  vi.stubGlobal(
    "ResizeObserver",
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  );
});
afterEach(cleanup);

function typed(text: string) {
  const onChange = vi.fn<(day: string | null) => void>();
  render(
    <MantineProvider>
      <DateField label="As of" onChange={onChange} />
    </MantineProvider>,
  );
  fireEvent.change(screen.getByLabelText("As of"), { target: { value: text } });
  return onChange;
}

test("a day is typed as ISO writes it", () => {
  expect(typed("2026-03-01")).toHaveBeenCalledWith("2026-03-01");
});

test.each(["03/01/2026", "2026-02-30", "soon"])("%s is no day", (text) => {
  expect(typed(text)).not.toHaveBeenCalledWith(expect.any(String));
});
