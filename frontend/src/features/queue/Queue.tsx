import { keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useMemo, useRef, useState, type KeyboardEvent as ReactKeyboardEvent } from "react";
import { api, query } from "@/api/client";
import type { Case, CaseSummary, Queue as QueuePage, View } from "@/api/types";
import { typing } from "@/app/Shell";
import { due, moment, plural } from "@/shared/format";
import { Failure, Loaded, RiskState } from "@/shared/ui";
import { held } from "./held";

export interface QueueSearch { view: View; state?: string; band?: string; customer_kind?: string; due?: string; q?: string; sort?: string }

const VIEWS: [View, string][] = [
  ["mine", "My tasks"],
  ["all", "All cases"],
  ["review", "Second review"],
  ["monitoring", "Monitoring"],
];
const FILTERS: [keyof QueueSearch, string, [string, string][]][] = [
  ["state", "State", [["", "any"], ["open", "open"], ["proposed", "proposed"], ["approved", "approved"], ["rejected", "rejected"]]],
  ["band", "Risk", [["", "any"], ["low", "low"], ["medium", "medium"], ["high", "high"], ["prohibited", "prohibited"]]],
  ["due", "Due", [["", "any"], ["overdue", "overdue"], ["today", "today"], ["week", "this week"]]],
  ["customer_kind", "Type", [["", "any"], ["company", "company"], ["person", "person"]]],
  ["sort", "Sort", [["", "due first"], ["-due_at", "due last"], ["-score", "highest risk"], ["score", "lowest risk"], ["-created_at", "newest"]]],
];
const EMPTY: Record<View, string> = {
  mine: "Nothing waits on you. Take the next case, or open a new one.",
  all: "There is no case yet. Open the first one: a name and its documents are enough.",
  review: "No decision waits for a second reviewer.",
  monitoring: "No approved customer needs a look.",
};

function Row({ one, at, onOpen, onPoint }: { one: CaseSummary; at: boolean; onOpen: () => void; onPoint: () => void }) {
  const when = due(one.due_at);
  const reading = one.documents_total > 0 && one.documents_done + one.documents_failed < one.documents_total;
  const closed = one.state === "approved" || one.state === "rejected";
  return (
    <tr className={at ? "at pickable" : "pickable"} onClick={onOpen} onMouseMove={onPoint} aria-selected={at}>
      <td className="nowrap">{one.reference}</td>
      <td>
        <Link to="/cases/$id" params={{ id: one.id }} style={{ fontWeight: 550 }} onClick={(event) => event.stopPropagation()}>
          {one.customer_name}
        </Link>{" "}
        <span className="faint">{one.country?.toUpperCase()}</span>
      </td>
      <td className="muted">{one.customer_kind}</td>
      <td>{one.waiting_on}</td>
      <td>
        <RiskState band={one.band} score={one.score} provisional={one.provisional} />
      </td>
      <td className="muted small nowrap">
        {reading ? (
          <span className="row">
            <span className="meter" style={{ width: 72 }}>
              <span style={{ width: `${(100 * one.documents_done) / one.documents_total}%` }} />
            </span>
            {one.progress}
          </span>
        ) : (
          one.progress
        )}
      </td>
      <td className="right" title={moment(one.due_at)} style={when.urgent && !closed ? { color: "var(--high)" } : undefined}>
        {closed ? one.state : `${when.text}${when.urgent ? " !" : ""}`}
      </td>
      <td className="muted nowrap">{one.owner?.name ?? "nobody yet"}</td>
    </tr>
  );
}

