import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useMemo, useRef, useState, type FormEvent } from "react";
import { api } from "@/api/client";
import type { Conflict, Fact, Items, Party } from "@/api/types";
import { isTyping } from "@/shared/keyboard";
import { useCaseView } from "@/shared/caseView";
import { openFlags } from "@/features/documents";
import { plural, words } from "@/shared/format";
import { ErrorState, QueryResult } from "@/shared/ui";
import { conflictOf, foldEqual, groupFacts, LINKS, inOrder, needsLook, nextUnchecked } from "./grouping";
import { Pairs } from "./Pairs";
import { howRead, METHODS, Vouched } from "./Vouched";

interface Review {
  fact: Fact;
  also?: Fact[];
  verdict: "accept" | "correct" | "reject";
  value?: string;
  reason?: string;
}

const SETTLED: Record<string, [string, string]> = {
  accepted: ["✓ accepted", "var(--low)"],
  rejected: ["✕ rejected", "var(--high)"],
};
const SHOWN_SOURCES = 3;

function Source({ fact }: { fact: Fact }) {
  const { show } = useCaseView();
  return (
    <button
      type="button"
      className="src"
      title={`${fact.document_name}, page ${fact.page_number}: “${fact.quote}”`}
      onClick={(event) => (
        event.stopPropagation(),
        show({ document: fact.document_id, page: fact.page_number, fact: fact.id })
      )}
    >
      {fact.document_name.length > 15 ? `${fact.document_name.slice(0, 13)}…` : fact.document_name} p{fact.page_number}
    </button>
  );
}

/** Where a value stands: the surest place first, then the other documents that say the same. */
function Sources({ fact, more }: { fact: Fact; more: Fact[] }) {
  const rest = more.slice(SHOWN_SOURCES - 1);
  return (
    <span className="row wrapx" style={{ gap: 4 }}>
      {[fact, ...more.slice(0, SHOWN_SOURCES - 1)].map((one) => (
        <Source key={one.id} fact={one} />
      ))}
      {rest.length > 0 && (
        <span className="faint small" title={rest.map((one) => `${one.document_name} p${one.page_number}`).join(", ")}>
          and {rest.length} more
        </span>
      )}
    </span>
  );
}

function Correction({
  fact,
  onSave,
  onClose,
}: {
  fact: Fact;
  onSave: (value: string, reason: string) => void;
  onClose: () => void;
}) {
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    onSave(String(given.get("value")), String(given.get("reason")));
  }
  return (
    <form className="row wrapx" style={{ padding: "8px 0" }} onSubmit={submit}>
      <label className="field grow">
        {fact.label}
        <input name="value" defaultValue={fact.value} required autoFocus />
      </label>
      <label className="field grow">
        Why (optional)
        <input name="reason" maxLength={4000} />
      </label>
      <button className="btn go sm">Save</button>
      <button type="button" className="btn sm" onClick={onClose}>
        Cancel
      </button>
    </form>
  );
}

