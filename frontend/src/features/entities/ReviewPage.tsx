import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { api } from "@/api/client";
import type { EntityModel, Items, Pair, Verdict } from "@/api/types";
import { isTyping } from "@/shared/keyboard";
import { formatDateTime } from "@/shared/format";
import { ErrorState, QueryResult } from "@/shared/ui";
import { PairTable } from "./PairCard";

export interface ReviewSearch {
  state: "open" | "judged";
}

const SAID: [Verdict, string, string][] = [
  ["same", "The same", "s"],
  ["different", "Different", "d"],
  ["unsure", "Can't tell", "t"],
];
const LOOK: Record<Verdict, string> = { same: "low", different: "high", unsure: "medium" };
const words = (verdict: Verdict): string => SAID.find(([each]) => each === verdict)?.[1].toLowerCase() ?? verdict;

const keyOf = (pair: Pair): string => `${pair.record_a.id} ${pair.record_b.id}`;

interface Said {
  pair: Pair;
  verdict: Verdict;
  judgementId: string;
}

/** Pairs that the machine is unsure of, one at a time, for a person to say; each answer can be undone. */
export function ReviewPage() {
  const { state = "open" } = useSearch({ strict: false }) as Partial<ReviewSearch>;
  const navigate = useNavigate();
  const pairs = useQuery({
    queryKey: ["pairs", state],
    queryFn: ({ signal }) => api.get<Items<Pair>>(`/pairs?state=${state}&limit=100`, signal),
  });
  return (
    <div className="wrap" style={{ maxWidth: 1200 }}>
      <div className="row">
        <h1 style={{ fontSize: 18, fontWeight: 600 }}>Review: one or two?</h1>
        <span className="grow" />
        <div className="row" role="group" aria-label="Which pairs">
          {(["open", "judged"] as const).map((each) => (
            <button
              type="button"
              key={each}
              className={`btn sm${state === each ? "" : " bare"}`}
              aria-pressed={state === each}
              onClick={() => void navigate({ to: "/review", search: { state: each } })}
            >
              {each === "open" ? "To judge" : "Judged"}
            </button>
          ))}
        </div>
      </div>
      <Weights />
      <QueryResult of={pairs} what="Loading the pairs">
        {({ items }) => (state === "open" ? <OpenPairs items={items} /> : <JudgedPairs items={items} />)}
      </QueryResult>
    </div>
  );
}

/** Which weights the machine compares by, and a way to have it learn from what was said. */
function Weights() {
  const client = useQueryClient();
  const models = useQuery({
    queryKey: ["entity-models"],
    queryFn: ({ signal }) => api.get<Items<EntityModel>>("/entities/models", signal),
  });
  const learn = useMutation({
    mutationFn: () => api.post<null>("/entities/models", {}),
    onSuccess: () => client.invalidateQueries({ queryKey: ["entity-models"] }),
  });
  const inUse = (["person", "company"] as const).map((kind) => {
    const newest = models.data?.items.find((each) => each.kind === kind);
    const people = kind === "person" ? "persons" : "companies";
    return newest
      ? `${people} by version ${newest.version}, from ${newest.judgements} answers and ${newest.records} records (${formatDateTime(newest.made_at)})`
      : `${people} by the weights that ship`;
  });
  return (
    <div className="row muted" style={{ marginBottom: 8 }}>
      <span>{models.isSuccess ? `Compared: ${inUse.join("; ")}.` : "Compared by …"}</span>
      <button type="button" className="btn sm bare" disabled={learn.isPending} onClick={() => learn.mutate()}>
        Learn from the answers
      </button>
      {learn.isSuccess && <span role="status">Learning in the background.</span>}
      {learn.isError && <ErrorState error={learn.error} />}
    </div>
  );
}

