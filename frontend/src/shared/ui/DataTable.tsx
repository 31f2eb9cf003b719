import { UnstyledButton } from "@mantine/core";
import {
  createSortedRowModel,
  rowSortingFeature,
  sortFn_alphanumeric,
  tableFeatures,
  useTable,
  type SortingState,
} from "@tanstack/react-table";
import { useEffect, useMemo, useRef, useState, type MouseEvent, type ReactNode } from "react";
import { useShortcuts } from "../keyboard";
import { useTexts } from "../texts.en";
import classes from "./DataTable.module.css";
import { ScrollBox } from "./ScrollBox";

const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { alphanumeric: sortFn_alphanumeric },
});

export interface Column<T> {
  id: string;
  header: string;
  cell: (row: T) => ReactNode;
  /** Makes the column sortable in the browser, for lists that are loaded whole. Rows without a value come last. */
  sortValue?: (row: T) => string | number | null | undefined;
  /** Makes the column sortable by the server; used together with `sort` and `onSort` of the table. */
  sortable?: boolean;
  /** Numbers and actions are aligned to the right and do not wrap. */
  align?: "right";
  nowrap?: boolean;
  /** Secondary columns are smaller and in a second colour. */
  secondary?: boolean;
  /** The header is only for screen readers, as for a column of buttons. */
  hiddenHeader?: boolean;
}

export interface Sort {
  id: string;
  desc: boolean;
}

interface Props<T> {
  /** What the rows are, for screen readers. */
  label: string;
  /** Keep them stable between renders (useMemo), as the sorted rows are computed from them. */
  columns: Column<T>[];
  rows: T[];
  rowKey: (row: T) => string;
  /** Opens a row by click and Enter. With it, or with `onActive`, j and k move between the rows. */
  onOpen?: (row: T) => void;
  /** The marked row, where the page knows it, for example from the URL; else the table remembers it. */
  active?: string | null;
  onActive?: (row: T) => void;
  /** A heading above the rows of each group; rows of a group have to be adjacent. */
  group?: (row: T) => { key: string; title: ReactNode };
  sort?: Sort | null;
  onSort?: (sort: Sort | null) => void;
  className?: string;
}

/** A list as a table: sorting, keys and rows of 32 px, in a scroll container of its own. */
export function DataTable<T extends object>(props: Props<T>) {
  const { label, columns, rows, rowKey, onOpen, onActive, group, sort, onSort, className } = props;
  const t = useTexts();
  const body = useRef<HTMLTableElement>(null);
  const [ownActive, setOwnActive] = useState<string | null>(null);
  const [ownSorting, setOwnSorting] = useState<SortingState>([]);
  const byServer = onSort !== undefined;
  const sorting = useMemo(() => (byServer ? (sort ? [sort] : []) : ownSorting), [byServer, sort, ownSorting]);
  const definitions = useMemo(
    () =>
      columns.map((column) => ({
        id: column.id,
        header: column.header,
        accessorFn: (row: T) => column.sortValue?.(row) ?? undefined,
        enableSorting: column.sortable === true || column.sortValue !== undefined,
        sortFn: "alphanumeric" as const,
        sortUndefined: "last" as const,
        sortDescFirst: false,
      })),
    [columns],
  );
  const byId = useMemo(() => new Map(columns.map((column) => [column.id, column])), [columns]);
  const table = useTable({
    features,
    columns: definitions,
    data: rows,
    getRowId: rowKey,
    manualSorting: byServer,
    state: { sorting },
    onSortingChange: (update) => {
      const next = typeof update === "function" ? update(sorting) : update;
      if (onSort) onSort(next[0] ?? null);
      else setOwnSorting(next);
    },
  });

  const shown = table.getRowModel().rows;
  const keys = shown.map((row) => row.id);
  const walks = onOpen !== undefined || onActive !== undefined;
  const active = props.active === undefined ? ownActive : props.active;
  // A table that remembers its row itself always has one, so that Enter opens what is seen to be marked.
  const found = active === null ? -1 : keys.indexOf(active);
  const at = found < 0 && props.active === undefined && walks ? 0 : found;

  function activate(index: number) {
    const row = shown[Math.max(0, Math.min(index, shown.length - 1))];
    if (!row) return;
    setOwnActive(row.id);
    onActive?.(row.original);
  }
  useShortcuts((event) => {
    if (!walks) return false;
    if (event.key === "j") activate(at + 1);
    else if (event.key === "k") activate(at - 1);
    else if (event.key === "Enter" && onOpen && !isControl(event.target)) {
      const row = shown[at];
      if (row) onOpen(row.original);
    } else return false;
    return true;
  });
  const activeKey = keys[at];
  useEffect(() => {
    body.current?.querySelector('tr[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [activeKey]);

  function click(event: MouseEvent, row: T, index: number) {
    if (isControl(event.target) || window.getSelection()?.type === "Range") return;
    activate(index);
    onOpen?.(row);
  }

  let lastGroup: string | undefined;
  return (
    <ScrollBox label={label}>
      <table ref={body} className={[classes["table"], className].filter(Boolean).join(" ")} aria-label={label}>
        <thead>
          {table.getHeaderGroups().map((head) => (
            <tr key={head.id}>
              {head.headers.map((header) => {
                const column = byId.get(header.column.id);
                const order = header.column.getIsSorted();
                const next = header.column.getNextSortingOrder();
                return (
                  <th
                    key={header.id}
                    scope="col"
                    data-align={column?.align}
                    aria-sort={order === "asc" ? "ascending" : order === "desc" ? "descending" : undefined}
                  >
                    {header.column.getCanSort() ? (
                      <UnstyledButton
                        className={classes["sort"]}
                        onClick={() =>
                          next === false ? header.column.clearSorting() : header.column.toggleSorting(next === "desc")
                        }
                        title={t(`sort.${next === "asc" ? "ascending" : next === "desc" ? "descending" : "none"}`)}
                      >
                        {column?.header}
                        <span aria-hidden="true">{order === "asc" ? "↑" : order === "desc" ? "↓" : "↕"}</span>
                      </UnstyledButton>
                    ) : column?.hiddenHeader ? (
                      <span className={classes["hidden"]}>{column.header}</span>
                    ) : (
                      column?.header
                    )}
                  </th>
                );
              })}
            </tr>
          ))}
        </thead>
        <tbody>
          {shown.flatMap((row, index) => {
            const section = group?.(row.original);
            const opens = section !== undefined && section.key !== lastGroup;
            lastGroup = section?.key;
            return [
              opens && (
                <tr key={`group ${section.key}`} className={classes["group"]}>
                  <th scope="rowgroup" colSpan={columns.length}>
                    {section.title}
                  </th>
                </tr>
              ),
              <tr
                key={row.id}
                className={walks ? classes["pickable"] : undefined}
                aria-selected={walks ? index === at : undefined}
                onClick={walks ? (event) => click(event, row.original, index) : undefined}
              >
                {columns.map((column) => (
                  <td
                    key={column.id}
                    data-align={column.align}
                    data-nowrap={column.nowrap || undefined}
                    data-secondary={column.secondary || undefined}
                  >
                    {column.cell(row.original)}
                  </td>
                ))}
              </tr>,
            ];
          })}
        </tbody>
      </table>
    </ScrollBox>
  );
}

const isControl = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest("a, button, input, textarea, select, label, [role=option]") !== null;
