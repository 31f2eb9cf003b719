import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, query } from "@/api/client";
import type { Page, TimelineEntry } from "@/api/types";
import { moment } from "@/shared/format";
import { Loaded } from "@/shared/ui";
import { useCaseView } from "./view";

const KINDS = ["", "document", "fact", "judgement", "hit", "case", "proposal", "task"];

export function TimelineTab() {
  const { caseId } = useCaseView();
  const [kind, setKind] = useState("");
  const found = useInfiniteQuery({
    queryKey: ["case", caseId, "timeline", kind],
    queryFn: ({ signal, pageParam }) => api.get<Page<TimelineEntry>>(`/cases/${caseId}/timeline${query({ kind, cursor: pageParam, limit: 50 })}`, signal),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  });
  const entries = found.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <div className="row" style={{ padding: "8px 16px" }}>
        <label className="pick">
          Show
          <select value={kind} onChange={(event) => setKind(event.target.value)}>
            {KINDS.map((one) => (
              <option key={one} value={one}>
                {one || "everything"}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Loaded of={found} what="Fetching the timeline">
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
                  <td className="nowrap muted small">{moment(entry.at)}</td>
                  <td style={{ padding: "6px 12px" }}>
                    {entry.sentence}
                    {entry.reason && <div className="small muted">“{entry.reason}”</div>}
                  </td>
                  <td className="nowrap muted small">{entry.actor.name}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Loaded>
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