function OpenPairs({ items }: { items: Pair[] }) {
  const client = useQueryClient();
  const [at, setAt] = useState(0);
  const [reason, setReason] = useState("");
  const [last, setLast] = useState<Said | null>(null);
  const [wanted, setWanted] = useState<string | null>(null); // a pair whose judgement was taken back: it stands where it stood before
  const go = (to: number) => (setWanted(null), setAt(to));
  const back = items.findIndex((one) => keyOf(one) === wanted);
  const place = back >= 0 ? back : Math.min(at, items.length - 1);
  const pair = items[place];
  const fresh = () => client.invalidateQueries({ queryKey: ["pairs"] });
  const judge = useMutation({
    mutationFn: ({ pair, verdict }: { pair: Pair; verdict: Verdict }) =>
      api.post<Pair>("/judgements", {
        record_a_id: pair.record_a.id,
        record_b_id: pair.record_b.id,
        verdict,
        reason: reason.trim() || null,
      }),
    onSuccess: (judged, { pair, verdict }) => {
      setReason("");
      setAt(place);
      setWanted(null);
      setLast(judged.judgement_id ? { pair, verdict, judgementId: judged.judgement_id } : null);
      return fresh();
    },
  });
  const undo = useMutation({
    mutationFn: (said: Said) => api.delete(`/judgements/${said.judgementId}`),
    onSuccess: (_, said) => {
      setLast(null);
      setWanted(keyOf(said.pair));
      return fresh();
    },
  });
  const busy = judge.isPending || undo.isPending;
  useEffect(() => {
    function press(event: KeyboardEvent) {
      if (isTyping(event) || busy) return;
      const verdict = SAID.find(([, , key]) => key === event.key)?.[0];
      if (event.key === "j") go(Math.min(place + 1, items.length - 1));
      else if (event.key === "k") go(Math.max(place - 1, 0));
      else if (event.key === "u" && last) undo.mutate(last);
      else if (verdict && pair) judge.mutate({ pair, verdict });
      else return;
      event.preventDefault();
    }
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  });
  return (
    <div className="stack">
      {last && (
        <div className="row small" role="status" style={{ minHeight: 30 }}>
          <span className={`state ${LOOK[last.verdict]}`}>{words(last.verdict)}</span>
          <span className="grow">
            {last.pair.record_a.name} and {last.pair.record_b.name}
          </span>
          <button type="button" className="btn sm" disabled={busy} onClick={() => undo.mutate(last)}>
            Undo <kbd>u</kbd>
          </button>
        </div>
      )}
      {(judge.error ?? undo.error) && <ErrorState error={judge.error ?? undo.error} />}
      {pair ? (
        <section className="card" aria-label={`${pair.record_a.name} and ${pair.record_b.name}`}>
          <header>
            <h2 className="grow">
              {pair.record_a.name} ↔ {pair.record_b.name}
            </h2>
            <span className="small muted">
              {place + 1} of {items.length} <kbd>j</kbd> <kbd>k</kbd>
            </span>
          </header>
          <PairTable pair={pair} />
          <div className="body row wrapx" style={{ borderTop: "1px solid var(--line)" }}>
            <label className="field grow" style={{ flexBasis: 240 }}>
              <span className="vh">Reason</span>
              <input
                placeholder="Reason, kept with the judgement"
                value={reason}
                maxLength={4000}
                onChange={(event) => setReason(event.target.value)}
              />
            </label>
            {SAID.map(([verdict, label, key]) => (
              <button
                type="button"
                key={verdict}
                className="btn"
                disabled={busy}
                onClick={() => judge.mutate({ pair, verdict })}
              >
                {label} <kbd>{key}</kbd>
              </button>
            ))}
          </div>
        </section>
      ) : (
        <p className="note">
          ✓ Nothing to judge: every pair of records is either clearly the same or clearly not. New pairs appear here as
          documents and records come in.
        </p>
      )}
    </div>
  );
}

function JudgedPairs({ items }: { items: Pair[] }) {
  const client = useQueryClient();
  const undo = useMutation({
    mutationFn: (id: string) => api.delete(`/judgements/${id}`),
    onSuccess: () => client.invalidateQueries({ queryKey: ["pairs"] }),
  });
  if (items.length === 0) return <p className="note">Nobody has judged a pair yet.</p>;
  return (
    <section className="card" aria-label="Judged pairs">
      {undo.error && <ErrorState error={undo.error} />}
      <table>
        <thead>
          <tr>
            <th scope="col">One</th>
            <th scope="col">Other</th>
            <th scope="col">Said</th>
            <th scope="col">By</th>
            <th scope="col">Machine</th>
            <th scope="col" />
          </tr>
        </thead>
        <tbody>
          {items.map((pair) => (
            <tr key={pair.judgement_id}>
              <td>
                {pair.record_a.name} <span className="small muted">{pair.record_a.document_name}</span>
              </td>
              <td>
                {pair.record_b.name} <span className="small muted">{pair.record_b.document_name}</span>
              </td>
              <td>{pair.verdict && <span className={`state ${LOOK[pair.verdict]}`}>{words(pair.verdict)}</span>}</td>
              <td className="small muted">{pair.author_name}</td>
              <td className="right small">{Math.round(pair.probability * 100)} %</td>
              <td className="right">
                <button
                  type="button"
                  className="btn sm"
                  disabled={undo.isPending}
                  onClick={() => pair.judgement_id && undo.mutate(pair.judgement_id)}
                >
                  Undo
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
