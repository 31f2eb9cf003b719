import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api, query } from "@/api/client";
import type { Page, TimelineEntry } from "@/api/types";
import { ErrorState, QueryResult, DateTime } from "@/shared/ui";
import { useCaseView } from "@/shared/caseView";

const KINDS: [string, string][] = [
  ["", "everything"],
  ["document", "documents"],
  ["fact", "facts"],
  ["entities", "parties"],
  ["judgement", "judgements"],
  ["ownership", "owners"],
  ["screening", "screening"],
  ["hit", "hits"],
  ["risk", "risk"],
  ["proposal", "decisions"],
  ["case", "the case itself"],
];

/** Who did it: a person by name, a step of the machine as such. */
const who = (entry: TimelineEntry): string =>
  entry.actor.kind === "system"
    ? `automatic: ${entry.actor.name}`
    : entry.actor.kind === "api_key"
      ? `${entry.actor.name} (API key)`
      : entry.actor.name;

async function everything(caseId: string, kind: string): Promise<TimelineEntry[]> {
  const all: TimelineEntry[] = [];
  let cursor: string | null | undefined = "";
  do {
    const page: Page<TimelineEntry> = await api.get<Page<TimelineEntry>>(
      `/cases/${caseId}/timeline${query({ kind, cursor, limit: 200 })}`,
    );
    all.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor);
  return all;
}

/** Comma-separated; a value that a spreadsheet would take for a formula is told to be text. */
function csv(entries: TimelineEntry[]): string {
  const cell = (text: string) => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  const rows = entries.map((entry) => [entry.at, who(entry), entry.action, entry.sentence, entry.reason ?? ""]);
  return [["at", "who", "action", "what", "reason"], ...rows].map((row) => row.map(cell).join(",")).join("\r\n");
}

function save(filename: string, text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv" }));
  link.download = filename;
  link.click();
  URL.revokeObjectURL(link.href);
}

export function TimelineTab() {
  const { caseId, one } = useCaseView();
  const [kind, setKind] = useState("");
  const found = useInfiniteQuery({
    queryKey: ["case", caseId, "timeline", kind],
    queryFn: ({ signal, pageParam }) =>
      api.get<Page<TimelineEntry>>(`/cases/${caseId}/timeline${query({ kind, cursor: pageParam, limit: 50 })}`, signal),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  });
  const download = useMutation({
    mutationFn: () => everything(caseId, kind),
    onSuccess: (all) => save(`timeline-${one.reference}.csv`, csv(all)),
  });
  const entries = found.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <div className="row" style={{ padding: "8px 16px" }}>
        <label className="pick">
          Show
          <select value={kind} onChange={(event) => setKind(event.target.value)}>
            {KINDS.map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <span className="grow" />
        <button type="button" className="btn sm" disabled={download.isPending} onClick={() => download.mutate()}>
          {download.isPending ? "Gathering …" : "Download"}
        </button>
      </div>
      {download.error && <ErrorState error={download.error} retry={() => download.mutate()} />}
      <QueryResult of={found} what="Loading the timeline">
        {() => (
          <table>
            <thead>
              <tr>
                <th scope="col">When</th>
                <th scope="col">What</th>
                <th scope="col">Who</th>
              </tr>
            </thead>
            <tbody>
              {entries.map((entry) => (
                <tr key={entry.id}>
                  <td className="nowrap muted small">
                    <DateTime at={entry.at} />
                  </td>
                  <td style={{ padding: "6px 12px" }}>
                    {entry.sentence}
                    {entry.reason && <div className="small muted">“{entry.reason}”</div>}
                  </td>
                  <td className="nowrap muted small">{who(entry)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </QueryResult>
      {found.data && entries.length === 0 && <p className="note">Nothing of this kind has happened.</p>}
      {found.hasNextPage && (
        <div className="note">
          <button type="button" className="btn sm" onClick={() => void found.fetchNextPage()}>
            Show earlier
          </button>
        </div>
      )}
    </>
  );
}
