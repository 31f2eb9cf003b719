// @vitest-environment jsdom
import { MantineProvider } from "@mantine/core";
import { cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { DataTable, type Column, type Sort } from "./DataTable";

interface Row {
  id: string;
  name: string;
  score: number | null;
}
const ROWS: Row[] = [
  { id: "1", name: "Calder", score: null },
  { id: "2", name: "Asbury", score: 71 },
  { id: "3", name: "Birken", score: 9 },
];
const COLUMNS: Column<Row>[] = [
  { id: "name", header: "Name", cell: (row) => <a href={`#${row.id}`}>{row.name}</a>, sortValue: (row) => row.name },
  { id: "score", header: "Score", cell: (row) => row.score ?? "none", sortValue: (row) => row.score },
];

beforeAll(() => {
  // What jsdom lacks and Mantine and the table ask for.
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => {}, removeEventListener: () => {} }));
  vi.stubGlobal(
    "ResizeObserver",
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  );
  Element.prototype.scrollIntoView = () => {};
});
afterEach(cleanup);

function show(more: Partial<Parameters<typeof DataTable<Row>>[0]> = {}) {
  render(
    <MantineProvider>
      <DataTable label="Parties" columns={COLUMNS} rows={ROWS} rowKey={(row) => row.id} {...more} />
    </MantineProvider>,
  );
}
const names = () => screen.getAllByRole("link").map((link) => link.textContent);
const selected = () => within(screen.getByRole("row", { selected: true })).getByRole("link").textContent;
const sortBy = (name: RegExp) => fireEvent.click(screen.getByRole("button", { name }));

test("a click on a header sorts, a second one the other way, and rows without a value stay last", () => {
  show();
  sortBy(/Score/);
  expect(names()).toEqual(["Birken", "Asbury", "Calder"]);
  expect(screen.getByRole("columnheader", { name: /Score/ }).getAttribute("aria-sort")).toBe("ascending");
  sortBy(/Score/);
  expect(names()).toEqual(["Asbury", "Birken", "Calder"]);
  sortBy(/Score/);
  expect(names()).toEqual(["Calder", "Asbury", "Birken"]);
});

test("j and k move, Enter opens the selected row", () => {
  const onOpen = vi.fn();
  show({ onOpen });
  expect(selected()).toBe("Calder");
  fireEvent.keyDown(window, { key: "j" });
  fireEvent.keyDown(window, { key: "j" });
  fireEvent.keyDown(window, { key: "j" });
  expect(selected()).toBe("Birken");
  fireEvent.keyDown(window, { key: "k" });
  fireEvent.keyDown(document.body, { key: "Enter" });
  expect(onOpen).toHaveBeenCalledExactlyOnceWith(ROWS[1]);
});

test("keys of a field and Enter on a link are not the table's", () => {
  const onOpen = vi.fn();
  show({ onOpen });
  const field = document.body.appendChild(document.createElement("input"));
  fireEvent.keyDown(field, { key: "j" });
  field.remove();
  expect(selected()).toBe("Calder");
  fireEvent.keyDown(screen.getByRole("link", { name: "Asbury" }), { key: "Enter" });
  expect(onOpen).not.toHaveBeenCalled();
});

test("the server sorts where the page passes on the sort", () => {
  const onSort = vi.fn<(sort: Sort | null) => void>();
  show({ sort: { id: "score", desc: true }, onSort });
  expect(names()).toEqual(["Calder", "Asbury", "Birken"]);
  sortBy(/Name/);
  expect(onSort).toHaveBeenCalledWith({ id: "name", desc: false });
});

test("each group has its heading once", () => {
  show({
    group: (row) => ({ key: row.score === null ? "none" : "scored", title: row.score ? "Scored" : "Not scored" }),
  });
  expect(screen.getAllByRole("rowheader").map((head) => head.textContent)).toEqual(["Not scored", "Scored"]);
});