function Conflicts({
  conflicts,
  facts,
  chosen,
  review,
}: {
  conflicts: Conflict[];
  facts: Fact[];
  chosen: string | undefined;
  review: (one: Review) => void;
}) {
  if (conflicts.length === 0) return null;
  return (
    <div style={{ padding: "12px 16px", borderBottom: "1px solid var(--line)" }} className="stack">
      {conflicts.map((conflict) => {
        const sides = facts.filter((fact) => conflict.fact_ids.includes(fact.id));
        return (
          <section key={`${conflict.party_id}-${conflict.property}`} className="card" aria-label="Conflict">
            <header>
              <span className="state medium">! conflict</span>
              <h3>
                {conflict.subject_name}: {sides[0]?.label ?? words(conflict.property)} differs
              </h3>
            </header>
            <table>
              <tbody>
                {sides.map((fact) => (
                  <tr key={fact.id} className={fact.id === chosen ? "at" : ""}>
                    <td className="nowrap">
                      <b>{fact.display_value}</b>
                    </td>
                    <td className="small muted">“{fact.quote}”</td>
                    <td>
                      <Source fact={fact} />
                    </td>
                    <td className="small muted nowrap">sure to {Math.round(fact.confidence * 100)} %</td>
                    <td className="right">
                      <button type="button" className="btn sm" onClick={() => review({ fact, verdict: "accept" })}>
                        This one is right
                      </button>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        );
      })}
    </div>
  );
}

export function FactsTab() {
  const { caseId, documents, facts, search, show } = useCaseView();
  const client = useQueryClient();
  const flagged = useMemo(
    () =>
      new Map(
        (documents.data?.items ?? []).flatMap((one) =>
          openFlags(one).flatMap((flag) => flag.fact_ids.map((id) => [id, flag.detail] as const)),
        ),
      ),
    [documents.data],
  );
  const [editing, setEditing] = useState<string | null>(null);
  const table = useRef<HTMLTableElement>(null);
  const { shown, sources } = useMemo(() => foldEqual(facts.data?.items ?? []), [facts.data]);
  const groups = useMemo(() => groupFacts(shown), [shown]);
  const ordered = useMemo(() => inOrder(groups), [groups]);
  const parties = useQuery({
    queryKey: ["case", caseId, "parties"],
    queryFn: ({ signal }) => api.get<Items<Party>>(`/cases/${caseId}/parties`, signal),
  });
  const entities = useMemo(
    () => new Map((parties.data?.items ?? []).map((party) => [party.id, party.entity_id])),
    [parties.data],
  );
  const conflicts = facts.data?.conflicts ?? [];
  const holds = (fact: Fact) =>
    fact.id === search.fact || (sources.get(fact.id) ?? []).some((one) => one.id === search.fact);
  const chosen = ordered.find(holds);
  const unsure = ordered.filter((fact) => needsLook(fact, [])).length;
  const choose = (fact: Fact | undefined) =>
    fact && show({ document: fact.document_id, page: fact.page_number, fact: fact.id });
  const review = useMutation({
    mutationFn: async ({ fact, also = [], ...body }: Review) => {
      for (const one of [fact, ...also]) await api.post<Fact>(`/facts/${one.id}/reviews`, body);
    },
    onSuccess: (_, { fact }) => {
      setEditing(null);
      choose(nextUnchecked(ordered, fact.id, conflicts));
      void client.invalidateQueries({ queryKey: ["case", caseId] });
    },
  });

  /** What is said of a value is said of each of its sources that nobody has settled. */
  const settle = (fact: Fact, verdict: "accept" | "reject") =>
    review.mutate({ fact, verdict, also: (sources.get(fact.id) ?? []).filter((one) => one.state === "unchecked") });

  useEffect(() => {
    table.current?.querySelector("tr.at")?.scrollIntoView({ block: "nearest" });
  }, [search.fact, facts.data]);
  useEffect(() => {
    function press(event: KeyboardEvent) {
      if (isTyping(event)) return;
      const at = ordered.findIndex(holds);
      if (event.key === "n") choose(nextUnchecked(ordered, chosen?.id, conflicts));
      else if (event.key === "j") choose(ordered[Math.min(at + 1, ordered.length - 1)]);
      else if (event.key === "k") choose(ordered[Math.max(at - 1, 0)]);
      else if (event.key === "a" && chosen) settle(chosen, "accept");
      else if (event.key === "x" && chosen) settle(chosen, "reject");
      else if (event.key === "c" && chosen && !LINKS.has(chosen.property)) setEditing(chosen.id);
      else return;
      event.preventDefault();
    }
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  });

  return (
    <QueryResult of={facts} what="Loading the facts">
      {({ items }) => (
        <>
          <div className="row" style={{ padding: "6px 16px" }}>
            <span className="small muted grow">
              {[
                conflicts.length > 0 ? plural(conflicts.length, "conflict") : "",
                unsure > 0 ? `${unsure} unsure` : "",
                `${ordered.filter((fact) => fact.state === "unchecked").length} of ${plural(ordered.length, "value")} not looked at by a person`,
              ]
                .filter(Boolean)
                .join(" · ")}
            </span>
            <button
              type="button"
              className="btn sm"
              onClick={() => choose(nextUnchecked(ordered, chosen?.id, conflicts))}
            >
              Next to check <kbd>n</kbd>
            </button>
          </div>
          {review.error && <ErrorState error={review.error} />}
          <Conflicts conflicts={conflicts} facts={items} chosen={search.fact} review={review.mutate} />
          <Pairs />
          {ordered.length === 0 && <p className="note">No facts yet. They appear here while the documents are read.</p>}
          {ordered.length > 0 && (
            <table ref={table} className="facts">
              <thead>
                <tr>
                  {["Field", "Value", "Sure", "From"].map((head) => (
                    <th scope="col" key={head}>
                      {head}
                    </th>
                  ))}
                  <th scope="col">
                    <span className="vh">Review</span>
                  </th>
                </tr>
              </thead>
              {groups.map((group) => (
                <tbody key={group.key}>
                  <tr className="group">
                    <th
                      scope="rowgroup"
                      colSpan={5}
                      style={{ height: 30, fontWeight: 600, color: "var(--ink-2)", background: "var(--bg)" }}
                    >
                      {entities.get(group.partyId ?? "") ? (
                        <Link
                          to="/entities/$id"
                          params={{ id: entities.get(group.partyId ?? "") ?? "" }}
                          className="link"
                          title="Everything known of them across cases"
                        >
                          {group.name}
                        </Link>
                      ) : (
                        group.name
                      )}
                      {group.unchecked > 0 && <span className="faint"> · {group.unchecked} unchecked</span>}
                    </th>
                  </tr>
                  {group.topics.flatMap((topic) =>
                    topic.facts.map((fact, index) => {
                      const settled = SETTLED[fact.state];
                      const conflict = conflictOf(conflicts, fact.id);
                      return (
                        <tr
                          key={fact.id}
                          className={holds(fact) ? "at pickable" : "pickable"}
                          onClick={() => choose(fact)}
                        >
                          <td className="muted">
                            {fact.label}
                            {index === 0 && <span className="vh"> ({topic.name})</span>}
                          </td>
                          <td>
                            {editing === fact.id ? (
                              <Correction
                                fact={fact}
                                onClose={() => setEditing(null)}
                                onSave={(value, reason) =>
                                  review.mutate({ fact, verdict: "correct", value, ...(reason ? { reason } : {}) })
                                }
                              />
                            ) : (
                              <>
                                <span
                                  style={fact.state === "rejected" ? { textDecoration: "line-through" } : undefined}
                                >
                                  {fact.display_value}
                                </span>{" "}
                                <Vouched fact={fact} />
                                {fact.state === "withdrawn" && (
                                  <span
                                    className="small"
                                    style={{ color: "var(--medium)" }}
                                    title="It was accepted while the document passed for something else. It is not in force until a person accepts it anew."
                                  >
                                    {" "}
                                    ↺ withdrawn: the document's type was corrected
                                  </span>
                                )}
                                {conflict && (
                                  <span className="small" style={{ color: "var(--medium)" }}>
                                    {" "}
                                    ≠ conflict
                                  </span>
                                )}
                                {flagged.get(fact.id) && (
                                  <span className="small" style={{ color: "var(--high)" }} title={flagged.get(fact.id)}>
                                    {" "}
                                    ! flagged
                                  </span>
                                )}
                              </>
                            )}
                          </td>
                          <td title={howRead(fact)}>
                            {fact.method === "person"
                              ? (fact.author?.name ?? "person")
                              : fact.confidence.toFixed(2).replace(/^0/, "")}
                            {fact.method !== "person" && fact.agreed.length > 0 && (
                              <div className="faint small">
                                {[fact.method, ...fact.agreed].map((method) => METHODS[method] ?? method).join(" + ")}
                              </div>
                            )}
                          </td>
                          <td>
                            <Sources fact={fact} more={sources.get(fact.id) ?? []} />
                          </td>
                          <td className="nowrap right small" onClick={(event) => event.stopPropagation()}>
                            {settled && editing !== fact.id ? (
                              <span style={{ color: settled[1] }}>{settled[0]}</span>
                            ) : (
                              <>
                                <button
                                  type="button"
                                  className="btn sm"
                                  disabled={review.isPending}
                                  onClick={() => settle(fact, "accept")}
                                  aria-label={`Accept ${fact.label}`}
                                >
                                  Accept
                                </button>{" "}
                                {!LINKS.has(fact.property) && (
                                  <button
                                    type="button"
                                    className="btn sm bare"
                                    onClick={() => (choose(fact), setEditing(fact.id))}
                                    aria-label={`Correct ${fact.label}`}
                                  >
                                    Correct
                                  </button>
                                )}
                                <button
                                  type="button"
                                  className="btn sm bare"
                                  disabled={review.isPending}
                                  onClick={() => settle(fact, "reject")}
                                  aria-label={`Reject ${fact.label}`}
                                >
                                  Reject
                                </button>
                              </>
                            )}
                          </td>
                        </tr>
                      );
                    }),
                  )}
                </tbody>
              ))}
            </table>
          )}
        </>
      )}
    </QueryResult>
  );
}
