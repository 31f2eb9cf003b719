import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import type { Hit, Items, Verdict } from "@/api/types";
import { useCaseView } from "@/shared/caseView";
import { ErrorState, QueryResult, DateTime } from "@/shared/ui";
import { Comparison } from "./HitCard";

const SAID: Record<Verdict, string> = { same: "the same", different: "different", unsure: "can't tell" };
const LOOK: Record<Verdict, string> = { same: "high", different: "low", unsure: "medium" };

function HitCard({ hit }: { hit: Hit }) {
  const { caseId } = useCaseView();
  const client = useQueryClient();
  const [reason, setReason] = useState("");
  const judge = useMutation({
    mutationFn: (verdict: Verdict | null) =>
      api.post<Hit>(`/hits/${hit.id}/adjudications`, { verdict, reason: reason || null }),
    onSuccess: (_, verdict) => {
      void client.invalidateQueries({ queryKey: ["case", caseId] });
      if (verdict) document.getElementById(hit.id)?.nextElementSibling?.scrollIntoView({ block: "start" });
    },
  });
  return (
    <section className="card" id={hit.id} aria-label={`${hit.party_name} and ${hit.entry.name}`}>
      <header>
        <h3 className="grow">
          {hit.party_name} <span className="muted small">{hit.party_roles.join(", ").replaceAll("_", " ")}</span> ↔{" "}
          {hit.entry.name}{" "}
          <span className="muted small" title={`version ${hit.list_version}`}>
            {hit.list_name}
          </span>
        </h3>
        {hit.verdict ? (
          <span className={`state ${LOOK[hit.verdict]}`}>{SAID[hit.verdict]}</span>
        ) : (
          <span className="state medium">? to judge</span>
        )}
        <span className="small muted">fits to {Math.round(hit.score * 100)} %</span>
      </header>
      <Comparison ours={hit.party_name} entry={hit.entry} parts={hit.parts} matched={hit.matched_words} />
      <div className="body row wrapx" style={{ borderTop: "1px solid var(--line)" }}>
        {hit.verdict ? (
          <>
            <span className="grow small">
              {hit.adjudicated_by?.name}: {hit.reason ? `“${hit.reason}”` : "no reason given"}{" "}
              <span className="muted">{hit.adjudicated_at && <DateTime at={hit.adjudicated_at} />}</span>
            </span>
            <button type="button" className="btn sm" disabled={judge.isPending} onClick={() => judge.mutate(null)}>
              Undo
            </button>
          </>
        ) : (
          <>
            <label className="field grow">
              <span className="vh">Reason</span>
              <input
                placeholder="Reason: what settles it"
                value={reason}
                maxLength={4000}
                onChange={(event) => setReason(event.target.value)}
              />
            </label>
            {(Object.keys(SAID) as Verdict[]).map((verdict) => (
              <button
                type="button"
                key={verdict}
                className="btn"
                disabled={judge.isPending || reason.trim().length < 3}
                onClick={() => judge.mutate(verdict)}
              >
                {SAID[verdict].replace(/^./, (letter) => letter.toUpperCase())}
              </button>
            ))}
          </>
        )}
      </div>
      {judge.error && <ErrorState error={judge.error} />}
    </section>
  );
}

export function HitsTab() {
  const { caseId, one } = useCaseView();
  const hits = useQuery({
    queryKey: ["case", caseId, "hits"],
    queryFn: ({ signal }) => api.get<Items<Hit>>(`/cases/${caseId}/hits`, signal),
  });
  const screened = one.steps.some((step) => step.name === "screen" && step.state === "done");
  return (
    <QueryResult of={hits} what="Loading the hits">
      {({ items }) =>
        items.length === 0 ? (
          <p className="note">
            {screened
              ? "✓ Everybody was screened against all lists; nobody on them looks alike."
              : "Not screened yet: it follows once the parties are known."}
          </p>
        ) : (
          <div className="stack" style={{ padding: 16 }}>
            {[...items]
              .sort((a, b) => Number(a.verdict !== null) - Number(b.verdict !== null))
              .map((hit) => (
                <HitCard hit={hit} key={hit.id} />
              ))}
          </div>
        )
      }
    </QueryResult>
  );
}
