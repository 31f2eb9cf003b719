import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { api } from "@/api/client";
import type { Exclusion, Ownership, SourceConflict, SourceSaid } from "@/api/types";
import { useCaseView } from "@/shared/caseView";
import { Card, ErrorState } from "@/shared/ui";

const EFFECTS: Record<string, string> = {
  excluded: "excluded under",
  control_only: "control only, under",
  stops_here: "not asked behind, under",
  may: "may be excluded under",
  note: "note:",
};

/** Whom the law of the answer leaves out, by which article, and what says that it is so. */
export function Exclusions({ items }: { items: Exclusion[] }) {
  if (items.length === 0) return null;
  return (
    <section
      aria-label="Whom the law asks less of"
      style={{ borderTop: "1px solid var(--line)", borderBottom: "1px solid var(--line)" }}
    >
      <ul className="reasons" style={{ listStyle: "none", paddingLeft: 16 }}>
        {items.map((one) => (
          <li key={one.party_id + one.article}>
            <span className={`state ${one.effect === "may" ? "plain" : "medium"}`}>
              {EFFECTS[one.effect] ?? one.effect} {one.article}
            </span>{" "}
            {one.sentence}
            {one.source && <div className="small muted">source: {one.source}</div>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Side({ said, counts, onFacts }: { said: SourceSaid; counts: boolean; onFacts: (ids: string[]) => void }) {
  return (
    <div style={{ flex: "1 1 220px", minWidth: 0 }}>
      <p className="small">
        <b>{counts ? "✓ counts" : "does not count"}</b> · {said.rank}
      </p>
      <p className="small muted">
        {said.name}, {said.stated_on ?? "undated"}
      </p>
      <table className="held">
        <tbody>
          {said.holders.map((one) => (
            <tr key={one.name}>
              <td>{one.name}</td>
              <td className="right nowrap">{one.share}</td>
              <td className="nowrap">
                {one.fact_ids.length > 0 && (
                  <button type="button" className="src" onClick={() => onFacts(one.fact_ids)}>
                    evidence
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Conflict({ one, onFacts }: { one: SourceConflict; onFacts: (ids: string[]) => void }) {
  const { caseId } = useCaseView();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const choose = useMutation({
    mutationFn: (reason: string) =>
      api.post(`/cases/${caseId}/ownership/source-choices`, {
        document_id: one.other.document_id,
        subject: one.other.subject,
        interest: one.interest,
        reason,
      }),
    onSuccess: () => (setAsking(false), client.invalidateQueries({ queryKey: ["case", caseId] })),
  });
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    choose.mutate(String(new FormData(event.currentTarget).get("reason")));
  }
  return (
    <section
      aria-label={`Sources on ${one.asset_name}`}
      style={{ padding: "10px 16px", borderBottom: "1px solid var(--line)" }}
    >
      <p>
        <b>{one.asset_name}</b>:{" "}
        {one.reason === null ? "declared against registry" : `${one.chosen_by} chose: ${one.reason}`}
      </p>
      <div className="row wrapx" style={{ alignItems: "flex-start", gap: 24 }}>
        <Side said={one.kept} counts onFacts={onFacts} />
        <Side said={one.other} counts={false} onFacts={onFacts} />
      </div>
      {asking ? (
        <form className="stack" style={{ gap: 6, padding: "6px 0", maxWidth: 480 }} onSubmit={submit}>
          <label className="field">
            Why {one.other.name} counts
            <input name="reason" required minLength={3} maxLength={500} autoFocus />
          </label>
          <div className="row">
            <button className="btn go sm" disabled={choose.isPending}>
              Let it count
            </button>
            <button type="button" className="btn sm" onClick={() => setAsking(false)}>
              Cancel
            </button>
          </div>
          {choose.error && <ErrorState error={choose.error} />}
        </form>
      ) : (
        <button type="button" className="btn sm" style={{ marginTop: 6 }} onClick={() => setAsking(true)}>
          {one.reason === null ? "Let the other count …" : "Let the register count again …"}
        </button>
      )}
    </section>
  );
}

/** Sources that say different things of one company's holders, side by side; a person may let the other one count. */
export function Conflicts({ found, onFacts }: { found: Ownership; onFacts: (ids: string[]) => void }) {
  if (found.conflicts.length === 0) return null;
  return (
    <Card title="Sources that differ: a register counts before a company's own statement">
      {found.conflicts.map((one) => (
        <Conflict key={one.asset_id + one.interest + one.other.document_id} one={one} onFacts={onFacts} />
      ))}
    </Card>
  );
}
