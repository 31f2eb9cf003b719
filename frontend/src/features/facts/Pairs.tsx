import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { Items, Pair, Verdict } from "@/api/types";
import { useCaseView } from "@/shared/caseView";
import { ErrorState } from "@/shared/ui";

/** Records that may be one and the same, for a person to say. */
export function Pairs() {
  const { caseId } = useCaseView();
  const client = useQueryClient();
  const pairs = useQuery({
    queryKey: ["case", caseId, "pairs"],
    queryFn: ({ signal }) => api.get<Items<Pair>>(`/cases/${caseId}/pairs`, signal),
  });
  const judge = useMutation({
    mutationFn: ({ pair, verdict }: { pair: Pair; verdict: Verdict }) =>
      api.post("/judgements", { record_a_id: pair.record_a.id, record_b_id: pair.record_b.id, verdict, reason: null }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["case", caseId] }),
  });
  const open = (pairs.data?.items ?? []).filter(
    (pair) => pair.verdict === null && pair.machine !== "different" && pair.probability < 0.97,
  );
  if (open.length === 0) return judge.error ? <ErrorState error={judge.error} /> : null;
  const unsure = open.filter((pair) => pair.machine === "unsure").length;
  const joined = open.length - unsure;
  const counts = [
    unsure && `${unsure} ${unsure === 1 ? "pair" : "pairs"} of records may be one`,
    joined && `${joined} ${joined === 1 ? "pair was" : "pairs were"} taken as one, not quite surely`,
  ];
  return (
    <details style={{ padding: "8px 16px", borderBottom: "1px solid var(--line)" }}>
      <summary className="small" style={{ cursor: "pointer" }}>
        {counts.filter(Boolean).join("; ")}
      </summary>
      <div className="stack" style={{ paddingTop: 8 }}>
        {judge.error && <ErrorState error={judge.error} />}
        {open.map((pair) => (
          <section className="card" key={`${pair.record_a.id}-${pair.record_b.id}`} aria-label="Same or different">
            <header>
              <span className="state medium">{pair.machine === "same" ? "? taken as one" : "? one or two"}</span>
              <h3 className="grow">
                {pair.record_a.name} ({pair.record_a.document_name}) and {pair.record_b.name} (
                {pair.record_b.document_name})
              </h3>
              <span className="small muted">the same to {Math.round(pair.probability * 100)} %</span>
            </header>
            <div className="body stack">
              {pair.reasons.map((reason) => (
                <span className="small" key={reason.feature}>
                  {reason.bits >= 0 ? "+" : "−"} {reason.sentence}
                </span>
              ))}
              <div className="row">
                <button type="button" className="btn sm" onClick={() => judge.mutate({ pair, verdict: "same" })}>
                  The same
                </button>
                <button type="button" className="btn sm" onClick={() => judge.mutate({ pair, verdict: "different" })}>
                  Different
                </button>
                <button type="button" className="btn sm" onClick={() => judge.mutate({ pair, verdict: "unsure" })}>
                  Can't tell
                </button>
              </div>
            </div>
          </section>
        ))}
      </div>
    </details>
  );
}
