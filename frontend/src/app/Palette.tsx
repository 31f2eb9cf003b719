import { useQuery } from "@tanstack/react-query";
import { useLocation, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api, query } from "@/api/client";
import type { CaseTab, Entity, Items, Queue, SearchHit } from "@/api/types";
import { Modal } from "@/shared/ui";

/** What one may go to: its words, what kind of thing it is, and its address. */
type Choice = [string, "case" | "party" | "tab" | "place" | "policy", string];
const TABS: CaseTab[] = ["overview", "facts", "ownership", "screening", "risk", "timeline", "decision"];

const PLACES: [string, string][] = [
  ["Queue: my tasks", "/?view=mine"],
  ["Queue: all cases", "/?view=all"],
  ["Queue: second review", "/?view=review"],
  ["New case", "/cases/new"],
  ["Screening: lists, search a name", "/screening"],
  ["Review: pairs of records, one or two?", "/review"],
  ["Library: policies and procedures", "/library"],
  ["Insights: use and cost", "/insights"],
  ["Admin: users, keys, audit", "/admin"],
];

export function Palette({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const cases = useQuery({
    queryKey: ["queue", "palette", text],
    queryFn: ({ signal }) => api.get<Queue>(`/cases${query({ view: "all", q: text, limit: 8 })}`, signal),
    enabled: text.length > 1,
  });
  const parties = useQuery({
    queryKey: ["palette", "parties", text],
    queryFn: ({ signal }) => api.get<Items<Entity>>(`/entities${query({ q: text, limit: 5 })}`, signal),
    enabled: text.length > 1,
  });
  const passages = useQuery({
    queryKey: ["palette", "passages", text],
    queryFn: () => api.post<Items<SearchHit>>("/search", { query: text, case_id: null, library: true, limit: 3 }),
    enabled: text.length > 3,
  });
  const here = useLocation({ select: (location) => /^\/cases\/(case_\w+)/.exec(location.pathname)?.[1] });
  const fits = ([label]: Choice) => label.toLowerCase().includes(text.toLowerCase());
  const choices: Choice[] = [
    ...(cases.data?.items ?? []).map((one): Choice => [`${one.reference} · ${one.customer_name}`, "case", `/cases/${one.id}`]),
    ...(parties.data?.items ?? []).map((one): Choice => [one.name, "party", `/entities/${one.id}`]),
    ...TABS.map((tab): Choice => [`This case: ${tab}`, "tab", `/cases/${here}?tab=${tab}`]).filter((one) => here && fits(one)),
    ...PLACES.map(([label, href]): Choice => [label, "place", href]).filter(fits),
    ...(passages.data?.items ?? []).map((one): Choice => [`${one.document_name} p${one.page_number}: ${one.text.slice(0, 90)}`, "policy", `/library?q=${encodeURIComponent(text)}`]),
  ];
  function go(href: string | undefined) {
    if (!href) return;
    onClose();
    void navigate({ href });
  }
  return (
    <Modal label="Search or jump to" onClose={onClose}>
      <div className="palette">
        <input
          aria-label="Search or jump to"
          placeholder="A customer, a case number, a party, a policy or a place"
          autoFocus
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
          onKeyDown={(event) => {
            if (event.key === "ArrowDown") setAt(Math.min(at + 1, choices.length - 1));
            else if (event.key === "ArrowUp") setAt(Math.max(at - 1, 0));
            else if (event.key === "Enter") go(choices[at]?.[2]);
            else return;
            event.preventDefault();
          }}
        />
        <ul>
          {choices.map(([label, kind, href], index) => (
            <li key={`${kind}-${href}-${label}`}>
              <button type="button" className={index === at ? "on row" : "row"} onClick={() => go(href)}>
                <span className="grow name">{label}</span>
                <span className="small faint">{kind}</span>
              </button>
            </li>
          ))}
          {choices.length === 0 && !cases.isFetching && <li className="note">Nothing fits “{text}”.</li>}
        </ul>
      </div>
    </Modal>
  );
}

const KEYS: [string, string][] = [
  ["j / k", "next, previous row"],
  ["Enter", "open the row"],
  ["/", "filter the queue; Enter or Escape goes back to its rows"],
  ["t", "take the next case"],
  ["n", "next fact to check"],
  ["a / c / x", "accept, correct, reject the chosen fact"],
  ["s / d / t", "review: the same, different, can't tell"],
  ["u", "review: undo"],
  ["Ctrl K", "search or jump to"],
  ["?", "this sheet"],
];

export function Keys({ onClose }: { onClose: () => void }) {
  return (
    <Modal label="Keys" onClose={onClose}>
      <div style={{ padding: 20 }} className="stack">
        <h2>Keys</h2>
        <table>
          <tbody>
            {KEYS.map(([key, what]) => (
              <tr key={key}>
                <td>
                  <kbd>{key}</kbd>
                </td>
                <td>{what}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <button type="button" className="btn" onClick={onClose} autoFocus>
          Close
        </button>
      </div>
    </Modal>
  );
}