export function Queue() {
  const search: QueueSearch = useSearch({ from: "/in/" });
  const navigate = useNavigate();
  const client = useQueryClient();
  const [at, setAt] = useState(0);
  const filter = useRef<HTMLInputElement>(null);
  const found = useInfiniteQuery({
    queryKey: ["queue", search],
    queryFn: ({ signal, pageParam }) =>
      api.get<QueuePage>(`/cases${query({ ...search, state: search.state ?? "any", limit: 50, cursor: pageParam })}`, signal),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  });
  // Nothing jumps: the rows stay where they are, changed in place, and what is new waits until it is asked for.
  const fresh = useMemo(() => found.data?.pages.flatMap((page) => page.items) ?? [], [found.data]);
  const kept = useRef<{ of: string; rows: CaseSummary[] }>({ of: "", rows: [] });
  const of = JSON.stringify([search, found.data?.pages.length]);
  const settled = found.data !== undefined && !found.isPlaceholderData;
  if (settled && (kept.current.of !== of || kept.current.rows.length === 0)) kept.current = { of, rows: fresh };
  const { rows, news } = held(kept.current.rows, fresh);
  const [, redraw] = useState(0);
  const showNews = () => {
    kept.current = { of, rows: fresh };
    redraw((count) => count + 1);
  };
  const filtered = Boolean(search.q || search.state || search.band || search.due || search.customer_kind);
  const counts = found.data?.pages[0]?.counts;
  const next = useMutation({
    mutationFn: () => api.post<Case | undefined>("/cases/next"),
    onSuccess: (taken) => {
      void client.invalidateQueries({ queryKey: ["queue"] });
      if (taken) void navigate({ to: "/cases/$id", params: { id: taken.id } });
    },
  });
  const open = (one: CaseSummary | undefined) => one && void navigate({ to: "/cases/$id", params: { id: one.id } });
  const set = (key: keyof QueueSearch, value: string) =>
    void navigate({ to: "/", search: { ...search, [key]: value || undefined } as QueueSearch, replace: true });

  // Enter and Escape leave the filter as it is and go on with the keys of the rows.
  function toTheRows(event: ReactKeyboardEvent<HTMLInputElement>) {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    event.currentTarget.blur();
    setAt(0);
  }

  useEffect(() => setAt(0), [search.view]);
  useEffect(() => {
    function press(event: KeyboardEvent) {
      if (typing(event)) return;
      if (event.key === "j") setAt((now) => Math.min(now + 1, rows.length - 1));
      else if (event.key === "k") setAt((now) => Math.max(now - 1, 0));
      else if (event.key === "Enter" && !(event.target instanceof HTMLAnchorElement || event.target instanceof HTMLButtonElement)) open(rows[at]);
      else if (event.key === "/") filter.current?.focus();
      else if (event.key === "t") next.mutate();
      else return;
      event.preventDefault();
    }
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  });

  return (
    <section className="card" style={{ margin: 16 }} aria-label="Queue">
      <h1 className="vh">Queue</h1>
      <div className="tabs" style={{ paddingTop: 4 }}>
        {VIEWS.map(([view, label]) => (
          <Link key={view} to="/" search={{ ...search, view }} aria-current={search.view === view ? "page" : undefined} className={search.view === view ? "on" : ""}>
            {label}
            {counts && <span className={counts[view] > 0 && (view === "mine" || view === "review") ? "count todo" : "count"}>{counts[view]}</span>}
          </Link>
        ))}
        <span className="grow" />
        <span className="row" style={{ padding: "4px 0" }}>
          <Link to="/cases/new" className="btn">
            New case
          </Link>
          <button type="button" className="btn go" onClick={() => next.mutate()} disabled={next.isPending}>
            Take next <kbd style={{ color: "inherit", borderColor: "currentColor" }}>T</kbd>
          </button>
        </span>
      </div>
      <div className="row wrapx" style={{ padding: "8px 16px", borderBottom: "1px solid var(--line)" }}>
        <label className="pick">
          <span className="vh">Filter by name or case number</span>
          <input ref={filter} type="search" placeholder="Name or case number" value={search.q ?? ""} onChange={(event) => set("q", event.target.value)} onKeyDown={toTheRows} />
        </label>
        {FILTERS.map(([key, label, options]) => (
          <label className="pick" key={key}>
            {label}
            <select value={search[key] ?? ""} onChange={(event) => set(key, event.target.value)}>
              {options.map(([value, text]) => (
                <option key={value} value={value}>
                  {text}
                </option>
              ))}
            </select>
          </label>
        ))}
        <span className="grow" />
        <span className="faint small">{found.data ? plural(rows.length, "case") : ""}</span>
      </div>
      {news > 0 && (
        <div className="news" role="status">
          <button type="button" className="link small" onClick={showNews}>
            {plural(news, "change", "changes")} in this list · show
          </button>
        </div>
      )}
      {next.error && <Failure error={next.error} retry={() => next.mutate()} />}
      {next.isSuccess && next.data === undefined && <p className="note">Every open case has an owner: there is no next one to take.</p>}
      <Loaded of={{ ...found, data: found.data }} what="Fetching the queue">
        {() =>
          rows.length === 0 ? (
            <div className="note">
              <span>{filtered ? "No case fits these filters." : EMPTY[search.view]}</span>
              {filtered ? (
                <Link to="/" search={{ view: search.view }} className="btn">
                  Clear the filters
                </Link>
              ) : (
                <Link to="/cases/new" className="btn">
                  New case
                </Link>
              )}
            </div>
          ) : (
            <table>
              <thead>
                <tr>
                  {["Case", "Customer", "Type", "Waiting on", "Risk", "Progress"].map((head) => (
                    <th key={head} scope="col">
                      {head}
                    </th>
                  ))}
                  <th scope="col" className="right">
                    Due
                  </th>
                  <th scope="col">Owner</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((one, index) => (
                  <Row key={one.id} one={one} at={index === at} onOpen={() => open(one)} onPoint={() => setAt(index)} />
                ))}
              </tbody>
            </table>
          )
        }
      </Loaded>
      <div className="row faint small" style={{ padding: "8px 16px" }}>
        <span>
          <kbd>j</kbd> <kbd>k</kbd> move
        </span>
        <span>
          <kbd>Enter</kbd> open
        </span>
        <span>
          <kbd>/</kbd> filter
        </span>
        <span>
          <kbd>?</kbd> all keys
        </span>
        <span className="grow" />
        {found.hasNextPage && (
          <button type="button" className="btn sm" onClick={() => void found.fetchNextPage()}>
            Show more
          </button>
        )}
      </div>
    </section>
  );
}
